//! Event streams: a hub in each process reads new events from the log and passes them to subscriptions.
//!
//! The `events` table decides. Commit signals, from here or another node, are hints that make the hub read it. A
//! subscription that falls behind, or that continues after an interruption, reads the table itself. A lost signal
//! therefore delays events but never loses them.

mod event_log;
mod hub;
mod message;
mod subscription;

pub use hub::{EventHub, HubTimings};
pub use subscription::{EventSubscription, SubscriptionEvent};
