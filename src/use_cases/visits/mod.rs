//! Visits: one stay of a child, from its opening to its end.

pub mod move_child;

use super::idempotency::IdempotentRequest;
use super::{
    AppContext, Page, Pagination, UseCaseResult, change_events, check_revision, children,
    ensure_saved, found,
};
use crate::db::Tx;
use crate::db::models::{Place, Visit, VisitMove};
use crate::domain::account::person::MoveSource;
use crate::domain::error::DomainError;
use crate::domain::id::{ChildId, MoveId, PlaceId, StaffId, VisitId};
use crate::domain::journey::JourneyStatus;
use crate::domain::time::Time;
use crate::domain::visit::VisitStatus;
use crate::random;

/// A visit with the names of what it refers to.
#[derive(Clone, Debug)]
pub struct VisitView {
    /// The record.
    pub visit: Visit,
    /// Where the child is expected.
    pub place: Option<Place>,
    /// The name of who put the hold there.
    pub held_by: Option<(StaffId, String)>,
}

/// Opens a visit.
///
/// # Errors
/// [`Refusal::NotFound`] for the child or the place, [`Refusal::VisitOpen`].
pub async fn open(
    app: &AppContext,
    mover: MoveSource,
    child: ChildId,
    place: Option<PlaceId>,
    door: IdempotentRequest<VisitView>,
) -> UseCaseResult<Vec<u8>> {
    app.run_idempotent(door, move |tx, now| {
        tx.lock_child(child)?;
        children::known(tx, child)?;
        check_none_open(tx, child)?;
        let visit = open_in_tx(tx, child, now)?;
        let visit = match place {
            Some(place) => arrive(tx, visit, place, mover, now)?,
            None => visit,
        };
        view(tx, visit)
    })
    .await
}

pub(crate) fn open_in_tx(tx: &mut Tx<'_>, child_id: ChildId, now: Time) -> UseCaseResult<Visit> {
    let visit = Visit {
        id: VisitId::from_uuid(random::uuid(now)),
        child_id,
        status: VisitStatus::InProgress,
        place: None,
        hold: None,
        revision: 1,
        created_at: now,
        ended_at: None,
    };
    tx.add_visit(&visit)?;
    change_events::visit(tx, visit.id, now)?;
    Ok(visit)
}

fn arrive(
    tx: &mut Tx<'_>,
    mut visit: Visit,
    place: PlaceId,
    by: MoveSource,
    now: Time,
) -> UseCaseResult<Visit> {
    found(tx.place(place)?, "place")?;
    tx.add_move(&VisitMove {
        id: MoveId::from_uuid(random::uuid(now)),
        visit_id: visit.id,
        place_id: place,
        occurred_at: now,
        recorded_at: now,
        by,
    })?;
    visit.place = Some((place, now));
    ensure_saved(tx.save_visit(&visit)?)?;
    Ok(Visit { revision: visit.revision + 1, ..visit })
}

/// One visit.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn get(app: &AppContext, id: VisitId) -> UseCaseResult<VisitView> {
    app.store
        .read(move |tx| {
            let visit = found(tx.visit(id)?, "visit")?;
            view(tx, visit)
        })
        .await
}

/// The visits.
///
/// # Errors
/// Only the store's.
pub async fn list(app: &AppContext, span: Pagination<VisitId>) -> UseCaseResult<Page<VisitView>> {
    let fetch = span.fetch_limit();
    app.store
        .read(move |tx| {
            let page = span.page(tx.visits_page(span.after, fetch)?);
            let items = page
                .items
                .into_iter()
                .map(|visit| view(tx, visit))
                .collect::<UseCaseResult<_>>()?;
            Ok(Page { items, more: page.more })
        })
        .await
}

/// Ends, cancels or reopens a visit, if it is still at `revision`. It does not end while one of its
/// companions is under way (R18).
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::PreconditionFailed`], [`Refusal::JourneysOpen`],
/// [`Refusal::VisitOpen`].
pub async fn change(
    app: &AppContext,
    id: VisitId,
    revision: i64,
    status: VisitStatus,
) -> UseCaseResult<VisitView> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            tx.lock_visit(id)?;
            let mut visit = found(tx.visit(id)?, "visit")?;
            check_revision(revision, visit.revision)?;
            let over = status != VisitStatus::InProgress;
            if over && under_way(tx, id)? {
                return Err(DomainError::JourneysOpen.into());
            }
            if !over && visit.status != status {
                children::known(tx, visit.child_id)?;
                check_none_open(tx, visit.child_id)?;
            }
            visit.ended_at = over.then(|| visit.ended_at.unwrap_or(now));
            visit.status = status;
            ensure_saved(tx.save_visit(&visit)?)?;
            change_events::visit(tx, id, now)?;
            view(tx, Visit { revision: revision + 1, ..visit })
        })
        .await
}

/// A child is in one visit at a time.
fn check_none_open(tx: &mut Tx<'_>, child: ChildId) -> UseCaseResult<()> {
    if tx.open_visit_of(child)?.is_some() { Err(DomainError::VisitOpen.into()) } else { Ok(()) }
}

fn under_way(tx: &mut Tx<'_>, visit: VisitId) -> UseCaseResult<bool> {
    let journeys = tx.journeys_of_visit(visit)?;
    Ok(journeys.iter().any(|journey| journey.state.status != JourneyStatus::Closed))
}

/// Looks up what a visit refers to.
pub(crate) fn view(tx: &mut Tx<'_>, visit: Visit) -> UseCaseResult<VisitView> {
    let place = match visit.place {
        Some((place, _)) => tx.place(place)?,
        None => None,
    };
    let held_by = match &visit.hold {
        Some(hold) => tx.staff_names(&[hold.by])?.pop(),
        None => None,
    };
    Ok(VisitView { visit, place, held_by })
}
