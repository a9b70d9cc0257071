//! Companions: recording one, and what is known of its insides.

pub mod change_coat;

use super::idempotency::IdempotentRequest;
use super::journeys::journey_view::{self, JourneyView};
use super::scans::record;
use super::{
    AppContext, Page, Pagination, UseCaseResult, change_events, check_revision, children,
    ensure_saved, found,
};
use crate::db::models::{Companion, Journey};
use crate::db::{self, Tx};
use crate::domain::account::person::Actor;
use crate::domain::companion::{
    Coat, Screening, ScreeningAnswer as Told, ScreeningQuestion, Species,
};
use crate::domain::event::Topic;
use crate::domain::id::{ChildId, CompanionId, JourneyId, StaffId};
use crate::domain::journey::JourneyStatus;
use crate::domain::journey::step::StepPayload;
use crate::domain::time::Time;
use crate::random;

/// What is told of a companion.
#[derive(Clone, Debug)]
pub struct CompanionDetails {
    /// Its name.
    pub name: String,
    /// What kind of friend it is.
    pub species: Species,
    /// Its colour, where it is not the species' usual one.
    pub coat: Option<Coat>,
    /// What it looks like.
    pub description: Option<String>,
    /// The answers of the screening that were given.
    pub answers: Vec<(ScreeningQuestion, Told)>,
}

/// What is to change; none leaves as it is.
#[derive(Clone, Debug, Default)]
pub struct CompanionUpdate {
    /// See [`Described::name`].
    pub name: Option<String>,
    /// See [`Described::species`].
    pub species: Option<Species>,
    /// See [`Described::coat`]; `Some(None)` is the species' usual one again.
    pub coat: Option<Option<Coat>>,
    /// See [`Described::description`]; `Some(None)` takes it away.
    pub description: Option<Option<String>>,
    /// Answers given anew.
    pub answers: Vec<(ScreeningQuestion, Told)>,
}

/// Records a child's companion.
///
/// # Errors
/// [`crate::domain::error::Refusal::NotFound`] for the child.
pub async fn create(
    app: &AppContext,
    child: ChildId,
    described: CompanionDetails,
    door: IdempotentRequest<Companion>,
) -> UseCaseResult<Vec<u8>> {
    app.run_idempotent(door, move |tx, now| {
        tx.lock_child(child)?;
        children::known(tx, child)?;
        record(tx, child, &described, now)
    })
    .await
}

pub(crate) fn record(
    tx: &mut Tx<'_>,
    child_id: ChildId,
    described: &CompanionDetails,
    now: Time,
) -> UseCaseResult<Companion> {
    let companion = Companion {
        id: CompanionId::from_uuid(random::uuid(now)),
        child_id,
        name: described.name.clone(),
        species: described.species,
        description: described.description.clone(),
        screening: Screening::UNKNOWN.updated(&described.answers),
        revision: 1,
        created_at: now,
        coat: described.coat,
    };
    tx.add_companion(&companion)?;
    change_events::of(tx, Topic::Companion, companion.id.uuid(), now)?;
    Ok(companion)
}

/// One companion.
///
/// # Errors
/// [`crate::domain::error::Refusal::NotFound`].
pub async fn get(app: &AppContext, id: CompanionId) -> UseCaseResult<Companion> {
    app.store.read(move |tx| found(tx.companion(id)?, "companion")).await
}

/// The companions.
///
/// # Errors
/// Only the store's.
pub async fn list(
    app: &AppContext,
    span: Pagination<CompanionId>,
) -> UseCaseResult<Page<Companion>> {
    let fetch = span.fetch_limit();
    let items = app.store.read(move |tx| tx.companions_page(span.after, fetch)).await?;
    Ok(span.page(items))
}

/// A companion's journeys, the first first.
///
/// # Errors
/// [`crate::domain::error::Refusal::NotFound`].
pub async fn journeys(
    app: &AppContext,
    id: CompanionId,
    span: Pagination<JourneyId>,
) -> UseCaseResult<Page<JourneyView>> {
    let (now, rules, fetch) = (app.clock.now(), app.rules.clone(), span.fetch_limit());
    app.store
        .read(move |tx| {
            found(tx.companion(id)?, "companion")?;
            let page = span.page(tx.journeys_of_companion(id, span.after, fetch)?);
            Ok(Page { items: journey_view::views(tx, page.items, &rules, now)?, more: page.more })
        })
        .await
}

/// Changes what is known of a companion, if it is still at `revision`; answers given anew become a
/// step of the journey it is on, by whoever gave them.
///
/// # Errors
/// [`crate::domain::error::Refusal::NotFound`],
/// [`crate::domain::error::Refusal::PreconditionFailed`].
pub async fn change(
    app: &AppContext,
    actor: Actor,
    id: CompanionId,
    revision: i64,
    change: CompanionUpdate,
) -> UseCaseResult<Companion> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            // The visit before the companion, as a scan takes them: two that wait for each other wait for ever.
            if let Some(journey) = tx.latest_journey_of(id)? {
                tx.lock_visit(journey.visit_id)?;
            }
            let before = found(tx.companion(id)?, "companion")?;
            // Once the child's traces are purged, nobody writes new ones.
            children::known(tx, before.child_id)?;
            check_revision(revision, before.revision)?;
            let after = change.clone().applied(before.clone());
            ensure_saved(tx.save_companion(&after)?)?;
            change_events::of(tx, Topic::Companion, id.uuid(), now)?;
            if after.screening != before.screening {
                tell_journey(tx, actor.id, id, &change.answers, now)?;
            }
            found(tx.companion(id)?, "companion")
        })
        .await
}

/// Keeps what a journey has found out of its companion's insides for the next one: a battery found
/// today is there at the next visit, too (R1).
///
/// # Errors
/// Only the store's.
pub(crate) fn remember_screening(
    tx: &mut Tx<'_>,
    journey: &Journey,
    now: Time,
) -> UseCaseResult<()> {
    let latest = tx.latest_journey_of(journey.companion_id)?;
    if latest.is_none_or(|latest| latest.id != journey.id) {
        return Ok(());
    }
    for _ in 0..RENAMED_MEANWHILE {
        let companion = found(tx.companion(journey.companion_id)?, "companion")?;
        let screening = journey.state.screening;
        if companion.screening == screening {
            return Ok(());
        }
        if tx.save_companion(&Companion { screening, ..companion })? {
            return change_events::of(tx, Topic::Companion, journey.companion_id.uuid(), now);
        }
    }
    Err(db::Error::Race.into())
}

/// How often somebody may give the companion another name just while its screening is kept.
const RENAMED_MEANWHILE: usize = 3;

impl CompanionUpdate {
    fn applied(self, companion: Companion) -> Companion {
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

fn tell_journey(
    tx: &mut Tx<'_>,
    by: StaffId,
    companion: CompanionId,
    answers: &[(ScreeningQuestion, Told)],
    now: Time,
) -> UseCaseResult<()> {
    let Some(mut journey) = tx.latest_journey_of(companion)? else { return Ok(()) };
    if journey.state.status == JourneyStatus::Closed {
        return Ok(());
    }
    let what = StepPayload::Screened { answers: answers.to_vec() };
    let step = children::details_step(&journey, what, by, now);
    record::append_steps(tx, &mut journey, &[step])
}
