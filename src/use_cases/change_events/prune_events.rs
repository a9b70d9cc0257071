//! Deletes old change events.

use crate::domain::time::Time;
use crate::use_cases::{AppContext, UseCaseResult};

/// Deletes expired events but the newest one: new subscribers start after it.
pub(crate) async fn delete_expired(app: &AppContext, now: Time) -> UseCaseResult<()> {
    let old = now.minus(app.rules.event_retention);
    // The newest event always stays; checking first avoids a write.
    if app.store.read(move |tx| tx.count_events_before(old)).await? <= 1 {
        return Ok(());
    }
    app.store
        .write(move |tx| {
            if let Some(last) = tx.last_event()? {
                tx.delete_events_before(old, last.event.id)?;
            }
            Ok(())
        })
        .await
}
