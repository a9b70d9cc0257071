//! Notifications: sent at least once, only to allowed recipients, and without any details.

mod receiver;
mod browser;

mod hold;
mod web_push;
mod address_checks;
mod retries;
mod webhook;
