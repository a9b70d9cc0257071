//! The notification outbox and push subscriptions.

use crate::db::models::{FamilyLink, OutboxEntry, PushSubscription};
use crate::db::transaction::tx_methods;
use crate::domain::id::{FamilyLinkId, OutboxEntryId, SubscriptionId, VisitId};
use crate::domain::time::Time;

tx_methods! {
    outbox {
        /// Inserts a subscription. If the browser subscribed before, updates its keys and keeps its first id.
        fn save_subscription(new: &PushSubscription) -> PushSubscription;
        fn subscription(id: SubscriptionId) -> Option<PushSubscription>;
        /// By id.
        fn subscriptions_of(link: FamilyLinkId) -> Vec<PushSubscription>;
        /// Deletes a subscription and its outbox entries. Returns whether it existed.
        fn delete_subscription(id: SubscriptionId) -> bool;
        /// Deletes the subscriptions whose link is revoked or expired, or whose visit ended before `ended`.
        fn delete_idle_subscriptions(now: Time, ended: Time) -> usize;
        /// The links of a visit that are not revoked.
        fn unrevoked_links_of(visit: VisitId) -> Vec<FamilyLink>;
        fn add_outbox_entry(new: &OutboxEntry) -> ();
        fn outbox_entry(id: OutboxEntryId) -> Option<OutboxEntry>;
        /// Due entries for browsers, the webhook or both, the longest overdue first.
        fn outbox_entries_due(now: Time, to_browsers: bool, to_webhook: bool, limit: i64) -> Vec<OutboxEntry>;
        /// Whether there is a later entry for the same recipient.
        fn is_superseded(entry: &OutboxEntry) -> bool;
        /// Moves an entry's due time from `due` to `until`. Returns `false` if another node has moved it.
        fn reschedule_outbox_entry(id: OutboxEntryId, due: Time, until: Time, attempts: i32) -> bool;
        /// Returns whether the entry existed.
        fn delete_outbox_entry(id: OutboxEntryId) -> bool;
        fn delete_outbox_of(visit: VisitId) -> usize;
        /// Deletes and returns the entries created before `time`.
        fn delete_outbox_before(time: Time) -> Vec<OutboxEntry>;
    }
}
