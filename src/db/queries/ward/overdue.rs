//! Queries across visits, journeys and places for the alert monitor.

use diesel::dsl::exists;
use diesel::prelude::*;

use super::super::Conn;
use super::journeys::Row;
use crate::db::models::Journey;
use crate::db::schema::{journeys, places, visits};
use crate::domain::id::{JourneyId, VisitId};
use crate::domain::journey::JourneyStatus;
use crate::domain::place::{PlaceKind, Stage};
use crate::domain::time::Time;
use crate::domain::visit::VisitStatus;

/// Listed instead of `<> closed`, so that the index on the status is used.
const NOT_CLOSED: [JourneyStatus; 2] = [JourneyStatus::Open, JourneyStatus::Reunited];

pub fn open_visits_placed_by(
    conn: &mut Conn,
    time: Time,
    after: Option<VisitId>,
    limit: i64,
) -> QueryResult<Vec<VisitId>> {
    let of_visit = journeys::table.filter(journeys::visit_id.eq(visits::id));
    let placed = visits::status.eq(VisitStatus::InProgress).and(visits::placed_at.le(time));
    let query = visits::table
        .filter(placed)
        .filter(exists(of_visit.filter(journeys::status.eq_any(NOT_CLOSED))))
        .select(visits::id)
        .order(visits::id)
        .limit(limit);
    match after {
        Some(after) => query.filter(visits::id.gt(after)).load(conn),
        None => query.load(conn),
    }
}

pub fn journeys_with_rewash_policy(conn: &mut Conn) -> QueryResult<Vec<Journey>> {
    let rows: Vec<Row> = journeys::table
        .inner_join(places::table)
        .filter(journeys::status.eq_any(NOT_CLOSED))
        .filter(places::rewash_hours.is_not_null())
        .select(journeys::all_columns)
        .order(journeys::id)
        .load(conn)?;
    Ok(rows.into_iter().map(Row::into_journey).collect())
}

pub fn in_operating_rooms(
    conn: &mut Conn,
    visits: &[VisitId],
) -> QueryResult<Vec<(VisitId, JourneyId)>> {
    let inside = journeys::table
        .inner_join(places::table)
        .filter(journeys::status.ne(JourneyStatus::Closed))
        .filter(journeys::stage.eq(Stage::OperatingRoom))
        .filter(places::kind.eq(PlaceKind::OperatingRoom))
        .select((journeys::visit_id, journeys::id));
    match visits {
        [] => Ok(Vec::new()),
        [visit] => inside.filter(journeys::visit_id.eq(visit)).load(conn),
        visits => inside.filter(journeys::visit_id.eq_any(visits)).load(conn),
    }
}
