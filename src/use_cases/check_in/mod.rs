//! Check-in: everything for one arrival in one transaction.

pub mod check_in_preview;

use crate::db::Tx;
use crate::db::models::{Child, Companion, Journey, Tag, Visit};
use crate::domain::account::person::Actor;
use crate::domain::error::DomainError;
use crate::domain::family::FrozenFeed;
use crate::domain::id::{ChildId, CompanionId, JourneyId, StepId, VisitId};
use crate::domain::journey::step::{Step, StepPayload};
use crate::domain::journey::{JourneyState, JourneyStatus};
use crate::domain::site_rules::SiteRules;
use crate::domain::tag::TagCode;
use crate::domain::time::Time;
use crate::domain::visit::VisitStatus;
use crate::random;
use crate::use_cases::children::load::load_unpurged_child;
use crate::use_cases::idempotency::IdempotentRequest;
use crate::use_cases::journeys::append_steps;
use crate::use_cases::journeys::journey_view::{self, JourneyView};
use crate::use_cases::scans::action::{self, PlaceRef};
use crate::use_cases::tags::bind_tag;
use crate::use_cases::visits::{self, VisitView};
use crate::use_cases::{
    AppContext, RequestPart, UseCaseResult, check_not_in_future, children, companions, or_not_found,
};

#[derive(Clone, Debug)]
pub enum ExistingOrNew<I, T> {
    Existing(I),
    New(T),
}

#[derive(Clone, Debug)]
pub struct Arrival {
    pub child: ExistingOrNew<ChildId, children::ChildDetails>,
    pub companion: ExistingOrNew<CompanionId, companions::CompanionDetails>,
    pub tag: Option<TagCode>,
    pub place: Option<PlaceRef>,
    /// Default: the child's open visit, else a new one.
    pub visit: Option<VisitId>,
    /// Default: now.
    pub occurred_at: Option<Time>,
    pub remark: Option<String>,
}

#[derive(Clone, Debug)]
pub struct CheckedIn {
    pub child: Child,
    pub companion: Companion,
    pub visit: VisitView,
    pub journey: JourneyView,
    pub tag: Option<Tag>,
}

pub async fn check_in(
    app: &AppContext,
    actor: Actor,
    arrival: Arrival,
    request: IdempotentRequest<CheckedIn>,
) -> UseCaseResult<Vec<u8>> {
    let rules = app.rules.clone();
    app.run_idempotent(request, move |tx, now| check_in_tx(tx, actor, &arrival, &rules, now)).await
}

fn check_in_tx(
    tx: &mut Tx<'_>,
    actor: Actor,
    arrival: &Arrival,
    rules: &SiteRules,
    now: Time,
) -> UseCaseResult<CheckedIn> {
    let occurred_at = check_not_in_future(arrival.occurred_at.unwrap_or(now), now)?;
    let child = match &arrival.child {
        ExistingOrNew::Existing(id) => {
            // Lock first, because a purge may be about to commit.
            tx.lock_child(*id)?;
            load_unpurged_child(tx, *id)?
        }
        ExistingOrNew::New(details) => children::create_in_tx(tx, details, now)
            .map_err(|error| error.invalid_in(RequestPart::Child))?,
    };
    tx.lock_child(child.id)?;
    let companion = find_or_create_companion(tx, &child, arrival, now)?;
    let visit = find_or_open_visit(tx, &child, arrival.visit, now)?;
    tx.lock_visit(visit.id)?;
    let journey = new_journey(tx, &visit, &companion, now, rules)?;
    let step =
        check_in_step(tx, actor, arrival, &journey, &child, &companion, rules, (occurred_at, now))?;
    let remark = arrival.remark.clone().map(|text| Step {
        id: StepId::from_uuid(random::uuid_v7_at(now)),
        payload: StepPayload::Noted { text },
        ..step.clone()
    });
    let mut journey = journey;
    tx.add_journey(&journey)?;
    let steps: Vec<_> = std::iter::once(step).chain(remark).collect();
    append_steps::append_steps(tx, &mut journey, &steps)?;
    let tag = match arrival.tag {
        Some(code) => Some(bind_tag::bind_in_tx(tx, actor.id, code, companion.id, false, now)?),
        None => None,
    };
    Ok(CheckedIn {
        child,
        companion,
        visit: visits::view(tx, visit)?,
        journey: journey_view::view(tx, journey, rules, now)?,
        tag,
    })
}

/// A companion belongs to one patient, and so does a loaner: it never goes to another child (R8).
fn find_or_create_companion(
    tx: &mut Tx<'_>,
    child: &Child,
    arrival: &Arrival,
    now: Time,
) -> UseCaseResult<Companion> {
    match &arrival.companion {
        ExistingOrNew::New(described) => companions::create_in_tx(tx, child.id, described, now),
        ExistingOrNew::Existing(id) => {
            let companion = or_not_found(tx.companion(*id)?, "companion")?;
            if companion.child_id != child.id {
                return Err(DomainError::NotThisChilds.into());
            }
            Ok(companion)
        }
    }
}

fn find_or_open_visit(
    tx: &mut Tx<'_>,
    child: &Child,
    named: Option<VisitId>,
    now: Time,
) -> UseCaseResult<Visit> {
    let Some(id) = named else {
        return match tx.open_visit_of(child.id)? {
            Some(visit) => Ok(visit),
            None => visits::open_in_tx(tx, child.id, now),
        };
    };
    let visit = or_not_found(tx.visit(id)?, "visit")?;
    if visit.child_id != child.id {
        return Err(DomainError::NotThisChilds.into());
    }
    if visit.status != VisitStatus::InProgress {
        return Err(DomainError::VisitClosed.into());
    }
    Ok(visit)
}

/// A journey without steps. A companion has at most one journey in a visit and at most one open
/// journey.
fn new_journey(
    tx: &mut Tx<'_>,
    visit: &Visit,
    companion: &Companion,
    now: Time,
    rules: &SiteRules,
) -> UseCaseResult<Journey> {
    if let Some(latest) = tx.latest_journey_of(companion.id)? {
        if latest.state.status != JourneyStatus::Closed {
            return Err(DomainError::JourneyOpen.into());
        }
        if latest.visit_id == visit.id {
            return Err(DomainError::JourneyClosed.into());
        }
    }
    Ok(Journey {
        id: JourneyId::from_uuid(random::uuid_v7_at(now)),
        visit_id: visit.id,
        companion_id: companion.id,
        child_id: companion.child_id,
        state: JourneyState::new(rules.snapshot()),
        // While family updates are paused, the family does not see a companion that arrives.
        family_held: visit.hold.as_ref().map(|_| FrozenFeed::default()),
        revision: 1,
        created_at: now,
    })
}

#[expect(clippy::too_many_arguments, reason = "a first step gathers what the whole arrival knows")]
fn check_in_step(
    tx: &mut Tx<'_>,
    actor: Actor,
    arrival: &Arrival,
    journey: &Journey,
    child: &Child,
    companion: &Companion,
    rules: &SiteRules,
    (occurred_at, recorded_at): (Time, Time),
) -> UseCaseResult<Step> {
    let place = match arrival.place {
        Some(place) => Some(action::place_snapshot(&action::find_place(tx, place)?)),
        None => None,
    };
    Ok(Step {
        id: StepId::from_uuid(random::uuid_v7_at(recorded_at)),
        journey: journey.id,
        scan: None,
        payload: StepPayload::CheckedIn {
            place,
            screening: companion.screening,
            isolation: child.isolation,
            rules: rules.snapshot(),
        },
        occurred_at,
        recorded_at,
        late: recorded_at.since(occurred_at) > rules.late_after,
        by: actor.id,
        witness: None,
        tag: arrival.tag,
        overrode: None,
    })
}
