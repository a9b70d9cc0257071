//! Taking a step back: a new step says that it never happened.

use std::time::Duration;

use super::record;
use crate::db::Tx;
use crate::db::models::Journey;
use crate::domain::account::person::{Actor, Role};
use crate::domain::error::Refusal;
use crate::domain::id::{JourneyId, ScanId, StepId};
use crate::domain::journey::step::{Step, What};
use crate::domain::time::Time;
use crate::use_cases::alerts::monitor;
use crate::use_cases::journeys::journey_view::{self, JourneyView};
use crate::use_cases::{Answer, World, children, found};

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
            let mut row = locked(tx, journey)?;
            let wrong = found(tx.step(step)?.filter(|step| step.journey == journey), "step")?;
            let undo = Undo { actor, reason: &reason, within: rules.undo_within, now };
            let void = undo.step(tx, &mut row, &wrong)?;
            monitor::recheck(tx, &row, &rules, now)?;
            Ok((void, journey_view::of_one(tx, row, &rules, now)?))
        })
        .await
}

/// Takes back everything that one scan did, or nothing of it.
///
/// # Errors
/// As [`void`].
pub async fn void_scan(world: &World, actor: Actor, scan: ScanId, reason: String) -> Answer<()> {
    let (now, rules) = (world.clock.now(), world.rules.clone());
    world
        .store
        .write(move |tx| {
            let kept = found(tx.scan(scan)?, "scan")?;
            let mut row = locked(tx, kept.journey_id)?;
            let undo = Undo { actor, reason: &reason, within: rules.undo_within, now };
            let voided: Vec<_> = tx.voids_of(row.id)?.into_iter().map(|(step, _)| step).collect();
            let mut left = tx.steps_of(row.id)?;
            left.retain(|step| step.scan == Some(scan) && !voided.contains(&step.id));
            if left.is_empty() {
                return Err(Refusal::AlreadyVoided.into());
            }
            for wrong in &left {
                undo.step(tx, &mut row, wrong)?;
            }
            monitor::recheck(tx, &row, &rules, now)
        })
        .await
}

/// The journey, once nobody else writes to its visit.
fn locked(tx: &mut Tx<'_>, journey: JourneyId) -> Answer<Journey> {
    let row = found(tx.journey(journey)?, "journey")?;
    tx.lock_visit(row.visit_id)?;
    // Once the child's traces are purged, nobody writes new ones.
    children::known(tx, row.child_id)?;
    found(tx.journey(journey)?, "journey")
}

/// Somebody who takes back, and why.
struct Undo<'a> {
    actor: Actor,
    reason: &'a str,
    within: Duration,
    now: Time,
}

impl Undo<'_> {
    fn step(&self, tx: &mut Tx<'_>, row: &mut Journey, wrong: &Step) -> Answer<Step> {
        if matches!(wrong.what, What::CheckedIn { .. } | What::Voided { .. }) {
            return Err(Refusal::CannotVoid.into());
        }
        if tx.voids_of(row.id)?.iter().any(|(voided, _)| *voided == wrong.id) {
            return Err(Refusal::AlreadyVoided.into());
        }
        let in_time = self.now.since(wrong.recorded_at) <= self.within;
        match (self.actor.role >= Role::Lead, wrong.by == self.actor.id) {
            (true, _) => {}
            (false, true) if in_time => {}
            (false, true) => return Err(Refusal::TooLateToUndo.into()),
            (false, false) => return Err(Refusal::Forbidden.into()),
        }
        let what = What::Voided { step: wrong.id, reason: self.reason.to_owned() };
        let void = children::told_step(row, what, self.actor.id, self.now);
        record::advance(tx, row, std::slice::from_ref(&void))?;
        Ok(void)
    }
}
