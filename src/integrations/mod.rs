//! Notices on their way out: what waits in the outbox is sent to browsers and to the site's webhook.
//!
//! Each node has one sender. It is rung for when something was committed, here or elsewhere, and looks by itself
//! besides; [`crate::actions::notices`] sees to it that no two send the same and that nothing is lost.

mod push;
mod sender;
mod webhook;

pub use push::{PushKey, Words};
pub use sender::{Pace, Sender};
pub use webhook::Webhook;
