//! Tests of the pages in a real browser, behind a proxy that can interrupt the connection.

pub(crate) mod browser;
pub(crate) mod camera;
pub(crate) mod proxy;
pub(crate) mod page_client;
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
