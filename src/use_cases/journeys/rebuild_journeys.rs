//! Folding anew, after an upgrade: by the rules of another release a journey's steps may come to something else.

use crate::db::Tx;
use crate::domain::id::JourneyId;
use crate::domain::journey::State;
use crate::domain::time::Time;
use crate::use_cases::{Answer, World, alerts, change_events, found, unchanged};

/// How many journeys one transaction looks at.
const AT_ONCE: i64 = 100;

/// Folds every journey anew, keeps what comes of it where that is something else, and counts those.
///
/// # Errors
/// Only the store's.
pub async fn refold(world: &World) -> Answer<usize> {
    let (now, mut after, mut changed) = (world.clock.now(), None, 0);
    loop {
        let (last, stale) = world.store.read(move |tx| stale(tx, after)).await?;
        for journey in stale {
            world.store.write(move |tx| fold_anew(tx, journey, now)).await?;
            changed += 1;
        }
        if last.is_none() {
            return Ok(changed);
        }
        after = last;
    }
}

/// Those among the next journeys whose rows say something else than their steps, and the last that was looked at.
fn stale(tx: &mut Tx<'_>, after: Option<JourneyId>) -> Answer<(Option<JourneyId>, Vec<JourneyId>)> {
    let journeys = tx.board(None, None, None, after, AT_ONCE)?;
    let mut stale = Vec::new();
    for journey in &journeys {
        if State::fold(&tx.steps_of(journey.id)?) != journey.state {
            stale.push(journey.id);
        }
    }
    Ok((journeys.last().map(|journey| journey.id), stale))
}

fn fold_anew(tx: &mut Tx<'_>, journey: JourneyId, now: Time) -> Answer<()> {
    let row = found(tx.journey(journey)?, "journey")?;
    // Whoever writes to its visit meanwhile is done first.
    tx.lock_visit(row.visit_id)?;
    let mut row = found(tx.journey(journey)?, "journey")?;
    let before = row.state.concerns.clone();
    row.state = State::fold(&tx.steps_of(journey)?);
    unchanged(tx.save_journey(&row)?)?;
    row.revision += 1;
    change_events::journey(tx, &row, now)?;
    alerts::follow(tx, &row, &before, now)
}
