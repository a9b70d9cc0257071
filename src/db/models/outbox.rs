//! The records of what families are told of outside their page.

use diesel::prelude::*;

use crate::db::schema::{notices, push_subscriptions};
use crate::domain::id::{FamilyLinkId, OutboxEntryId, SubscriptionId, VisitId};
use crate::domain::time::Time;

/// A browser that asked to be told.
#[derive(Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = push_subscriptions, treat_none_as_default_value = false)]
pub struct PushSubscription {
    /// The id.
    pub id: SubscriptionId,
    /// For whose link.
    pub link_id: FamilyLinkId,
    /// Where its push service takes messages for it; whoever knows it may try to send there.
    pub endpoint: String,
    /// The browser's public key, an uncompressed point of P-256.
    pub p256dh: Vec<u8>,
    /// What the browser wants messages to be authenticated by.
    pub auth: Vec<u8>,
    /// When it asked first.
    pub created_at: Time,
}

impl std::fmt::Debug for PushSubscription {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PushSubscription").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A word that there is news, on its way to one browser or to the site's webhook.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = notices, treat_none_as_default_value = false)]
pub struct OutboxEntry {
    /// The id; it stays the same however often the notice is sent.
    pub id: OutboxEntryId,
    /// Of which visit.
    pub visit_id: VisitId,
    /// For whose link.
    pub link_id: FamilyLinkId,
    /// To which browser; to the site's webhook where there is none.
    pub subscription_id: Option<SubscriptionId>,
    /// When there was news.
    pub made_at: Time,
    /// When it is to be sent; while it is being sent, when it is taken for lost and sent again.
    pub due_at: Time,
    /// How often it was tried in vain.
    pub tries: i32,
}
