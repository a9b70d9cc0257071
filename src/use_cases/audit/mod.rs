//! Audit log: changes are logged by their own transaction; reads are buffered and saved shortly
//! after.

pub mod read_buffer;
pub mod verify_integrity;

use std::sync::Arc;
use std::time::Duration;

use crate::db::Tx;
use crate::db::models::AuditWanted;
use crate::domain::audit::{AuditAction, AuditEntry, AuditRead};
use crate::domain::time::Time;
use crate::use_cases::{AppContext, Page, Pagination, UseCaseResult};

pub use crate::db::audit_context::{current, on, set_actor, set_subject};
pub use crate::domain::audit::{AuditContext, AuditSubject};

/// How long reads are buffered, so that one transaction saves many of them.
const BATCH_DELAY: Duration = Duration::from_secs(1);
/// Delay before a failed write is retried.
const RETRY_DELAY: Duration = Duration::from_secs(5);
const BATCH_SIZE: usize = 500;

/// The audit entry for a denied sign-in.
pub(crate) fn denied_entry(now: Time) -> AuditRead {
    AuditRead { at: now, deed: AuditAction::Refused, errand: current(), topic: None }
}

/// Saves an audit entry for a denied sign-in, where no other transaction does.
pub(crate) async fn record_denied(app: &AppContext, now: Time) -> UseCaseResult<()> {
    save(app, Arc::new(vec![denied_entry(now)])).await
}

async fn save(app: &AppContext, entries: Arc<Vec<AuditRead>>) -> UseCaseResult<()> {
    let write = move |tx: &mut Tx<'_>| -> UseCaseResult<()> {
        tx.record_reads(&entries);
        Ok(())
    };
    app.store.write(write).await
}

/// Saves the buffered reads in batches, so that scans never wait long. After a timeout entries may
/// be saved twice; they share a request id.
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

/// Saves buffered reads until the server stops.
pub(crate) async fn run_flush(app: AppContext) {
    loop {
        app.read_accesses.notify.notified().await;
        tokio::time::sleep(BATCH_DELAY).await;
        while let Err(error) = flush(&app).await {
            tracing::error!(
                ?error,
                "Could not save read accesses to the audit log; retrying in 5 seconds"
            );
            tokio::time::sleep(RETRY_DELAY).await;
        }
    }
}

pub async fn list(
    app: &AppContext,
    wanted: AuditWanted,
    pagination: Pagination<i64>,
) -> UseCaseResult<Page<AuditEntry>> {
    let (after, fetch) = (pagination.after, pagination.fetch_limit());
    Ok(pagination.page(app.store.read(move |tx| tx.audit_page(&wanted, after, fetch)).await?))
}
