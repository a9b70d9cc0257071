//! Retention: what names a child goes when the time is over for which it is kept; what counts stays.

use super::purge_child;
use crate::domain::error::DomainError;
use crate::use_cases::{AppContext, StoreError, UseCaseError, UseCaseResult};

/// How many children are looked for at once.
const AT_ONCE: i64 = 100;

/// What came of a round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RetentionRun {
    /// Of how many children the traces were removed.
    pub removed: usize,
    /// How many visits began so long ago and go on still, so that nothing of their child goes: somebody has to end them.
    pub waiting: i64,
    /// Of how many children the traces could not be removed, for something of theirs cannot be read.
    pub failed: usize,
}

/// Removes the traces of every child whose last visit ended long enough ago.
///
/// # Errors
/// Only the store's; what was removed by then stays so.
pub async fn run_once(app: &AppContext) -> UseCaseResult<RetentionRun> {
    let before = app.clock.now().minus(app.rules.purge_after);
    let waiting = app.store.read(move |tx| tx.visits_open_since(before)).await?;
    let (mut round, mut after) = (RetentionRun { waiting, ..RetentionRun::default() }, None);
    loop {
        let due = app
            .store
            .read(move |tx| -> UseCaseResult<_> { Ok(tx.past_their_time(before, after, AT_ONCE)?) })
            .await?;
        let Some(&last) = due.last() else { return Ok(round) };
        after = Some(last);
        for child in due {
            match purge_child::purge(app, child, None).await {
                Ok(_) => round.removed += 1,
                // Another node was a moment quicker; or the child has just come again.
                Err(UseCaseError::Refused(
                    DomainError::NotFound(_) | DomainError::JourneysOpen,
                )) => {}
                // What cannot be read cannot be taken apart; nobody else's names wait for it.
                Err(UseCaseError::Store(StoreError::Broken(cause))) => {
                    tracing::error!(%child, cause, "what names a child could not be removed");
                    round.failed += 1;
                }
                Err(error) => return Err(error),
            }
        }
    }
}
