//! Keeping screening results with the companion.

use crate::db::models::{Companion, Journey};
use crate::db::{self, Tx};
use crate::domain::event::Topic;
use crate::domain::time::Time;
use crate::use_cases::{UseCaseResult, change_events, or_not_found};

/// Saves a journey's screening with the companion, so that a battery found today is known at the
/// next visit (R1).
pub(crate) fn remember_screening(
    tx: &mut Tx<'_>,
    journey: &Journey,
    now: Time,
) -> UseCaseResult<()> {
    let latest = tx.latest_journey_of(journey.companion_id)?;
    if latest.is_none_or(|latest| latest.id != journey.id) {
        return Ok(());
    }
    for _ in 0..MAX_SAVE_ATTEMPTS {
        let companion = or_not_found(tx.companion(journey.companion_id)?, "companion")?;
        let screening = journey.state.screening;
        if companion.screening == screening {
            return Ok(());
        }
        if tx.save_companion(&Companion { screening, ..companion })? {
            return change_events::record(tx, Topic::Companion, journey.companion_id.uuid(), now);
        }
    }
    Err(db::Error::Conflict.into())
}

/// Retries when another request updates the companion at the same time.
const MAX_SAVE_ATTEMPTS: usize = 3;
