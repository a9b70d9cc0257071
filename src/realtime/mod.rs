//! Who is told when something changes: the hub in each process, and the followers that it feeds.
//!
//! The log in the database is what counts. The hub is rung for when something was committed, here or on
//! another node, reads what is new once and hands it to every [`Follower`]; whoever falls behind, or comes
//! back after a while, reads the log for itself. So a ring that is lost delays, and never loses.

mod subscription;
mod hub;
mod event_log;

pub use hub::{EventHub, HubTimings};
pub use subscription::{EventSubscription, SubscriptionEvent};
