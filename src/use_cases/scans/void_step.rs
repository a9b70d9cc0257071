//! Taking a step back: a new step says that it never happened.

use std::time::Duration;

use super::record;
use crate::db::Tx;
use crate::db::models::Journey;
use crate::domain::account::person::{Actor, Role};
use crate::domain::error::DomainError;
use crate::domain::id::{JourneyId, ScanId, StepId};
use crate::domain::journey::step::{Step, StepPayload};
use crate::domain::time::Time;
use crate::use_cases::alerts::monitor;
use crate::use_cases::journeys::journey_view::{self, JourneyView};
use crate::use_cases::{AppContext, UseCaseResult, children, found};

/// Voids a step: a lead at any time, its author within the site's limit.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::CannotVoid`], [`Refusal::AlreadyVoided`],
/// [`Refusal::Forbidden`], [`Refusal::TooLateToUndo`].
pub async fn void(
    app: &AppContext,
    actor: Actor,
    journey: JourneyId,
    step: StepId,
    reason: String,
) -> UseCaseResult<(Step, JourneyView)> {
    let (now, rules) = (app.clock.now(), app.rules.clone());
    app.store
        .write(move |tx| {
            let mut row = locked(tx, journey)?;
            let wrong = found(tx.step(step)?.filter(|step| step.journey == journey), "step")?;
            let undo = VoidRequest { actor, reason: &reason, within: rules.undo_within, now };
            let void = undo.step(tx, &mut row, &wrong)?;
            monitor::recheck(tx, &row, &rules, now)?;
            Ok((void, journey_view::view(tx, row, &rules, now)?))
        })
        .await
}

/// Takes back everything that one scan did, or nothing of it.
///
/// # Errors
/// As [`void`].
pub async fn void_scan(
    app: &AppContext,
    actor: Actor,
    scan: ScanId,
    reason: String,
) -> UseCaseResult<()> {
    let (now, rules) = (app.clock.now(), app.rules.clone());
    app.store
        .write(move |tx| {
            let kept = found(tx.scan(scan)?, "scan")?;
            let mut row = locked(tx, kept.journey_id)?;
            let undo = VoidRequest { actor, reason: &reason, within: rules.undo_within, now };
            let voided: Vec<_> = tx.voids_of(row.id)?.into_iter().map(|(step, _)| step).collect();
            let mut left = tx.steps_of(row.id)?;
            left.retain(|step| step.scan == Some(scan) && !voided.contains(&step.id));
            if left.is_empty() {
                return Err(DomainError::AlreadyVoided.into());
            }
            for wrong in &left {
                undo.step(tx, &mut row, wrong)?;
            }
            monitor::recheck(tx, &row, &rules, now)
        })
        .await
}

/// The journey, once nobody else writes to its visit.
fn locked(tx: &mut Tx<'_>, journey: JourneyId) -> UseCaseResult<Journey> {
    let row = found(tx.journey(journey)?, "journey")?;
    tx.lock_visit(row.visit_id)?;
    // Once the child's traces are purged, nobody writes new ones.
    children::known(tx, row.child_id)?;
    found(tx.journey(journey)?, "journey")
}

/// Somebody who takes back, and why.
struct VoidRequest<'a> {
    actor: Actor,
    reason: &'a str,
    within: Duration,
    now: Time,
}

impl VoidRequest<'_> {
    fn step(&self, tx: &mut Tx<'_>, row: &mut Journey, wrong: &Step) -> UseCaseResult<Step> {
        if matches!(wrong.what, StepPayload::CheckedIn { .. } | StepPayload::Voided { .. }) {
            return Err(DomainError::CannotVoid.into());
        }
        if tx.voids_of(row.id)?.iter().any(|(voided, _)| *voided == wrong.id) {
            return Err(DomainError::AlreadyVoided.into());
        }
        let in_time = self.now.since(wrong.recorded_at) <= self.within;
        match (self.actor.role >= Role::Lead, wrong.by == self.actor.id) {
            (true, _) => {}
            (false, true) if in_time => {}
            (false, true) => return Err(DomainError::TooLateToUndo.into()),
            (false, false) => return Err(DomainError::Forbidden.into()),
        }
        let what = StepPayload::Voided { step: wrong.id, reason: self.reason.to_owned() };
        let void = children::details_step(row, what, self.actor.id, self.now);
        record::append_steps(tx, row, std::slice::from_ref(&void))?;
        Ok(void)
    }
}
