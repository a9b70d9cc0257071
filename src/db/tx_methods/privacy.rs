//! Erasure of children's data and re-encryption.

use uuid::Uuid;

use crate::db::models::{Alert, Companion, EncryptedTable, ReencryptionBatch};
use crate::db::transaction::tx_methods;
use crate::domain::erasure::{ErasureCounts, ErasureReceipt};
use crate::domain::id::{ChildId, JourneyId};
use crate::domain::tag::TagCode;
use crate::domain::time::Time;

tx_methods! {
    companions {
        /// By id.
        fn companions_of(child: ChildId) -> Vec<Companion>;
    }
    alerts {
        /// The alerts of a journey, open or resolved, by id.
        fn alerts_of(journey: JourneyId) -> Vec<Alert>;
    }
    privacy {
        /// Children who are not purged, were added by `before`, and whose visits all ended by then.
        fn children_due_for_purge(before: Time, after: Option<ChildId>, limit: i64) -> Vec<ChildId>;
        /// Counts the visits in progress that began by `before`.
        fn count_visits_open_since(before: Time) -> i64;
        /// Counts what a purge removes, except texts in steps, and what it keeps.
        fn erasure_counts_of(child: ChildId) -> (ErasureCounts, ErasureCounts);
        fn add_receipt(receipt: &ErasureReceipt) -> ();
        fn receipt_of(child: ChildId) -> Option<ErasureReceipt>;
        /// Whether children's names are in plain or encrypted with a configured key.
        fn privacy_key_matches() -> bool;
        /// Finds texts of at most `limit` rows that are not encrypted with the current key. With `apply`, encrypts
        /// them with it.
        fn reencrypt_texts(
            table: EncryptedTable,
            after: Option<Uuid>,
            limit: i64,
            apply: bool,
        ) -> ReencryptionBatch;
        /// The same for the reasons of void tags. Returns the last tag and the number of texts found.
        fn reencrypt_void_reasons(after: Option<TagCode>, limit: i64, apply: bool) -> (Option<TagCode>, usize);
        /// Deletes reference hashes under keys that are no longer configured.
        fn delete_old_reference_hashes() -> ();
        /// The same for all texts of a journey. Returns whether any was found.
        fn reencrypt_journey(id: JourneyId, apply: bool) -> bool;
    }
}
