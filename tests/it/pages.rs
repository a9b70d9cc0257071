//! The pages, on a real browser: each scene has a phone, a wire that may be cut, and people.

pub(crate) mod browser;
pub(crate) mod film;
pub(crate) mod wire;
pub(crate) mod visitor;
mod markup;

mod board;
mod family;
mod cards;
mod check_in;
mod found;
mod guests;
mod front;
mod access;
mod admin;
mod doors;
mod headers;
mod sheets;
mod offline;
mod photos;
mod place;
mod scan;
mod phones;
mod print;
mod push;
mod scanner;
mod screens;
