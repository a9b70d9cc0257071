//! What names a child.

use uuid::Uuid;

use crate::db::models::{Alert, Companion, EncryptedTable, ReencryptionBatch};
use crate::db::transaction::table_of_contents;
use crate::domain::erasure::{ErasureCounts, ErasureReceipt};
use crate::domain::id::{ChildId, JourneyId};
use crate::domain::tag::TagCode;
use crate::domain::time::Time;

table_of_contents! {
    companions {
        /// A child's companions, by id.
        fn companions_of(child: ChildId) -> Vec<Companion>;
    }
    alerts {
        /// The alerts of a journey, open or resolved, by id.
        fn alerts_of(journey: JourneyId) -> Vec<Alert>;
    }
    privacy {
        /// At most `limit` children who are known by name, all of whose visits ended by then, and who came by then.
        fn past_their_time(before: Time, after: Option<ChildId>, limit: i64) -> Vec<ChildId>;
        /// How many visits began by then and are in progress.
        fn visits_open_since(before: Time) -> i64;
        /// What there is of a child that a purge removes, but for the words of its steps; and what it keeps.
        fn traces_of(child: ChildId) -> (ErasureCounts, ErasureCounts);
        /// Keeps a receipt.
        fn add_receipt(receipt: &ErasureReceipt) -> ();
        /// The receipt of what was removed of a child.
        fn receipt_of(child: ChildId) -> Option<ErasureReceipt>;
        /// Whether what children are called is sealed by keys that are at hand, or by none.
        fn all_names_can_be_opened() -> bool;
        /// Looks at the texts of at most `limit` rows of a shelf, and seals those anew, where it is to mend, that
        /// are not sealed as they would be now.
        fn turn_texts(shelf: EncryptedTable, after: Option<Uuid>, limit: i64, mend: bool) -> ReencryptionBatch;
        /// The same for why tags were withdrawn; tells the last that was looked at, and how many were sealed otherwise.
        fn turn_reasons(after: Option<TagCode>, limit: i64, mend: bool) -> (Option<TagCode>, usize);
        /// Forgets what references were found by under keys that are not at hand any more.
        fn forget_old_marks() -> ();
        /// The same for the words within a journey; tells whether any was.
        fn turn_journey(id: JourneyId, mend: bool) -> bool;
    }
}
