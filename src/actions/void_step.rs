//! Taking a step back: a new step says that it never happened.

use super::view::{self, JourneyView};
use super::{Answer, World, children, found, record_scan, watch};
use crate::domain::id::{JourneyId, StepId};
use crate::domain::person::{Actor, Role};
use crate::domain::refusal::Refusal;
use crate::domain::step::{Step, What};

/// Voids a step: a lead at any time, its author within the site's limit.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::CannotVoid`], [`Refusal::AlreadyVoided`],
/// [`Refusal::Forbidden`], [`Refusal::TooLateToUndo`].
pub async fn void(
    world: &World,
    actor: Actor,
    journey: JourneyId,
    step: StepId,
    reason: String,
) -> Answer<(Step, JourneyView)> {
    let (now, rules) = (world.clock.now(), world.rules.clone());
    world
        .store
        .write(move |tx| {
            let row = found(tx.journey(journey)?, "journey")?;
            tx.lock_visit(row.visit_id)?;
            let mut row = found(tx.journey(journey)?, "journey")?;
            let wrong = found(tx.step(step)?.filter(|step| step.journey == journey), "step")?;
            if matches!(wrong.what, What::CheckedIn { .. } | What::Voided { .. }) {
                return Err(Refusal::CannotVoid.into());
            }
            if tx.voids_of(journey)?.iter().any(|(voided, _)| *voided == step) {
                return Err(Refusal::AlreadyVoided.into());
            }
            let in_time = now.since(wrong.recorded_at) <= rules.undo_within;
            match (actor.role >= Role::Lead, wrong.by == actor.id) {
                (true, _) => {}
                (false, true) if in_time => {}
                (false, true) => return Err(Refusal::TooLateToUndo.into()),
                (false, false) => return Err(Refusal::Forbidden.into()),
            }
            let what = What::Voided { step: wrong.id, reason: reason.clone() };
            let void = children::told_step(journey, what, actor.id, now);
            record_scan::advance(tx, &mut row, std::slice::from_ref(&void))?;
            watch::recheck(tx, &row, &rules, now)?;
            Ok((void, view::of_one(tx, row, &rules, now)?))
        })
        .await
}
