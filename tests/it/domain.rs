//! The rules of the ward, shown on scenes and held to laws. Nothing here needs a database.

mod cast;
mod strangest;
mod laws;
mod cleared;
mod clean;
mod dressed;
mod custody;
mod visits;
mod family;
mod card;
mod next;
mod sweep;
mod identity;
mod people;
mod words;
