//! Journeys. The row holds the result of applying the steps.

use diesel::prelude::*;

use super::super::Conn;
use crate::db::models::Journey;
use crate::db::schema::journeys;
use crate::domain::family::FrozenFeed;
use crate::domain::id::{ChildId, CompanionId, JourneyId, PlaceId, StepId, VisitId};
use crate::domain::journey::{JourneyState, JourneyStatus};
use crate::domain::place::Stage;
use crate::domain::time::Time;

pub fn add_journey(conn: &mut Conn, journey: &Journey) -> QueryResult<()> {
    diesel::insert_into(journeys::table).values(Row::new(journey)).execute(conn).map(drop)
}

pub fn journey(conn: &mut Conn, id: JourneyId) -> QueryResult<Option<Journey>> {
    journeys::table.find(id).first(conn).optional().map(|row| row.map(Row::into_journey))
}

pub fn columns_match_state(conn: &mut Conn, journey: &Journey) -> QueryResult<bool> {
    let row: Option<Row> = journeys::table.find(journey.id).first(conn).optional()?;
    let filter_columns = |row: &Row| {
        let position = (row.status, row.stage, row.place_id);
        (position, row.last_seen_at, row.last_step_at, row.last_step_id)
    };
    Ok(row.is_some_and(|row| filter_columns(&row) == filter_columns(&Row::new(journey))))
}

pub fn latest_journey_of(conn: &mut Conn, companion: CompanionId) -> QueryResult<Option<Journey>> {
    let of_companion = journeys::table.filter(journeys::companion_id.eq(companion));
    let row = of_companion.order(journeys::id.desc()).first(conn).optional()?;
    Ok(row.map(Row::into_journey))
}

pub fn journeys_of_visit(conn: &mut Conn, visit: VisitId) -> QueryResult<Vec<Journey>> {
    let of_visit = journeys::table.filter(journeys::visit_id.eq(visit));
    let rows = of_visit.order(journeys::id).load(conn)?;
    Ok(rows.into_iter().map(Row::into_journey).collect())
}

pub fn journeys_of_companion(
    conn: &mut Conn,
    companion: CompanionId,
    after: Option<JourneyId>,
    limit: i64,
) -> QueryResult<Vec<Journey>> {
    let of_companion = journeys::table.filter(journeys::companion_id.eq(companion));
    let mut query = of_companion.order(journeys::id).limit(limit).into_boxed();
    if let Some(after) = after {
        query = query.filter(journeys::id.gt(after));
    }
    Ok(query.load(conn)?.into_iter().map(Row::into_journey).collect())
}

pub fn board(
    conn: &mut Conn,
    status: Option<JourneyStatus>,
    stage: Option<Stage>,
    place: Option<PlaceId>,
    after: Option<JourneyId>,
    limit: i64,
) -> QueryResult<Vec<Journey>> {
    let mut query = journeys::table.order(journeys::id).limit(limit).into_boxed();
    if let Some(status) = status {
        query = query.filter(journeys::status.eq(status));
    }
    if let Some(stage) = stage {
        query = query.filter(journeys::stage.eq(stage));
    }
    if let Some(place) = place {
        query = query.filter(journeys::place_id.eq(place));
    }
    if let Some(after) = after {
        query = query.filter(journeys::id.gt(after));
    }
    Ok(query.load(conn)?.into_iter().map(Row::into_journey).collect())
}

pub fn journeys_by_ids(conn: &mut Conn, ids: &[JourneyId]) -> QueryResult<Vec<Journey>> {
    let rows: Vec<Row> = match ids {
        [] => Vec::new(),
        [id] => journeys::table.filter(journeys::id.eq(id)).load(conn)?,
        ids => journeys::table.filter(journeys::id.eq_any(ids)).load(conn)?,
    };
    Ok(rows.into_iter().map(Row::into_journey).collect())
}

pub fn save_journey(conn: &mut Conn, journey: &Journey) -> QueryResult<bool> {
    let old = journeys::table.find(journey.id).filter(journeys::revision.eq(journey.revision));
    let new = Row::new(journey);
    // Only columns that a step can change. SQL updates every index of a column that is set.
    diesel::update(old)
        .set((
            journeys::status.eq(new.status),
            journeys::stage.eq(new.stage),
            journeys::place_id.eq(new.place_id),
            journeys::last_seen_at.eq(new.last_seen_at),
            journeys::state.eq(new.state),
            journeys::family_held.eq(new.family_held),
            journeys::last_step_at.eq(new.last_step_at),
            journeys::last_step_id.eq(new.last_step_id),
            journeys::revision.eq(new.revision + 1),
        ))
        .execute(conn)
        .map(|rows| rows == 1)
}

#[derive(Insertable, Queryable)]
#[diesel(table_name = journeys, treat_none_as_default_value = false)]
pub struct Row {
    id: JourneyId,
    visit_id: VisitId,
    companion_id: CompanionId,
    child_id: ChildId,
    status: JourneyStatus,
    stage: Stage,
    place_id: Option<PlaceId>,
    last_seen_at: Option<Time>,
    state: JourneyState,
    family_held: Option<FrozenFeed>,
    last_step_at: Option<Time>,
    last_step_id: Option<StepId>,
    revision: i64,
    created_at: Time,
}

impl Row {
    /// Some columns duplicate parts of the state, so that the board can filter by them.
    fn new(journey: &Journey) -> Self {
        let Journey { id, visit_id, companion_id, child_id, state, family_held, .. } =
            journey.clone();
        let (last_step_at, last_step_id) = state.last_step.unzip();
        Self {
            id,
            visit_id,
            companion_id,
            child_id,
            status: state.status,
            stage: state.stage,
            place_id: state.whereabouts.as_ref().map(|at| at.place.id),
            last_seen_at: state.last_seen_at,
            state,
            family_held,
            last_step_at,
            last_step_id,
            revision: journey.revision,
            created_at: journey.created_at,
        }
    }

    pub fn into_journey(self) -> Journey {
        Journey {
            id: self.id,
            visit_id: self.visit_id,
            companion_id: self.companion_id,
            child_id: self.child_id,
            state: self.state,
            family_held: self.family_held,
            revision: self.revision,
            created_at: self.created_at,
        }
    }
}
