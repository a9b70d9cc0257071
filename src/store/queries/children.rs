//! Children.

use diesel::prelude::*;

use super::Conn;
use crate::domain::id::ChildId;
use crate::store::rows::Child;
use crate::store::schema::children;

pub fn add_child(conn: &mut Conn, child: &Child) -> QueryResult<()> {
    diesel::insert_into(children::table).values(child).execute(conn).map(drop)
}

pub fn child(conn: &mut Conn, id: ChildId) -> QueryResult<Option<Child>> {
    children::table.find(id).first(conn).optional()
}

pub fn child_by_ref(conn: &mut Conn, patient_ref: &str) -> QueryResult<Option<Child>> {
    children::table.filter(children::patient_ref.eq(patient_ref)).first(conn).optional()
}

pub fn children_by_ids(conn: &mut Conn, ids: &[ChildId]) -> QueryResult<Vec<Child>> {
    match ids {
        [] => Ok(Vec::new()),
        [id] => children::table.find(id).load(conn),
        ids => children::table.filter(children::id.eq_any(ids)).load(conn),
    }
}

pub fn children_page(
    conn: &mut Conn,
    after: Option<ChildId>,
    limit: i64,
) -> QueryResult<Vec<Child>> {
    let known = children::table.filter(children::purged_at.is_null());
    let mut query = known.order(children::id).limit(limit).into_boxed();
    if let Some(after) = after {
        query = query.filter(children::id.gt(after));
    }
    query.load(conn)
}

pub fn save_child(conn: &mut Conn, child: &Child) -> QueryResult<bool> {
    let old = children::table.find(child.id).filter(children::revision.eq(child.revision));
    let new = Child { revision: child.revision + 1, ..child.clone() };
    diesel::update(old).set(new).execute(conn).map(|rows| rows == 1)
}
