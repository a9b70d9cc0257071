//! The queries of what families are told of outside their page.

use crate::db::models::{FamilyLink, OutboxEntry, PushSubscription};
use crate::db::transaction::table_of_contents;
use crate::domain::id::{FamilyLinkId, OutboxEntryId, SubscriptionId, VisitId};
use crate::domain::time::Time;

table_of_contents! {
    outbox {
        /// Keeps a browser that asks to be told; one that asks again is kept under its first id, with its
        /// newest keys. Gives it as it is kept.
        fn keep_subscription(new: &PushSubscription) -> PushSubscription;
        /// The browser of this id.
        fn subscription(id: SubscriptionId) -> Option<PushSubscription>;
        /// The browsers of a link, in the order in which they asked.
        fn subscriptions_of(link: FamilyLinkId) -> Vec<PushSubscription>;
        /// Forgets a browser and what waits for it, and tells whether it was there.
        fn drop_subscription(id: SubscriptionId) -> bool;
        /// Forgets the browsers whose link was revoked, is over by `now`, or belongs to a visit that ended
        /// before `ended`, and counts them.
        fn drop_idle_subscriptions(now: Time, ended: Time) -> usize;
        /// The links of a visit that are not revoked.
        fn live_links_of(visit: VisitId) -> Vec<FamilyLink>;
        /// Keeps a notice.
        fn add_notice(new: &OutboxEntry) -> ();
        /// The notice of this id.
        fn notice(id: OutboxEntryId) -> Option<OutboxEntry>;
        /// At most `limit` notices that are due, for browsers or for the webhook or for both, the longest due first.
        fn notices_due(now: Time, to_browsers: bool, to_webhook: bool, limit: i64) -> Vec<OutboxEntry>;
        /// Whether another notice to the same came after this one.
        fn is_overtaken(notice: &OutboxEntry) -> bool;
        /// Puts off a notice that is due at `due` still, and tells whether it was.
        fn put_off_notice(id: OutboxEntryId, due: Time, until: Time, tries: i32) -> bool;
        /// Takes a notice out of the outbox, and tells whether it was there.
        fn drop_notice(id: OutboxEntryId) -> bool;
        /// Takes everything of a visit out of the outbox, and counts it.
        fn drop_notices_of(visit: VisitId) -> usize;
        /// Takes out what was made before `time`, and gives it.
        fn drop_notices_before(time: Time) -> Vec<OutboxEntry>;
    }
}
