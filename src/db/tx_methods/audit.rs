//! The audit.

use crate::db::models::AuditWanted;
use crate::db::transaction::table_of_contents;
use crate::domain::audit::{AuditEntry, ChainHead};

table_of_contents! {
    audit {
        /// Lets one transaction at a time write at the chain's end, to its own end.
        fn lock_audit() -> ();
        /// Where the chain ends; none before its first entry.
        fn audit_head() -> Option<ChainHead>;
        /// Says where it ends now.
        fn save_audit_head(new: &ChainHead) -> ();
        /// Keeps entries.
        fn add_audit(entries: &[AuditEntry]) -> ();
        /// At most `limit` entries after this number, in order.
        fn audit_after(seq: i64, limit: i64) -> Vec<AuditEntry>;
        /// At most `limit` of the entries that are wanted, after this number, in order.
        fn audit_page(wanted: &AuditWanted, after: Option<i64>, limit: i64) -> Vec<AuditEntry>;
    }
}
