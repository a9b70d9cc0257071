//! The audit log. The transaction that changes something records the change. Reads are collected in a buffer here and
//! written within seconds, many in one transaction.

pub mod read_buffer;
pub mod verify_integrity;

use std::sync::Arc;

use crate::db::Tx;
use crate::db::models::AuditFilter;
use crate::domain::audit::{AuditAction, AuditEntry, AuditRecord};
use crate::domain::time::Time;
use crate::use_cases::{AppContext, Page, Pagination, UseCaseResult};

pub use crate::db::audit_context::{
    current, current_role, set_actor, set_staff, set_subject, with_context,
};
pub use crate::domain::audit::{AuditContext, AuditSubject};

/// How many records one transaction writes.
const BATCH_SIZE: usize = 500;

/// The record of a failed sign-in by the current caller.
pub(crate) fn denied_login(now: Time) -> AuditRecord {
    AuditRecord { at: now, action: AuditAction::Denied, context: current(), topic: None }
}

/// Records a failed sign-in in a transaction of its own.
pub(crate) async fn record_denied_login(app: &AppContext, now: Time) -> UseCaseResult<()> {
    save(app, Arc::new(vec![denied_login(now)])).await
}

async fn save(app: &AppContext, records: Arc<Vec<AuditRecord>>) -> UseCaseResult<()> {
    let write = move |tx: &mut Tx<'_>| -> UseCaseResult<()> {
        tx.add_audit_records(&records);
        Ok(())
    };
    app.store.write(write).await
}

/// Writes the buffered reads in batches, so that no scan waits long for the chain lock. If the database times out,
/// entries may be written twice; they have the same request id. On an error the rest stays in the buffer.
pub async fn flush(app: &AppContext) -> UseCaseResult<()> {
    let mut waiting = app.read_accesses.drain();
    while !waiting.is_empty() {
        let count = waiting.len().min(BATCH_SIZE);
        let batch: Arc<Vec<_>> = Arc::new(waiting.drain(..count).collect());
        if let Err(error) = save(app, Arc::clone(&batch)).await {
            app.read_accesses.requeue(batch.iter().cloned().chain(waiting).collect());
            return Err(error);
        }
    }
    Ok(())
}

/// Waits until the buffer has entries to [`flush`].
pub(crate) async fn wait_for_reads(app: &AppContext) {
    app.read_accesses.notify.notified().await;
}

pub async fn list(
    app: &AppContext,
    filter: AuditFilter,
    pagination: Pagination<i64>,
) -> UseCaseResult<Page<AuditEntry>> {
    let (after, limit) = (pagination.after, pagination.fetch_limit());
    let entries = app.store.read(move |tx| tx.audit_page(&filter, after, limit)).await?;
    Ok(pagination.page(entries))
}
