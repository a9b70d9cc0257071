//! Checking in: everything for one arrival in one transaction.

pub mod check_in_preview;

use super::idempotency::IdempotentRequest;
use super::journeys::journey_view::{self, JourneyView};
use super::scans::action::{self, PlaceRef};
use super::scans::record;
use super::tags::bind_tag;
use super::visits::{self, VisitView};
use super::{
    AppContext, UseCaseError, UseCaseResult, check_not_in_future, children, companions, found,
};
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

/// Somebody or something, known already or told of now.
#[derive(Clone, Debug)]
pub enum ExistingOrNew<I, T> {
    /// Known by this id.
    Known(I),
    /// Told of now.
    New(T),
}

/// One arrival.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// Whose companion.
    pub child: ExistingOrNew<ChildId, children::ChildDetails>,
    /// Which companion.
    pub companion: ExistingOrNew<CompanionId, companions::CompanionDetails>,
    /// The tag to put on it.
    pub tag: Option<TagCode>,
    /// Where they arrive.
    pub place: Option<PlaceRef>,
    /// The visit they arrive for; else the child's open one, else a new one.
    pub visit: Option<VisitId>,
    /// When they arrived; now where nobody said.
    pub occurred_at: Option<Time>,
    /// What whoever checked it in states of it, kept as a step of its own.
    pub remark: Option<String>,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct CheckedIn {
    /// The child.
    pub child: Child,
    /// The companion.
    pub companion: Companion,
    /// The visit.
    pub visit: VisitView,
    /// The journey that begins.
    pub journey: JourneyView,
    /// The tag, where one was put on.
    pub tag: Option<Tag>,
}

/// Checks a companion in.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::NotThisChilds`], [`Refusal::VisitClosed`],
/// [`Refusal::JourneyOpen`], [`Refusal::JourneyClosed`], and what binding a tag may answer.
pub async fn check_in(
    app: &AppContext,
    actor: Actor,
    arrival: Arrival,
    door: IdempotentRequest<CheckedIn>,
) -> UseCaseResult<Vec<u8>> {
    let rules = app.rules.clone();
    app.run_idempotent(door, move |tx, now| arrive(tx, actor, &arrival, &rules, now)).await
}

fn arrive(
    tx: &mut Tx<'_>,
    actor: Actor,
    arrival: &Arrival,
    rules: &SiteRules,
    now: Time,
) -> UseCaseResult<CheckedIn> {
    let occurred_at = check_not_in_future(arrival.occurred_at.unwrap_or(now), now)?;
    let child = match &arrival.child {
        ExistingOrNew::Known(id) => {
            // First the lock: a purge may be at its end.
            tx.lock_child(*id)?;
            children::known(tx, *id)?
        }
        ExistingOrNew::New(told) => {
            children::find_or_create(tx, told, now).map_err(of_the_child)?
        }
    };
    tx.lock_child(child.id)?;
    let companion = companion_of(tx, &child, arrival, now)?;
    let visit = visit_of(tx, &child, arrival.visit, now)?;
    tx.lock_visit(visit.id)?;
    let journey = begin(tx, &visit, &companion, now, rules)?;
    let step =
        opening(tx, actor, arrival, &journey, &child, &companion, rules, (occurred_at, now))?;
    let remark = arrival.remark.clone().map(|text| Step {
        id: StepId::from_uuid(random::uuid(now)),
        what: StepPayload::Noted { text },
        ..step.clone()
    });
    let mut journey = journey;
    tx.add_journey(&journey)?;
    let steps: Vec<_> = std::iter::once(step).chain(remark).collect();
    record::append_steps(tx, &mut journey, &steps)?;
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

/// Says that it was something told of the child.
fn of_the_child(error: UseCaseError) -> UseCaseError {
    match error {
        UseCaseError::Refused(invalid @ DomainError::Invalid(..)) => {
            UseCaseError::RefusedAt("/child".to_owned(), invalid)
        }
        error => error,
    }
}

/// A companion is a single patient's, a loaner as well: it never goes on to another child (R8).
fn companion_of(
    tx: &mut Tx<'_>,
    child: &Child,
    arrival: &Arrival,
    now: Time,
) -> UseCaseResult<Companion> {
    match &arrival.companion {
        ExistingOrNew::New(described) => companions::record(tx, child.id, described, now),
        ExistingOrNew::Known(id) => {
            let companion = found(tx.companion(*id)?, "companion")?;
            if companion.child_id != child.id {
                return Err(DomainError::NotThisChilds.into());
            }
            Ok(companion)
        }
    }
}

fn visit_of(
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
    let visit = found(tx.visit(id)?, "visit")?;
    if visit.child_id != child.id {
        return Err(DomainError::NotThisChilds.into());
    }
    if visit.status != VisitStatus::InProgress {
        return Err(DomainError::VisitClosed.into());
    }
    Ok(visit)
}

/// A journey without steps yet; one companion has one in a visit, and one open one at all.
fn begin(
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
        id: JourneyId::from_uuid(random::uuid(now)),
        visit_id: visit.id,
        companion_id: companion.id,
        child_id: companion.child_id,
        state: JourneyState::new(rules.snapshot()),
        // In a visit whose feed is silent, a companion that arrives is not told of either.
        family_held: visit.hold.as_ref().map(|_| FrozenFeed::default()),
        revision: 1,
        created_at: now,
    })
}

#[expect(clippy::too_many_arguments, reason = "a first step gathers what the whole arrival knows")]
fn opening(
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
        Some(place) => Some(action::then(&action::find(tx, place)?)),
        None => None,
    };
    Ok(Step {
        id: StepId::from_uuid(random::uuid(recorded_at)),
        journey: journey.id,
        scan: None,
        what: StepPayload::CheckedIn {
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
