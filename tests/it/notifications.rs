//! Notices: that there is news, told outside the page, at least once, to whom it may be told and to nobody else.

mod post_office;
mod browser;

mod holding;
mod pushing;
mod reaching;
mod sending;
mod webhook;
