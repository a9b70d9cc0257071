//! Voids steps: a new step marks another one as a mistake.

use crate::use_cases::children::load::load_unpurged_child;
use crate::use_cases::journeys::append_steps;
use std::time::Duration;

use crate::db::Tx;
use crate::db::models::Journey;
use crate::domain::account::person::{Actor, Role};
use crate::domain::error::DomainError;
use crate::domain::id::{JourneyId, ScanId, StepId};
use crate::domain::journey::step::{Step, StepPayload};
use crate::domain::time::Time;
use crate::use_cases::alerts::monitor;
use crate::use_cases::journeys::journey_view::{self, JourneyView};
use crate::use_cases::{AppContext, UseCaseResult, or_not_found};

/// Voids a step. A lead can do it at any time, its author only within the site's limit.
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
            let mut row = lock_journey(tx, journey)?;
            let step_to_void =
                or_not_found(tx.step(step)?.filter(|step| step.journey == journey), "step")?;
            let request =
                VoidRequest { actor, reason: &reason, undo_window: rules.undo_within, now };
            let void = request.step(tx, &mut row, &step_to_void)?;
            monitor::recheck(tx, &row, &rules, now)?;
            Ok((void, journey_view::view(tx, row, &rules, now)?))
        })
        .await
}

/// Voids all steps of a scan, or none.
pub(crate) async fn void_scan(
    app: &AppContext,
    actor: Actor,
    scan: ScanId,
    reason: String,
) -> UseCaseResult<()> {
    let (now, rules) = (app.clock.now(), app.rules.clone());
    app.store
        .write(move |tx| {
            let scan_record = or_not_found(tx.scan(scan)?, "scan")?;
            let mut row = lock_journey(tx, scan_record.journey_id)?;
            let request =
                VoidRequest { actor, reason: &reason, undo_window: rules.undo_within, now };
            let voided: Vec<_> = tx.voids_of(row.id)?.into_iter().map(|(step, _)| step).collect();
            let mut left = tx.steps_of(row.id)?;
            left.retain(|step| step.scan == Some(scan) && !voided.contains(&step.id));
            if left.is_empty() {
                return Err(DomainError::AlreadyVoided.into());
            }
            for step_to_void in &left {
                request.step(tx, &mut row, step_to_void)?;
            }
            monitor::recheck(tx, &row, &rules, now)
        })
        .await
}

/// Locks the visit, then loads the journey.
fn lock_journey(tx: &mut Tx<'_>, journey: JourneyId) -> UseCaseResult<Journey> {
    let row = or_not_found(tx.journey(journey)?, "journey")?;
    tx.lock_visit(row.visit_id)?;
    // After a purge nothing new is recorded for the child.
    load_unpurged_child(tx, row.child_id)?;
    or_not_found(tx.journey(journey)?, "journey")
}

struct VoidRequest<'a> {
    actor: Actor,
    reason: &'a str,
    undo_window: Duration,
    now: Time,
}

impl VoidRequest<'_> {
    fn step(&self, tx: &mut Tx<'_>, row: &mut Journey, step_to_void: &Step) -> UseCaseResult<Step> {
        if matches!(
            step_to_void.payload,
            StepPayload::CheckedIn { .. } | StepPayload::Voided { .. }
        ) {
            return Err(DomainError::CannotVoid.into());
        }
        if tx.voids_of(row.id)?.iter().any(|(voided, _)| *voided == step_to_void.id) {
            return Err(DomainError::AlreadyVoided.into());
        }
        let in_time = self.now.since(step_to_void.recorded_at) <= self.undo_window;
        match (self.actor.role >= Role::Lead, step_to_void.by == self.actor.id) {
            (true, _) => {}
            (false, true) if in_time => {}
            (false, true) => return Err(DomainError::TooLateToUndo.into()),
            (false, false) => return Err(DomainError::Forbidden.into()),
        }
        let payload = StepPayload::Voided { step: step_to_void.id, reason: self.reason.to_owned() };
        let void = append_steps::step_without_scan(row, payload, self.actor.id, self.now);
        append_steps::append_steps(tx, row, std::slice::from_ref(&void))?;
        Ok(void)
    }
}
