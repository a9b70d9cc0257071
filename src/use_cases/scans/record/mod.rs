//! Recording a scan, or a step told without one: exactly once, and never a fact refused.

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
use crate::use_cases::{AppContext, UseCaseResult, change_events, companions, found};

mod timing;

use timing::ReceivedAt;

/// What was read, or told.
#[derive(Clone, Debug)]
pub struct ScanReport {
    /// The phone's id for it.
    pub id: ScanId,
    /// Whether by a tag or without one.
    pub source: ScanSource,
    /// When it happened, by the phone's clock.
    pub occurred_at: Time,
    /// What the phone's clock said when sending.
    pub sent_at: Option<Time>,
    /// Where it is now.
    pub place: Option<PlaceRef>,
    /// What was done.
    pub acts: Vec<ScanAction>,
    /// What is to be set aside for it.
    pub overriding: Option<Override>,
    /// SHA-256 of the content, to tell a repeat from another scan by the same id.
    pub fingerprint: Vec<u8>,
}

/// How somebody knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScanSource {
    /// They read this tag.
    Tag(TagCode),
    /// They told of this journey without a tag; a second user may have confirmed it (R16).
    Told(JourneyId, Option<StaffId>),
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct RecordedScan {
    /// The phone's id for it.
    pub scan_id: ScanId,
    /// Whether it was entered late (R29).
    pub late: bool,
    /// The steps it made.
    pub steps: Vec<Step>,
    /// The name of who made it.
    pub by_name: String,
    /// The name of who confirmed it.
    pub witness_name: Option<String>,
    /// The journey afterwards.
    pub journey: JourneyView,
}

/// What is answered: the words of the first answer, and whether this is a repeat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanResponse {
    /// The answer, as the door put it the first time.
    pub answer: String,
    /// Whether it was given before.
    pub repeated: bool,
}

/// How the door puts an answer.
pub type RenderScan = fn(&RecordedScan) -> String;

/// Records one report.
///
/// # Errors
/// Every refusal that the rules, the tag or the journey give.
pub async fn record(
    app: &AppContext,
    actor: Actor,
    report: ScanReport,
    say: RenderScan,
) -> UseCaseResult<ScanResponse> {
    let (heard, rules) = (ReceivedAt::now(app), app.rules.clone());
    app.store.write(move |tx| record_one(tx, actor, &report, &rules, heard, say)).await
}

/// Records many reports in one transaction; each goes through or is refused by itself. Those sent
/// for somebody who was signed in earlier happened while they were.
///
/// # Errors
/// Only the store's: then none was kept.
pub async fn record_all(
    app: &AppContext,
    actor: Actor,
    shift: Option<Shift>,
    reports: Vec<ScanReport>,
    say: RenderScan,
) -> UseCaseResult<Vec<UseCaseResult<ScanResponse>>> {
    let (heard, rules) = (ReceivedAt::now(app), app.rules.clone());
    app.store
        .write(move |tx| {
            reports
                .iter()
                .map(|report| {
                    let attempt = tx.attempt(|tx| {
                        report.check_shift(shift, heard)?;
                        record_one(tx, actor, report, &rules, heard, say)
                    });
                    match attempt {
                        Err(crate::use_cases::UseCaseError::Store(error)) => {
                            Err(crate::use_cases::UseCaseError::Store(error))
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
    heard: ReceivedAt,
    say: RenderScan,
) -> UseCaseResult<ScanResponse> {
    if let Some(told) = first_response(tx, report)? {
        return Ok(told);
    }
    let mut journey = find_journey(tx, report)?;
    // Whoever else writes to this visit waits here; a racing twin of this scan is seen afterwards.
    tx.lock_visit(journey.visit_id)?;
    if let Some(told) = first_response(tx, report)? {
        return Ok(told);
    }
    journey = found(tx.journey(journey.id)?, "journey")?;
    let heard = heard.of(&journey.state);
    let now = heard.now;
    let recorded = record_steps(tx, actor, report, journey, rules, heard)?;
    let answer = say(&recorded);
    tx.add_scan(&Scan {
        id: report.id,
        fingerprint: report.fingerprint.clone(),
        answer: Some(answer.clone()),
        journey_id: recorded.journey.journey.id,
        by: actor.id,
        occurred_at: recorded.steps.first().map_or(now, |step| step.occurred_at),
        recorded_at: now,
    })?;
    Ok(ScanResponse { answer, repeated: false })
}

fn first_response(tx: &mut Tx<'_>, report: &ScanReport) -> UseCaseResult<Option<ScanResponse>> {
    let Some(scan) = tx.scan(report.id)? else { return Ok(None) };
    if scan.fingerprint != report.fingerprint {
        return Err(DomainError::ScanIdReused.into());
    }
    let answer = found(scan.answer, "scan")?;
    Ok(Some(ScanResponse { answer, repeated: true }))
}

fn find_journey(tx: &mut Tx<'_>, report: &ScanReport) -> UseCaseResult<Journey> {
    match report.source {
        ScanSource::Tag(code) => {
            let tag = found(tx.tag(&code)?, "tag").map_err(|error| error.at("/tag"))?;
            let companion = match tag {
                Tag { state: TagState::Void, .. } => return Err(DomainError::TagVoid.into()),
                Tag { companion_id: Some(companion), .. } => companion,
                Tag { companion_id: None, .. } => return Err(DomainError::TagNotBound.into()),
            };
            Ok(tx.latest_journey_of(companion)?.ok_or(DomainError::NoOpenJourney)?)
        }
        ScanSource::Told(journey, _) => found(tx.journey(journey)?, "journey"),
    }
}

fn record_steps(
    tx: &mut Tx<'_>,
    actor: Actor,
    report: &ScanReport,
    mut journey: Journey,
    rules: &SiteRules,
    heard: ReceivedAt,
) -> UseCaseResult<RecordedScan> {
    let (now, occurred_at) = (heard.now, report.happened_at(heard)?);
    check_witness(tx, actor, report)?;
    let whats = resolve_actions(tx, report, &journey, rules)?;
    let asked_now = now.since(occurred_at) <= rules.now_within;
    let late = now.since(occurred_at) > rules.late_after;
    let bench = RuleCheck {
        rules,
        at: occurred_at,
        actor,
        overriding: report.overriding.as_ref(),
        others_in_or: count_others_in_or(tx, &journey, &whats)?,
    };
    let mut state = journey.state.clone();
    let (mut steps, mut amiss) = (Vec::new(), Vec::new());
    for (what, nth) in whats.into_iter().zip(0_u8..) {
        if asked_now {
            check_open(&state, &what)?;
        }
        let judged = bench.check(&state, &what);
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
            overrode: judged.overrode,
        };
        amiss.push((step.id, judged.remaining));
        state.apply_and_record_feed(&step);
        steps.push(step);
    }
    if asked_now {
        refuse_if_blocked(&amiss)?;
    }
    append_steps(tx, &mut journey, &steps)?;
    raise_other_companion_alert(tx, &journey, &amiss, now)?;
    monitor::recheck(tx, &journey, rules, now)?;
    let by_name = name_of(tx, actor.id)?.unwrap_or_default();
    let witness_name = match report.witness() {
        Some(witness) => name_of(tx, witness)?,
        None => None,
    };
    let journey = journey_view::view(tx, journey, rules, now)?;
    Ok(RecordedScan { scan_id: report.id, late, steps, by_name, witness_name, journey })
}

/// How many others are in an operating room, for a companion that enters one; elsewhere it does not
/// matter and is not looked up (R9).
fn count_others_in_or(
    tx: &mut Tx<'_>,
    journey: &Journey,
    whats: &[StepPayload],
) -> UseCaseResult<u32> {
    let enters = |what: &StepPayload| matches!(what, StepPayload::Moved { place, .. } if place.kind == PlaceKind::OperatingRoom);
    if whats.iter().any(enters) { journey_view::others_in_or(tx, journey) } else { Ok(0) }
}

fn name_of(tx: &mut Tx<'_>, id: StaffId) -> UseCaseResult<Option<String>> {
    Ok(tx.staff_names(&[id])?.pop().map(|(_, name)| name))
}

impl ScanReport {
    const fn tag(&self) -> Option<TagCode> {
        match self.source {
            ScanSource::Tag(code) => Some(code),
            ScanSource::Told(..) => None,
        }
    }

    const fn witness(&self) -> Option<StaffId> {
        match self.source {
            ScanSource::Tag(_) => None,
            ScanSource::Told(_, witness) => witness,
        }
    }
}

/// One named user and the tag are enough; without a tag a second user confirms (R16).
fn check_witness(tx: &mut Tx<'_>, actor: Actor, report: &ScanReport) -> UseCaseResult<()> {
    let ScanSource::Told(_, witness) = report.source else { return Ok(()) };
    let detail = match witness {
        None if report.acts.iter().any(ScanAction::wants_witness) => {
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

/// The place first, then what was done there; a reading of the tag and no more is a sighting.
fn resolve_actions(
    tx: &mut Tx<'_>,
    report: &ScanReport,
    journey: &Journey,
    rules: &SiteRules,
) -> UseCaseResult<Vec<StepPayload>> {
    let child = found(tx.child(journey.child_id)?, "child")?;
    if child.purged_at.is_some() {
        return Err(DomainError::NotFound("journey").into());
    }
    let mut whats = Vec::new();
    if let Some(place) = report.place {
        let arrived = ScanAction::Moved(place, None).resolve(tx, &child, rules);
        whats.push(arrived.map_err(|error| error.at(place.member()))?);
    }
    for (nth, act) in report.acts.iter().enumerate() {
        whats.push(act.resolve(tx, &child, rules).map_err(|error| in_action(nth, error))?);
    }
    if whats.is_empty() {
        whats.push(StepPayload::Sighted);
    }
    Ok(whats)
}

/// Says in which action it was.
fn in_action(nth: usize, error: crate::use_cases::UseCaseError) -> crate::use_cases::UseCaseError {
    match error {
        crate::use_cases::UseCaseError::Refused(invalid @ DomainError::Invalid(..)) => {
            crate::use_cases::UseCaseError::RefusedAt(format!("/actions/{nth}"), invalid)
        }
        error => error.at(format!("/actions/{nth}/place_id")),
    }
}

fn refuse_if_blocked(amiss: &[(StepId, Vec<Blocker>)]) -> UseCaseResult<()> {
    let blockers: Vec<_> = amiss.iter().flat_map(|(_, blockers)| blockers.clone()).collect();
    if blockers.is_empty() { Ok(()) } else { Err(DomainError::NotCleared(blockers).into()) }
}

/// Adds steps to a journey: its row takes them in one by one where they come after all others, and
/// is folded anew where they do not.
///
/// # Errors
/// Only the store's.
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
        outbox::write(tx, journey.visit_id, now)?;
    }
    alerts::update_alerts(tx, journey, &before, now)
}

/// A second companion in the operating room is no matter of this journey's own steps, so its alert
/// is raised here rather than by the fold (R9).
fn raise_other_companion_alert(
    tx: &mut Tx<'_>,
    journey: &Journey,
    amiss: &[(StepId, Vec<Blocker>)],
    now: Time,
) -> UseCaseResult<()> {
    for (cause, blockers) in amiss {
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
