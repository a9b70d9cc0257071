//! The steps of a report: resolved, checked and added to the journey.

use crate::db::Tx;
use crate::db::models::Journey;
use crate::domain::account::person::Actor;
use crate::domain::alert::AlertKind;
use crate::domain::error::{DomainError, InvalidField};
use crate::domain::id::{ScanId, StaffId, StepId};
use crate::domain::journey::action::Action;
use crate::domain::journey::clearance::Blocker;
use crate::domain::journey::rule::Rule;
use crate::domain::journey::step::{Step, StepPayload};
use crate::domain::place::PlaceKind;
use crate::domain::site_rules::SiteRules;
use crate::domain::time::Time;
use crate::use_cases::alerts::monitor;
use crate::use_cases::alerts::{self, NewAlert};
use crate::use_cases::journeys::append_steps::append_steps;
use crate::use_cases::journeys::journey_view::{self, JourneyView};
use crate::use_cases::scans::action::{self, RequestedAction};
use crate::use_cases::scans::record::report::{ScanReport, ScanSource};
use crate::use_cases::scans::record::timing::ReceivedAt;
use crate::use_cases::scans::rule_check::{RuleCheck, check_open};
use crate::use_cases::{RequestPart, UseCaseError, UseCaseResult, or_not_found};

#[derive(Clone, Debug)]
pub struct RecordedScan {
    pub scan_id: ScanId,
    /// Whether it was recorded late (R29).
    pub late: bool,
    pub steps: Vec<Step>,
    pub by_name: String,
    pub witness_name: Option<String>,
    pub journey: JourneyView,
}

pub(super) fn record_steps(
    tx: &mut Tx<'_>,
    actor: Actor,
    report: &ScanReport,
    mut journey: Journey,
    rules: &SiteRules,
    received_at: ReceivedAt,
) -> UseCaseResult<RecordedScan> {
    let (now, occurred_at) = (received_at.now, report.server_occurred_at(received_at)?);
    check_witness(tx, actor, report)?;
    let payloads = resolve_actions(tx, report, &journey, rules)?;
    let is_current = now.since(occurred_at) <= rules.now_within;
    let late = now.since(occurred_at) > rules.late_after;
    let rule_check = RuleCheck {
        rules,
        at: occurred_at,
        actor,
        override_request: report.override_request.as_ref(),
        others_in_or: count_others_in_or(tx, &journey, &payloads)?,
    };
    let mut state = journey.state.clone();
    let (mut steps, mut blocked_steps) = (Vec::new(), Vec::new());
    for (payload, nth) in payloads.into_iter().zip(0_u8..) {
        if is_current {
            check_open(&state, &payload)?;
        }
        let check_result = rule_check.check(&state, &payload);
        let step = Step {
            id: StepId::from_scan(report.id, nth),
            journey: journey.id,
            scan: Some(report.id),
            payload,
            occurred_at,
            recorded_at: now,
            late,
            by: actor.id,
            witness: report.witness(),
            tag: report.tag(),
            overrode: check_result.applied_override,
        };
        blocked_steps.push((step.id, check_result.remaining));
        state.apply_and_record_feed(&step);
        steps.push(step);
    }
    if is_current {
        refuse_if_blocked(&blocked_steps)?;
    }
    append_steps(tx, &mut journey, &steps)?;
    raise_other_companion_alert(tx, &journey, &blocked_steps, now)?;
    monitor::recheck(tx, &journey, rules, now)?;
    let by_name = name_of(tx, actor.id)?.unwrap_or_default();
    let witness_name = match report.witness() {
        Some(witness) => name_of(tx, witness)?,
        None => None,
    };
    let journey = journey_view::view(tx, journey, rules, now)?;
    Ok(RecordedScan { scan_id: report.id, late, steps, by_name, witness_name, journey })
}

/// Only counted when a companion enters an operating room (R9).
fn count_others_in_or(
    tx: &mut Tx<'_>,
    journey: &Journey,
    payloads: &[StepPayload],
) -> UseCaseResult<u32> {
    let enters = |payload: &StepPayload| match payload {
        StepPayload::Action(Action::Moved { place, .. }) => place.kind == PlaceKind::OperatingRoom,
        _ => false,
    };
    if payloads.iter().any(enters) { journey_view::others_in_or(tx, journey) } else { Ok(0) }
}

fn name_of(tx: &mut Tx<'_>, id: StaffId) -> UseCaseResult<Option<String>> {
    Ok(tx.staff_names(&[id])?.pop().map(|(_, name)| name))
}

/// User and tag are enough; without a tag a second user confirms (R16).
fn check_witness(tx: &mut Tx<'_>, actor: Actor, report: &ScanReport) -> UseCaseResult<()> {
    let ScanSource::WithoutTag(_, witness) = report.source else { return Ok(()) };
    let detail = match witness {
        None if report.actions.iter().any(RequestedAction::requires_witness) => {
            "must be set if no tag was read, because a second user has to confirm"
        }
        None => return Ok(()),
        Some(witness) if witness == actor.id => "must be a different user",
        Some(witness) => match tx.staff(witness)? {
            Some(staff) if staff.disabled_at.is_none() => return Ok(()),
            _ => "is not an active user",
        },
    };
    Err(DomainError::Invalid(InvalidField::Witness, detail.to_owned()).into())
}

/// The place comes first, then the actions. A scan without either is a sighting.
fn resolve_actions(
    tx: &mut Tx<'_>,
    report: &ScanReport,
    journey: &Journey,
    rules: &SiteRules,
) -> UseCaseResult<Vec<StepPayload>> {
    let child = or_not_found(tx.child(journey.child_id)?, "child")?;
    if child.purged_at.is_some() {
        return Err(DomainError::NotFound("journey").into());
    }
    let mut payloads = Vec::new();
    if let Some(place) = report.place {
        let arrived = Action::Moved { place, resting_place: None };
        let arrived = action::resolve(arrived, tx, &child, rules);
        payloads.push(arrived.map_err(|error| error.missing_at(place.part()))?.into());
    }
    for (nth, requested) in report.actions.iter().cloned().enumerate() {
        let resolved = action::resolve(requested, tx, &child, rules);
        payloads.push(resolved.map_err(|error| in_action(nth, error))?.into());
    }
    if payloads.is_empty() {
        payloads.push(StepPayload::Sighted);
    }
    Ok(payloads)
}

/// Points the error at the action.
fn in_action(nth: usize, error: UseCaseError) -> UseCaseError {
    error.invalid_in(RequestPart::Action(nth)).missing_at(RequestPart::ActionPlace(nth))
}

fn refuse_if_blocked(blocked_steps: &[(StepId, Vec<Blocker>)]) -> UseCaseResult<()> {
    let blockers: Vec<_> =
        blocked_steps.iter().flat_map(|(_, blockers)| blockers.clone()).collect();
    if blockers.is_empty() { Ok(()) } else { Err(DomainError::NotCleared(blockers).into()) }
}

/// A second companion in the operating room does not follow from this journey's own steps, so its
/// alert is raised here (R9).
fn raise_other_companion_alert(
    tx: &mut Tx<'_>,
    journey: &Journey,
    blocked_steps: &[(StepId, Vec<Blocker>)],
    now: Time,
) -> UseCaseResult<()> {
    for (cause, blockers) in blocked_steps {
        for blocker in blockers.iter().filter(|b| b.rule == Rule::OneCompanionOnly) {
            let (kind, cause) = (AlertKind::UnclearedEntry, cause.uuid());
            alerts::raise(
                tx,
                journey,
                NewAlert { kind, cause, detail: &blocker.detail, at: now },
                now,
            )?;
        }
    }
    Ok(())
}
