//! Records scans, and actions without a tag: exactly once. What already happened is never rejected.

use super::action::{PlaceRef, ScanAction};
use super::rule_check::{RuleCheck, check_open};
use crate::db::Tx;
use crate::db::models::{Journey, Scan, Tag};
use crate::domain::account::person::{Actor, Shift};
use crate::domain::alert::AlertKind;
use crate::domain::error::DomainError;
use crate::domain::id::{JourneyId, ScanId, StaffId, StepId};
use crate::domain::journey::JourneyState;
use crate::domain::journey::clearance::{Blocker, Rule};
use crate::domain::journey::step::{Override, Step, StepPayload};
use crate::domain::place::PlaceKind;
use crate::domain::site_rules::SiteRules;
use crate::domain::tag::{TagCode, TagState};
use crate::domain::time::Time;
use crate::use_cases::alerts::monitor;
use crate::use_cases::alerts::{self, NewAlert};
use crate::use_cases::family::outbox;
use crate::use_cases::journeys::journey_view::{self, JourneyView};
use crate::use_cases::{AppContext, UseCaseResult, change_events, companions, or_not_found};

mod timing;

use timing::ReceivedAt;

#[derive(Clone, Debug)]
pub struct ScanReport {
    pub id: ScanId,
    pub source: ScanSource,
    pub occurred_at: Time,
    pub sent_at: Option<Time>,
    pub place: Option<PlaceRef>,
    pub actions: Vec<ScanAction>,
    pub override_request: Option<Override>,
    pub fingerprint: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScanSource {
    Tag(TagCode),
    /// A second user may have confirmed it (R16).
    WithoutTag(JourneyId, Option<StaffId>),
}

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

/// The first response, and whether this request was a repeat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanResponse {
    pub body: String,
    pub is_repeat: bool,
}

/// Renders the response body.
pub type RenderScan = fn(&RecordedScan) -> String;

pub async fn record(
    app: &AppContext,
    actor: Actor,
    report: ScanReport,
    render: RenderScan,
) -> UseCaseResult<ScanResponse> {
    let (received_at, rules) = (ReceivedAt::now(app), app.rules.clone());
    app.store.write(move |tx| record_one(tx, actor, &report, &rules, received_at, render)).await
}

/// Records many reports in one transaction; each succeeds or fails by itself. Reports of a queue
/// token must lie within its user's session (R31).
pub async fn record_all(
    app: &AppContext,
    actor: Actor,
    shift: Option<Shift>,
    reports: Vec<ScanReport>,
    render: RenderScan,
) -> UseCaseResult<Vec<UseCaseResult<ScanResponse>>> {
    let (received_at, rules) = (ReceivedAt::now(app), app.rules.clone());
    app.store
        .write(move |tx| {
            reports
                .iter()
                .map(|report| {
                    let attempt = tx.attempt(|tx| {
                        report.check_shift(shift, received_at)?;
                        record_one(tx, actor, report, &rules, received_at, render)
                    });
                    match attempt {
                        Err(crate::use_cases::UseCaseError::Database(error)) => {
                            Err(crate::use_cases::UseCaseError::Database(error))
                        }
                        settled => Ok(settled),
                    }
                })
                .collect()
        })
        .await
}

fn record_one(
    tx: &mut Tx<'_>,
    actor: Actor,
    report: &ScanReport,
    rules: &SiteRules,
    received_at: ReceivedAt,
    render: RenderScan,
) -> UseCaseResult<ScanResponse> {
    if let Some(response) = first_response(tx, report)? {
        return Ok(response);
    }
    let mut journey = find_journey(tx, report)?;
    // Other writers of this visit wait here. The second check finds a duplicate that committed
    // meanwhile.
    tx.lock_visit(journey.visit_id)?;
    if let Some(response) = first_response(tx, report)? {
        return Ok(response);
    }
    journey = or_not_found(tx.journey(journey.id)?, "journey")?;
    let received_at = received_at.of(&journey.state);
    let now = received_at.now;
    let recorded = record_steps(tx, actor, report, journey, rules, received_at)?;
    let answer = render(&recorded);
    tx.add_scan(&Scan {
        id: report.id,
        fingerprint: report.fingerprint.clone(),
        answer: Some(answer.clone()),
        journey_id: recorded.journey.journey.id,
        by: actor.id,
        occurred_at: recorded.steps.first().map_or(now, |step| step.occurred_at),
        recorded_at: now,
    })?;
    Ok(ScanResponse { body: answer, is_repeat: false })
}

fn first_response(tx: &mut Tx<'_>, report: &ScanReport) -> UseCaseResult<Option<ScanResponse>> {
    let Some(scan) = tx.scan(report.id)? else { return Ok(None) };
    if scan.fingerprint != report.fingerprint {
        return Err(DomainError::ScanIdReused.into());
    }
    let answer = or_not_found(scan.answer, "scan")?;
    Ok(Some(ScanResponse { body: answer, is_repeat: true }))
}

fn find_journey(tx: &mut Tx<'_>, report: &ScanReport) -> UseCaseResult<Journey> {
    match report.source {
        ScanSource::Tag(code) => {
            let tag =
                or_not_found(tx.tag(&code)?, "tag").map_err(|error| error.at_pointer("/tag"))?;
            let companion = match tag {
                Tag { state: TagState::Void, .. } => return Err(DomainError::TagVoid.into()),
                Tag { companion_id: Some(companion), .. } => companion,
                Tag { companion_id: None, .. } => return Err(DomainError::TagNotBound.into()),
            };
            Ok(tx.latest_journey_of(companion)?.ok_or(DomainError::NoOpenJourney)?)
        }
        ScanSource::WithoutTag(journey, _) => or_not_found(tx.journey(journey)?, "journey"),
    }
}

fn record_steps(
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
    for (what, nth) in payloads.into_iter().zip(0_u8..) {
        if is_current {
            check_open(&state, &what)?;
        }
        let check_result = rule_check.check(&state, &what);
        let step = Step {
            id: StepId::of_scan(report.id, nth),
            journey: journey.id,
            scan: Some(report.id),
            what,
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
    let enters = |what: &StepPayload| matches!(what, StepPayload::Moved { place, .. } if place.kind == PlaceKind::OperatingRoom);
    if payloads.iter().any(enters) { journey_view::others_in_or(tx, journey) } else { Ok(0) }
}

fn name_of(tx: &mut Tx<'_>, id: StaffId) -> UseCaseResult<Option<String>> {
    Ok(tx.staff_names(&[id])?.pop().map(|(_, name)| name))
}

impl ScanReport {
    const fn tag(&self) -> Option<TagCode> {
        match self.source {
            ScanSource::Tag(code) => Some(code),
            ScanSource::WithoutTag(..) => None,
        }
    }

    const fn witness(&self) -> Option<StaffId> {
        match self.source {
            ScanSource::Tag(_) => None,
            ScanSource::WithoutTag(_, witness) => witness,
        }
    }
}

/// User and tag are enough; without a tag a second user confirms (R16).
fn check_witness(tx: &mut Tx<'_>, actor: Actor, report: &ScanReport) -> UseCaseResult<()> {
    let ScanSource::WithoutTag(_, witness) = report.source else { return Ok(()) };
    let detail = match witness {
        None if report.actions.iter().any(ScanAction::requires_witness) => {
            "a second user confirms it where no tag was read"
        }
        None => return Ok(()),
        Some(witness) if witness == actor.id => "must be somebody else",
        Some(witness) => match tx.staff(witness)? {
            Some(staff) if staff.disabled_at.is_none() => return Ok(()),
            _ => "is nobody who works here",
        },
    };
    Err(DomainError::Invalid("/witness", detail.to_owned()).into())
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
        let arrived = ScanAction::Moved(place, None).resolve(tx, &child, rules);
        payloads.push(arrived.map_err(|error| error.at_pointer(place.member()))?);
    }
    for (nth, act) in report.actions.iter().enumerate() {
        payloads.push(act.resolve(tx, &child, rules).map_err(|error| in_action(nth, error))?);
    }
    if payloads.is_empty() {
        payloads.push(StepPayload::Sighted);
    }
    Ok(payloads)
}

/// Points the error at the action.
fn in_action(nth: usize, error: crate::use_cases::UseCaseError) -> crate::use_cases::UseCaseError {
    match error {
        crate::use_cases::UseCaseError::Domain(invalid @ DomainError::Invalid(..)) => {
            crate::use_cases::UseCaseError::DomainAt(format!("/actions/{nth}"), invalid)
        }
        error => error.at_pointer(format!("/actions/{nth}/place_id")),
    }
}

fn refuse_if_blocked(blocked_steps: &[(StepId, Vec<Blocker>)]) -> UseCaseResult<()> {
    let blockers: Vec<_> =
        blocked_steps.iter().flat_map(|(_, blockers)| blockers.clone()).collect();
    if blockers.is_empty() { Ok(()) } else { Err(DomainError::NotCleared(blockers).into()) }
}

/// Adds steps to a journey. Steps that come last are applied to its state; otherwise the state is
/// rebuilt from all steps.
pub(crate) fn append_steps(
    tx: &mut Tx<'_>,
    journey: &mut Journey,
    steps: &[Step],
) -> UseCaseResult<()> {
    let (before, sentence) = (journey.state.concerns.clone(), journey.state.told.sentence());
    tx.add_steps(steps)?;
    if steps.iter().all(|step| journey.state.is_next(step)) {
        for step in steps {
            journey.state.apply_and_record_feed(step);
        }
    } else {
        journey.state = JourneyState::from_steps(&tx.steps_of(journey.id)?);
    }
    crate::use_cases::ensure_saved(tx.save_journey(journey)?)?;
    journey.revision += 1;
    let now = steps.last().map_or(journey.created_at, |step| step.recorded_at);
    if steps
        .iter()
        .any(|step| matches!(step.what, StepPayload::Screened { .. } | StepPayload::Voided { .. }))
    {
        companions::remember_screening(tx, journey, now)?;
    }
    change_events::journey(tx, journey, now)?;
    if journey.state.is_news(sentence, steps) {
        outbox::enqueue(tx, journey.visit_id, now)?;
    }
    alerts::update_alerts(tx, journey, &before, now)
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
