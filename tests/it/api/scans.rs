//! `POST /scans`: one scan of a tag.

mod blocked;
mod cleanliness;
mod custody;
mod facts;
mod isolation;
mod exactly_once;
mod order;
mod times;
