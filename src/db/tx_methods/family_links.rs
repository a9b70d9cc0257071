//! Family links and messages of finders.

use crate::db::models::{FamilyLink, FinderMessage};
use crate::db::transaction::tx_methods;
use crate::domain::family::Relation;
use crate::domain::id::{CompanionId, FamilyLinkId, VisitId};
use crate::domain::time::Time;

tx_methods! {
    family_links {
        fn add_link(link: &FamilyLink) -> ();
        fn link(id: FamilyLinkId) -> Option<FamilyLink>;
        /// The link of this token, active or not.
        fn link_by_hash(hash: &[u8]) -> Option<FamilyLink>;
        fn links_of(visit: VisitId, after: Option<FamilyLinkId>, limit: i64) -> Vec<FamilyLink>;
        /// The newest links of a visit that are older than `older_than`, the newest first.
        fn links_before(
            visit: VisitId,
            older_than: Option<FamilyLinkId>,
            limit: i64,
        ) -> Vec<FamilyLink>;
        /// Counts the links of a visit for this relation, revoked or not.
        fn count_links_for(visit: VisitId, relation: Relation) -> i64;
        /// Records when a link was first opened.
        fn record_first_opening(id: FamilyLinkId, now: Time) -> ();
        /// Returns whether the link was active.
        fn revoke_link(id: FamilyLinkId, now: Time) -> bool;
    }
    finder_messages {
        fn add_finder_message(word: &FinderMessage) -> ();
        /// Messages about a companion under any of its tags, oldest first.
        fn finder_messages_since(companion: CompanionId, since: Time) -> Vec<FinderMessage>;
    }
}
