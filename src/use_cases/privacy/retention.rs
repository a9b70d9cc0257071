//! Retention: purges children whose retention period is over.

use crate::domain::error::DomainError;
use crate::use_cases::privacy::purge_child;
use crate::use_cases::{AppContext, DatabaseError, UseCaseError, UseCaseResult};

const BATCH_SIZE: i64 = 100;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RetentionRun {
    pub purged: usize,
    /// Visits open for so long that somebody has to end them; their children cannot be purged.
    pub blocked_by_open_visits: i64,
    /// Children with data that cannot be read.
    pub failed: usize,
}

/// Purges every child whose last visit ended long enough ago. If it fails, the purges done so far
/// stay.
pub async fn run_once(app: &AppContext) -> UseCaseResult<RetentionRun> {
    let before = app.clock.now().minus(app.rules.purge_after);
    let waiting = app.store.read(move |tx| tx.count_visits_open_since(before)).await?;
    let (mut run, mut after) =
        (RetentionRun { blocked_by_open_visits: waiting, ..RetentionRun::default() }, None);
    loop {
        let due = app
            .store
            .read(move |tx| -> UseCaseResult<_> {
                Ok(tx.children_due_for_purge(before, after, BATCH_SIZE)?)
            })
            .await?;
        let Some(&last) = due.last() else { return Ok(run) };
        after = Some(last);
        for child in due {
            match purge_child::purge(app, child, None).await {
                Ok(_) => run.purged += 1,
                // Another node was faster, or the child has just returned.
                Err(UseCaseError::Domain(DomainError::NotFound(_) | DomainError::JourneysOpen)) => {
                }
                // Data of one child that cannot be decrypted must not block the purge of others.
                Err(UseCaseError::Database(DatabaseError::Internal(cause))) => {
                    tracing::error!(%child, cause, "Could not purge a child because its data cannot be decrypted");
                    run.failed += 1;
                }
                Err(error) => return Err(error),
            }
        }
    }
}
