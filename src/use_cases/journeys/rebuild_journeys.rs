//! Rebuilds journeys after an upgrade, because new rules may derive another state from the same
//! steps.

use crate::db::Tx;
use crate::domain::id::JourneyId;
use crate::domain::journey::JourneyState;
use crate::domain::time::Time;
use crate::use_cases::{
    AppContext, UseCaseResult, alerts, change_events, ensure_saved, or_not_found,
};

const BATCH_SIZE: i64 = 100;

/// Rebuilds every journey from its steps, saves those that differ and returns their number.
pub(crate) async fn rebuild_journeys(app: &AppContext) -> UseCaseResult<usize> {
    let (now, mut after, mut changed) = (app.clock.now(), None, 0);
    loop {
        let (last, stale) = app.store.read(move |tx| find_stale(tx, after)).await?;
        for journey in stale {
            app.store.write(move |tx| rebuild(tx, journey, now)).await?;
            changed += 1;
        }
        if last.is_none() {
            return Ok(changed);
        }
        after = last;
    }
}

/// The journeys of the next batch whose saved state differs from their steps, and the last journey
/// of the batch.
fn find_stale(
    tx: &mut Tx<'_>,
    after: Option<JourneyId>,
) -> UseCaseResult<(Option<JourneyId>, Vec<JourneyId>)> {
    let journeys = tx.board(None, None, None, after, BATCH_SIZE)?;
    let mut stale = Vec::new();
    for journey in &journeys {
        if JourneyState::from_steps(&tx.steps_of(journey.id)?) != journey.state {
            stale.push(journey.id);
        }
    }
    Ok((journeys.last().map(|journey| journey.id), stale))
}

fn rebuild(tx: &mut Tx<'_>, journey: JourneyId, now: Time) -> UseCaseResult<()> {
    let row = or_not_found(tx.journey(journey)?, "journey")?;
    // Wait for other writers of this visit.
    tx.lock_visit(row.visit_id)?;
    let mut row = or_not_found(tx.journey(journey)?, "journey")?;
    let before = row.state.concerns.clone();
    row.state = JourneyState::from_steps(&tx.steps_of(journey)?);
    ensure_saved(tx.save_journey(&row)?)?;
    row.revision += 1;
    change_events::journey(tx, &row, now)?;
    alerts::update_alerts(tx, &row, &before, now)
}
