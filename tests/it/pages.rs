//! The pages, on a real browser: each scene has a phone, a wire that may be cut, and people.

pub(crate) mod browser;
pub(crate) mod camera;
pub(crate) mod proxy;
pub(crate) mod visitor;
mod markup;

mod board;
mod family;
mod cards;
mod check_in;
mod finder;
mod family_links;
mod home;
mod access;
mod admin;
mod form_protection;
mod headers;
mod csv;
mod offline;
mod photos;
mod place;
mod scan;
mod phones;
mod print;
mod push;
mod scanner;
mod screens;
