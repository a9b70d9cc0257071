//! The log of events: kept for a day, so that whoever was away for less misses nothing.

use crate::domain::time::Time;
use crate::use_cases::{AppContext, UseCaseResult};

/// Forgets the events that are past their time; the last one stays, for a new watcher to begin after.
///
/// # Errors
/// Only the store's.
pub(crate) async fn delete_expired(app: &AppContext, now: Time) -> UseCaseResult<()> {
    let old = now.minus(app.rules.events_kept_for);
    // One is always there, and looking costs no write.
    if app.store.read(move |tx| tx.events_before(old)).await? <= 1 {
        return Ok(());
    }
    app.store
        .write(move |tx| {
            if let Some(last) = tx.last_event()? {
                tx.forget_events_before(old, last.event.id)?;
            }
            Ok(())
        })
        .await
}
