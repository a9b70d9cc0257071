//! Folding anew, after an upgrade: by the rules of another release a journey's steps may come to something else.

use crate::db::Tx;
use crate::domain::id::JourneyId;
use crate::domain::journey::JourneyState;
use crate::domain::time::Time;
use crate::use_cases::{AppContext, UseCaseResult, alerts, change_events, ensure_saved, found};

/// How many journeys one transaction looks at.
const AT_ONCE: i64 = 100;

/// Folds every journey anew, keeps what comes of it where that is something else, and counts those.
///
/// # Errors
/// Only the store's.
pub async fn rebuild_journeys(app: &AppContext) -> UseCaseResult<usize> {
    let (now, mut after, mut changed) = (app.clock.now(), None, 0);
    loop {
        let (last, stale) = app.store.read(move |tx| stale(tx, after)).await?;
        for journey in stale {
            app.store.write(move |tx| fold_anew(tx, journey, now)).await?;
            changed += 1;
        }
        if last.is_none() {
            return Ok(changed);
        }
        after = last;
    }
}

/// Those among the next journeys whose rows say something else than their steps, and the last that was looked at.
fn stale(
    tx: &mut Tx<'_>,
    after: Option<JourneyId>,
) -> UseCaseResult<(Option<JourneyId>, Vec<JourneyId>)> {
    let journeys = tx.board(None, None, None, after, AT_ONCE)?;
    let mut stale = Vec::new();
    for journey in &journeys {
        if JourneyState::from_steps(&tx.steps_of(journey.id)?) != journey.state {
            stale.push(journey.id);
        }
    }
    Ok((journeys.last().map(|journey| journey.id), stale))
}

fn fold_anew(tx: &mut Tx<'_>, journey: JourneyId, now: Time) -> UseCaseResult<()> {
    let row = found(tx.journey(journey)?, "journey")?;
    // Whoever writes to its visit meanwhile is done first.
    tx.lock_visit(row.visit_id)?;
    let mut row = found(tx.journey(journey)?, "journey")?;
    let before = row.state.concerns.clone();
    row.state = JourneyState::from_steps(&tx.steps_of(journey)?);
    ensure_saved(tx.save_journey(&row)?)?;
    row.revision += 1;
    change_events::journey(tx, &row, now)?;
    alerts::update_alerts(tx, &row, &before, now)
}
