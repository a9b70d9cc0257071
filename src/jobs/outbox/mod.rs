//! Delivery of notifications from the outbox to Web Push services and the webhook.

mod delivery;
mod sender;

pub use sender::{OutboxSender, OutboxTimings};
