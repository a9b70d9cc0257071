//! Push subscriptions and outbox entries.

use diesel::prelude::*;

use crate::db::schema::{outbox, push_subscriptions};
use crate::domain::id::{FamilyLinkId, OutboxEntryId, SubscriptionId, VisitId};
use crate::domain::time::Time;

/// A browser that subscribed to Web Push.
#[derive(Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = push_subscriptions, treat_none_as_default_value = false)]
pub struct PushSubscription {
    pub id: SubscriptionId,
    pub link_id: FamilyLinkId,
    /// The URL at its push service. It is a secret, because anyone who knows it can try to send.
    pub endpoint: String,
    /// The browser's public key, an uncompressed P-256 point.
    pub p256dh: Vec<u8>,
    /// The browser's authentication secret.
    pub auth: Vec<u8>,
    pub created_at: Time,
}

impl std::fmt::Debug for PushSubscription {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PushSubscription").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A notification about news, for one browser or for the site's webhook.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = outbox, treat_none_as_default_value = false)]
pub struct OutboxEntry {
    /// Stays the same for every delivery attempt.
    pub id: OutboxEntryId,
    pub visit_id: VisitId,
    pub link_id: FamilyLinkId,
    /// `None` is the site's webhook.
    pub subscription_id: Option<SubscriptionId>,
    pub created_at: Time,
    /// When to send it. While a node is sending it, when another node may retry.
    pub due_at: Time,
    /// The number of failed attempts.
    pub attempts: i32,
}
