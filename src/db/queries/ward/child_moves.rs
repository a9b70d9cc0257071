//! Moves of children; append-only.

use diesel::prelude::*;

use super::super::Conn;
use crate::db::models::VisitMove;
use crate::db::schema::visit_moves as moves;
use crate::domain::account::person::MoveSource;
use crate::domain::id::{MoveId, PlaceId, ServiceTokenId, StaffId, VisitId};
use crate::domain::time::Time;

pub fn add_move(conn: &mut Conn, new: &VisitMove) -> QueryResult<()> {
    diesel::insert_into(moves::table).values(Row::new(new)).execute(conn).map(drop)
}

pub fn moves_of(conn: &mut Conn, visit: VisitId) -> QueryResult<Vec<VisitMove>> {
    let of_visit = moves::table.filter(moves::visit_id.eq(visit));
    let rows: Vec<Row> = of_visit.order((moves::occurred_at, moves::id)).load(conn)?;
    Ok(rows.into_iter().filter_map(Row::into_move).collect())
}

pub fn find_move(
    conn: &mut Conn,
    visit: VisitId,
    place: PlaceId,
    occurred_at: Time,
) -> QueryResult<Option<VisitMove>> {
    let at_that_time = moves::visit_id.eq(visit).and(moves::occurred_at.eq(occurred_at));
    let same = moves::table.filter(at_that_time.and(moves::place_id.eq(place)));
    let row: Option<Row> = same.first(conn).optional()?;
    Ok(row.and_then(Row::into_move))
}

#[derive(Insertable, Queryable)]
#[diesel(table_name = moves, treat_none_as_default_value = false)]
struct Row {
    id: MoveId,
    visit_id: VisitId,
    place_id: PlaceId,
    occurred_at: Time,
    recorded_at: Time,
    by_staff: Option<StaffId>,
    by_service: Option<ServiceTokenId>,
}

impl Row {
    const fn new(new: &VisitMove) -> Self {
        let &VisitMove { id, visit_id, place_id, occurred_at, recorded_at, by } = new;
        let (by_staff, by_service) = match by {
            MoveSource::Staff(id) => (Some(id), None),
            MoveSource::Service(id) => (None, Some(id)),
        };
        Self { id, visit_id, place_id, occurred_at, recorded_at, by_staff, by_service }
    }

    /// `None` if the row names no source, which the table's check rules out.
    fn into_move(self) -> Option<VisitMove> {
        let Self { id, visit_id, place_id, occurred_at, recorded_at, by_staff, by_service } = self;
        let by = by_staff.map(MoveSource::Staff).or_else(|| by_service.map(MoveSource::Service))?;
        Some(VisitMove { id, visit_id, place_id, occurred_at, recorded_at, by })
    }
}
