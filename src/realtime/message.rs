//! What the hub sends to subscriptions.

use std::sync::Arc;

use crate::db::models::LoggedEvent;

#[derive(Clone)]
pub(crate) enum HubMessage {
    /// New settled events, in order.
    Events(Arc<[LoggedEvent]>),
    /// The hub lost its position; subscriptions must read the log themselves.
    ReadLog,
}
