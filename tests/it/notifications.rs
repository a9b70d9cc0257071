//! Notices: that there is news, told outside the page, at least once, to whom it may be told and to nobody else.

mod receiver;
mod browser;

mod hold;
mod web_push;
mod address_checks;
mod retries;
mod webhook;
