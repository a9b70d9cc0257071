//! The audit log.

use crate::db::models::AuditFilter;
use crate::db::transaction::tx_methods;
use crate::domain::audit::{AuditEntry, ChainHead};

tx_methods! {
    audit {
        /// Locks the end of the chain until the transaction ends.
        fn lock_audit() -> ();
        fn audit_head() -> Option<ChainHead>;
        fn save_audit_head(new: &ChainHead) -> ();
        fn add_audit(entries: &[AuditEntry]) -> ();
        /// At most `limit` entries after this number, in order.
        fn audit_after(seq: i64, limit: i64) -> Vec<AuditEntry>;
        /// At most `limit` matching entries after this number, in order.
        fn audit_page(filter: &AuditFilter, after: Option<i64>, limit: i64) -> Vec<AuditEntry>;
    }
}
