//! Visits.

use diesel::prelude::*;

use super::super::Conn;
use crate::db::encryption::MaybeEncrypted;
use crate::db::models::Visit;
use crate::db::schema::visits;
use crate::domain::id::{ChildId, PlaceId, StaffId, VisitId};
use crate::domain::time::Time;
use crate::domain::visit::{Hold, HoldKind, VisitStatus};

pub fn add_visit(conn: &mut Conn, visit: &Visit) -> QueryResult<()> {
    diesel::insert_into(visits::table).values(Row::new(visit)).execute(conn).map(drop)
}

pub fn visit(conn: &mut Conn, id: VisitId) -> QueryResult<Option<Visit>> {
    visits::table.find(id).first(conn).optional().map(|row| row.map(Row::into_visit))
}

pub fn visits_of(conn: &mut Conn, child: ChildId) -> QueryResult<Vec<Visit>> {
    let rows = visits::table.filter(visits::child_id.eq(child)).order(visits::id).load(conn)?;
    Ok(rows.into_iter().map(Row::into_visit).collect())
}

pub fn open_visit_of(conn: &mut Conn, child: ChildId) -> QueryResult<Option<Visit>> {
    let open = visits::table.filter(visits::status.eq(VisitStatus::InProgress));
    let latest = open.filter(visits::child_id.eq(child)).order(visits::id.desc());
    latest.first(conn).optional().map(|row| row.map(Row::into_visit))
}

pub fn visits_page(conn: &mut Conn, after: Option<VisitId>, limit: i64) -> QueryResult<Vec<Visit>> {
    let mut query = visits::table.order(visits::id).limit(limit).into_boxed();
    if let Some(after) = after {
        query = query.filter(visits::id.gt(after));
    }
    Ok(query.load(conn)?.into_iter().map(Row::into_visit).collect())
}

pub fn save_visit(conn: &mut Conn, visit: &Visit) -> QueryResult<bool> {
    let old = visits::table.find(visit.id).filter(visits::revision.eq(visit.revision));
    let new = Row { revision: visit.revision + 1, ..Row::new(visit) };
    diesel::update(old).set(new).execute(conn).map(|rows| rows == 1)
}

#[derive(AsChangeset, Insertable, Queryable)]
#[diesel(table_name = visits, treat_none_as_default_value = false, treat_none_as_null = true)]
struct Row {
    id: VisitId,
    child_id: ChildId,
    status: VisitStatus,
    place_id: Option<PlaceId>,
    placed_at: Option<Time>,
    hold_kind: Option<HoldKind>,
    #[diesel(serialize_as = MaybeEncrypted, deserialize_as = MaybeEncrypted)]
    hold_reason: Option<String>,
    hold_by: Option<StaffId>,
    hold_at: Option<Time>,
    revision: i64,
    created_at: Time,
    ended_at: Option<Time>,
}

impl Row {
    fn new(visit: &Visit) -> Self {
        let Visit { id, child_id, status, place, hold, revision, created_at, ended_at } =
            visit.clone();
        let (place_id, placed_at) = place.unzip();
        let hold = hold.map(|Hold { kind, reason, by, at }| ((kind, reason), (by, at)));
        let (what, who) = hold.unzip();
        let ((hold_kind, hold_reason), (hold_by, hold_at)) = (what.unzip(), who.unzip());
        Self {
            id,
            child_id,
            status,
            place_id,
            placed_at,
            hold_kind,
            hold_reason,
            hold_by,
            hold_at,
            revision,
            created_at,
            ended_at,
        }
    }

    fn into_visit(self) -> Visit {
        let held = self.hold_kind.zip(self.hold_reason).zip(self.hold_by.zip(self.hold_at));
        Visit {
            id: self.id,
            child_id: self.child_id,
            status: self.status,
            place: self.place_id.zip(self.placed_at),
            hold: held.map(|((kind, reason), (by, at))| Hold { kind, reason, by, at }),
            revision: self.revision,
            created_at: self.created_at,
            ended_at: self.ended_at,
        }
    }
}
