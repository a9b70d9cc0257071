//! Companions: create, look up, update.

pub mod change_coat;
pub(crate) mod remember_screening;

use crate::db::Tx;
use crate::db::models::Companion;
use crate::domain::account::person::Actor;
use crate::domain::companion::{Coat, Screening, ScreeningAnswer, ScreeningQuestion, Species};
use crate::domain::event::Topic;
use crate::domain::id::{ChildId, CompanionId, JourneyId, StaffId};
use crate::domain::journey::JourneyStatus;
use crate::domain::journey::action::Action;
use crate::domain::journey::step::StepPayload;
use crate::domain::time::Time;
use crate::random;
use crate::use_cases::children::load::load_unpurged_child;
use crate::use_cases::idempotency::IdempotentRequest;
use crate::use_cases::journeys::append_steps;
use crate::use_cases::journeys::journey_view::{self, JourneyView};
use crate::use_cases::{
    AppContext, Page, Pagination, UseCaseResult, change_events, check_revision, ensure_saved,
    or_not_found,
};

#[derive(Clone, Debug)]
pub struct CompanionDetails {
    pub name: String,
    pub species: Species,
    pub coat: Option<Coat>,
    pub description: Option<String>,
    pub answers: Vec<(ScreeningQuestion, ScreeningAnswer)>,
}

/// `None` leaves a field as it is.
#[derive(Clone, Debug, Default)]
pub struct CompanionUpdate {
    pub name: Option<String>,
    pub species: Option<Species>,
    /// `Some(None)` resets it to the usual coat of the species.
    pub coat: Option<Option<Coat>>,
    /// `Some(None)` removes it.
    pub description: Option<Option<String>>,
    pub answers: Vec<(ScreeningQuestion, ScreeningAnswer)>,
}

pub async fn create(
    app: &AppContext,
    child: ChildId,
    details: CompanionDetails,
    request: IdempotentRequest<Companion>,
) -> UseCaseResult<Vec<u8>> {
    app.run_idempotent(request, move |tx, now| {
        tx.lock_child(child)?;
        load_unpurged_child(tx, child)?;
        create_in_tx(tx, child, &details, now)
    })
    .await
}

pub(crate) fn create_in_tx(
    tx: &mut Tx<'_>,
    child_id: ChildId,
    details: &CompanionDetails,
    now: Time,
) -> UseCaseResult<Companion> {
    let companion = Companion {
        id: CompanionId::from_uuid(random::uuid_v7_at(now)),
        child_id,
        name: details.name.clone(),
        species: details.species,
        description: details.description.clone(),
        screening: Screening::UNKNOWN.updated(&details.answers),
        revision: 1,
        created_at: now,
        coat: details.coat,
    };
    tx.add_companion(&companion)?;
    change_events::record(tx, Topic::Companion, companion.id.uuid(), now)?;
    Ok(companion)
}

pub async fn get(app: &AppContext, id: CompanionId) -> UseCaseResult<Companion> {
    app.store.read(move |tx| or_not_found(tx.companion(id)?, "companion")).await
}

pub async fn list(
    app: &AppContext,
    pagination: Pagination<CompanionId>,
) -> UseCaseResult<Page<Companion>> {
    let fetch = pagination.fetch_limit();
    let items = app.store.read(move |tx| tx.companions_page(pagination.after, fetch)).await?;
    Ok(pagination.page(items))
}

/// A companion's journeys, oldest first.
pub async fn journeys(
    app: &AppContext,
    id: CompanionId,
    pagination: Pagination<JourneyId>,
) -> UseCaseResult<Page<JourneyView>> {
    let (now, rules, fetch) = (app.clock.now(), app.rules.clone(), pagination.fetch_limit());
    app.store
        .read(move |tx| {
            or_not_found(tx.companion(id)?, "companion")?;
            let page = pagination.page(tx.journeys_of_companion(id, pagination.after, fetch)?);
            Ok(Page { items: journey_view::views(tx, page.items, &rules, now)?, more: page.more })
        })
        .await
}

/// Updates a companion if it is still at `revision`. Changed screening answers become a step of its
/// open journey.
pub async fn update(
    app: &AppContext,
    actor: Actor,
    id: CompanionId,
    revision: i64,
    change: CompanionUpdate,
) -> UseCaseResult<Companion> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            // Lock the visit before the companion, in the same order as scans, to avoid deadlocks.
            if let Some(journey) = tx.latest_journey_of(id)? {
                tx.lock_visit(journey.visit_id)?;
            }
            let before = or_not_found(tx.companion(id)?, "companion")?;
            // After a purge nothing new is recorded for the child.
            load_unpurged_child(tx, before.child_id)?;
            check_revision(revision, before.revision)?;
            let after = change.clone().apply_to(before.clone());
            ensure_saved(tx.save_companion(&after)?)?;
            change_events::record(tx, Topic::Companion, id.uuid(), now)?;
            if after.screening != before.screening {
                record_screening_step(tx, actor.id, id, &change.answers, now)?;
            }
            or_not_found(tx.companion(id)?, "companion")
        })
        .await
}

impl CompanionUpdate {
    fn apply_to(self, companion: Companion) -> Companion {
        Companion {
            name: self.name.unwrap_or(companion.name),
            species: self.species.unwrap_or(companion.species),
            coat: self.coat.unwrap_or(companion.coat),
            description: self.description.unwrap_or(companion.description),
            screening: companion.screening.updated(&self.answers),
            ..companion
        }
    }
}

fn record_screening_step(
    tx: &mut Tx<'_>,
    by: StaffId,
    companion: CompanionId,
    answers: &[(ScreeningQuestion, ScreeningAnswer)],
    now: Time,
) -> UseCaseResult<()> {
    let Some(mut journey) = tx.latest_journey_of(companion)? else { return Ok(()) };
    if journey.state.status == JourneyStatus::Closed {
        return Ok(());
    }
    let payload = StepPayload::Action(Action::Screened { answers: answers.to_vec() });
    let step = append_steps::step_without_scan(&journey, payload, by, now);
    append_steps::append_steps(tx, &mut journey, &[step])
}
