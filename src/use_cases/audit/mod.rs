//! The audit: what was done is written down by the transaction that does it; what was seen is noted here, and
//! written down before long.

pub mod verify_integrity;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use super::{AppContext, Page, Pagination, UseCaseResult};
use crate::db::Tx;
use crate::db::models::AuditWanted;
use crate::domain::audit::{AuditAction, AuditActor, AuditEntry, AuditRead};
use crate::domain::time::Time;

pub use crate::db::audit_context::{current, on, set_actor, set_subject};
pub use crate::domain::audit::{AuditContext, AuditSubject};

/// How long what was seen may wait: one transaction writes down what many saw.
const GATHER: Duration = Duration::from_secs(1);
/// When to try again where the database did not take it.
const AGAIN: Duration = Duration::from_secs(5);
/// How many are written down in one transaction.
const AT_ONCE: usize = 500;
/// As much as is held where the database takes none; what is beyond it is counted as lost.
const MOST: usize = 100_000;

/// What was seen and is not written down yet.
#[derive(Clone, Default)]
pub struct ReadAccessBuffer {
    waiting: Arc<Mutex<Vec<AuditRead>>>,
    rung: Arc<Notify>,
}

impl ReadAccessBuffer {
    /// Notes that somebody known was shown something.
    pub fn record_read(&self, errand: AuditContext, at: Time) {
        if matches!(errand.doer, AuditActor::House | AuditActor::Nobody) {
            return;
        }
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() < MOST {
            waiting.push(AuditRead { at, deed: AuditAction::Saw, errand, topic: None });
        } else {
            metrics::counter!("stuffy_audit_lost_total").increment(1);
        }
        self.rung.notify_one();
    }

    fn take(&self) -> Vec<AuditRead> {
        std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn put_back(&self, mut notes: Vec<AuditRead>) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        notes.append(&mut waiting);
        notes.truncate(MOST);
        *waiting = notes;
    }
}

/// That somebody tried to come in just now and was not let.
pub(crate) fn refusal(now: Time) -> AuditRead {
    AuditRead { at: now, deed: AuditAction::Refused, errand: current(), topic: None }
}

/// Writes down that somebody was not let in, where nothing else is written with it.
pub(crate) async fn refuse(app: &AppContext, now: Time) -> UseCaseResult<()> {
    write(app, Arc::new(vec![refusal(now)])).await
}

async fn write(app: &AppContext, notes: Arc<Vec<AuditRead>>) -> UseCaseResult<()> {
    let write = move |tx: &mut Tx<'_>| -> UseCaseResult<()> {
        tx.record_reads(&notes);
        Ok(())
    };
    app.store.write(write).await
}

/// Writes down what was seen so far, some of it at a time: nobody's scan waits long for it. Where the database did not
/// say in time whether it took them, entries may come twice; the id of their request tells.
///
/// # Errors
/// Only the store's; then the rest waits on.
pub async fn flush(app: &AppContext) -> UseCaseResult<()> {
    let mut waiting = app.sights.take();
    while !waiting.is_empty() {
        let count = waiting.len().min(AT_ONCE);
        let some: Arc<Vec<_>> = Arc::new(waiting.drain(..count).collect());
        if let Err(error) = write(app, Arc::clone(&some)).await {
            app.sights.put_back(some.iter().cloned().chain(waiting).collect());
            return Err(error);
        }
    }
    Ok(())
}

/// Writes down what is seen, for as long as the house is open.
pub async fn run_flush(app: AppContext) {
    loop {
        app.sights.rung.notified().await;
        tokio::time::sleep(GATHER).await;
        while let Err(error) = flush(&app).await {
            tracing::error!(?error, "what was seen cannot be written down and waits");
            tokio::time::sleep(AGAIN).await;
        }
    }
}

/// The entries that are wanted, by their numbers.
///
/// # Errors
/// Only the store's.
pub async fn page(
    app: &AppContext,
    wanted: AuditWanted,
    span: Pagination<i64>,
) -> UseCaseResult<Page<AuditEntry>> {
    let (after, fetch) = (span.after, span.fetch_limit());
    Ok(span.page(app.store.read(move |tx| tx.audit_page(&wanted, after, fetch)).await?))
}
