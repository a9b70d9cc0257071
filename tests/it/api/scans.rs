//! `POST /scans`: one reading of a tag.

mod asked_now;
mod clean;
mod custody;
mod facts;
mod isolation;
mod once;
mod order;
mod times;
