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

pub use crate::db::audit_context::{current, set_actor, set_subject, with_context};
pub use crate::domain::audit::{AuditContext, AuditSubject};

/// How many are written down in one transaction.
const AT_ONCE: usize = 500;
/// As much as is held where the database takes none; what is beyond it is counted as lost.
const MOST: usize = 100_000;

/// Reads that have not been written yet.
#[derive(Clone, Default)]
pub struct ReadAccessBuffer {
    waiting: Arc<Mutex<Vec<AuditRecord>>>,
    added: Arc<Notify>,
}

impl ReadAccessBuffer {
    /// Records a read by an identified caller.
    pub fn record_read(&self, context: AuditContext, at: Time) {
        if matches!(context.actor, AuditActor::System | AuditActor::Anonymous) {
            return;
        }
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() < MAX_BUFFERED {
            waiting.push(AuditRecord { at, action: AuditAction::Read, context, topic: None });
        } else {
            metrics::counter!("stuffy_audit_lost_total").increment(1);
        }
        self.added.notify_one();
    }

    fn take(&self) -> Vec<AuditRecord> {
        std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn put_back(&self, mut records: Vec<AuditRecord>) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        records.append(&mut waiting);
        records.truncate(MAX_BUFFERED);
        *waiting = records;
    }
}

/// The record of a failed sign-in by the current caller.
pub(crate) fn denied_login(now: Time) -> AuditRecord {
    AuditRecord { at: now, action: AuditAction::Denied, context: current(), topic: None }
}

/// Records a failed sign-in in a transaction of its own.
pub(crate) async fn record_denied_login(app: &AppContext, now: Time) -> UseCaseResult<()> {
    write(app, Arc::new(vec![denied_login(now)])).await
}

async fn write(app: &AppContext, records: Arc<Vec<AuditRecord>>) -> UseCaseResult<()> {
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
    app.sights.rung.notified().await;
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
