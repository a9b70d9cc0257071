//! Adding steps to a journey, with everything that follows from them.

use crate::db::Tx;
use crate::db::models::Journey;
use crate::domain::id::{StaffId, StepId};
use crate::domain::journey::JourneyState;
use crate::domain::journey::action::Action;
use crate::domain::journey::step::{Step, StepPayload};
use crate::domain::time::Time;
use crate::random;
use crate::use_cases::alerts::{self};
use crate::use_cases::companions::remember_screening::remember_screening;
use crate::use_cases::family::outbox;
use crate::use_cases::{UseCaseResult, change_events, ensure_saved};

/// Adds steps to a journey. Steps that come last are applied to its state; otherwise the state is
/// rebuilt from all steps.
pub(crate) fn append_steps(
    tx: &mut Tx<'_>,
    journey: &mut Journey,
    steps: &[Step],
) -> UseCaseResult<()> {
    let (before, status) = (journey.state.concerns.clone(), journey.state.feed.current_status());
    tx.add_steps(steps)?;
    if steps.iter().all(|step| journey.state.can_append(step)) {
        for step in steps {
            journey.state.apply_and_record_feed(step);
        }
    } else {
        journey.state = JourneyState::from_steps(&tx.steps_of(journey.id)?);
    }
    ensure_saved(tx.save_journey(journey)?)?;
    journey.revision += 1;
    let now = steps.last().map_or(journey.created_at, |step| step.recorded_at);
    if steps.iter().any(|step| {
        matches!(
            step.payload,
            StepPayload::Action(Action::Screened { .. }) | StepPayload::Voided { .. }
        )
    }) {
        remember_screening(tx, journey, now)?;
    }
    change_events::journey(tx, journey, now)?;
    if journey.state.steps_are_news(status, steps) {
        outbox::enqueue::for_visit(tx, journey.visit_id, now)?;
    }
    alerts::update_alerts(tx, journey, &before, now)
}

/// A step that no scan recorded, for example one that follows from an update of the child.
pub(crate) fn step_without_scan(
    journey: &Journey,
    payload: StepPayload,
    by: StaffId,
    now: Time,
) -> Step {
    let now = journey.state.now_after_last_step(now);
    Step {
        id: StepId::from_uuid(random::uuid_v7_at(now)),
        journey: journey.id,
        scan: None,
        payload,
        occurred_at: now,
        recorded_at: now,
        late: false,
        by,
        witness: None,
        tag: None,
        overrode: None,
    }
}
