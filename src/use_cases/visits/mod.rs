//! Visits: one stay of a child.

pub mod move_child;

use crate::db::Tx;
use crate::db::models::{Place, Visit, VisitMove};
use crate::domain::account::person::MoveSource;
use crate::domain::error::DomainError;
use crate::domain::id::{ChildId, MoveId, PlaceId, StaffId, VisitId};
use crate::domain::journey::JourneyStatus;
use crate::domain::time::Time;
use crate::domain::visit::VisitStatus;
use crate::random;
use crate::use_cases::children::load::load_unpurged_child;
use crate::use_cases::idempotency::IdempotentRequest;
use crate::use_cases::{
    AppContext, Page, Pagination, UseCaseResult, change_events, check_revision, ensure_saved,
    or_not_found,
};

#[derive(Clone, Debug)]
pub struct VisitView {
    pub visit: Visit,
    pub place: Option<Place>,
    pub held_by: Option<(StaffId, String)>,
}

pub async fn open(
    app: &AppContext,
    mover: MoveSource,
    child: ChildId,
    place: Option<PlaceId>,
    request: IdempotentRequest<VisitView>,
) -> UseCaseResult<Vec<u8>> {
    app.run_idempotent(request, move |tx, now| {
        tx.lock_child(child)?;
        load_unpurged_child(tx, child)?;
        check_none_open(tx, child)?;
        let visit = open_in_tx(tx, child, now)?;
        let visit = match place {
            Some(place) => record_arrival(tx, visit, place, mover, now)?,
            None => visit,
        };
        view(tx, visit)
    })
    .await
}

pub(crate) fn open_in_tx(tx: &mut Tx<'_>, child_id: ChildId, now: Time) -> UseCaseResult<Visit> {
    let visit = Visit {
        id: VisitId::from_uuid(random::uuid_v7_at(now)),
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

fn record_arrival(
    tx: &mut Tx<'_>,
    mut visit: Visit,
    place: PlaceId,
    by: MoveSource,
    now: Time,
) -> UseCaseResult<Visit> {
    or_not_found(tx.place(place)?, "place")?;
    tx.add_move(&VisitMove {
        id: MoveId::from_uuid(random::uuid_v7_at(now)),
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

pub async fn get(app: &AppContext, id: VisitId) -> UseCaseResult<VisitView> {
    app.store
        .read(move |tx| {
            let visit = or_not_found(tx.visit(id)?, "visit")?;
            view(tx, visit)
        })
        .await
}

pub async fn list(
    app: &AppContext,
    pagination: Pagination<VisitId>,
) -> UseCaseResult<Page<VisitView>> {
    let fetch = pagination.fetch_limit();
    app.store
        .read(move |tx| {
            let page = pagination.page(tx.visits_page(pagination.after, fetch)?);
            let items = page
                .items
                .into_iter()
                .map(|visit| view(tx, visit))
                .collect::<UseCaseResult<_>>()?;
            Ok(Page { items, more: page.more })
        })
        .await
}

/// Ends, cancels or reopens a visit if it is still at `revision`. A visit cannot end while one of
/// its companions is under way (R18).
pub async fn update(
    app: &AppContext,
    id: VisitId,
    revision: i64,
    status: VisitStatus,
) -> UseCaseResult<VisitView> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            tx.lock_visit(id)?;
            let mut visit = or_not_found(tx.visit(id)?, "visit")?;
            check_revision(revision, visit.revision)?;
            let over = status != VisitStatus::InProgress;
            if over && has_open_journeys(tx, id)? {
                return Err(DomainError::JourneysOpen.into());
            }
            if !over && visit.status != status {
                load_unpurged_child(tx, visit.child_id)?;
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

/// A child has at most one open visit.
fn check_none_open(tx: &mut Tx<'_>, child: ChildId) -> UseCaseResult<()> {
    if tx.open_visit_of(child)?.is_some() { Err(DomainError::VisitOpen.into()) } else { Ok(()) }
}

fn has_open_journeys(tx: &mut Tx<'_>, visit: VisitId) -> UseCaseResult<bool> {
    let journeys = tx.journeys_of_visit(visit)?;
    Ok(journeys.iter().any(|journey| journey.state.status != JourneyStatus::Closed))
}

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
