//! Children.

use diesel::prelude::*;

use super::super::Conn;
use crate::db::encryption;
use crate::db::models::Child;
use crate::db::schema::{children, patient_marks as marks};
use crate::domain::id::ChildId;

pub fn add_child(conn: &mut Conn, child: &Child) -> QueryResult<()> {
    diesel::insert_into(children::table).values(child.clone()).execute(conn)?;
    mark(conn, child)
}

pub fn child(conn: &mut Conn, id: ChildId) -> QueryResult<Option<Child>> {
    children::table.find(id).first(conn).optional()
}

pub fn child_by_ref(conn: &mut Conn, patient_ref: &str) -> QueryResult<Option<Child>> {
    // One that rests open is found as it is, one that is sealed by its marks.
    let open = children::table.filter(children::patient_ref.eq(patient_ref));
    if let Some(child) = open.first(conn).optional()? {
        return Ok(Some(child));
    }
    let known: Vec<_> = encryption::marks(patient_ref).into_iter().map(|(_, mark)| mark).collect();
    if known.is_empty() {
        return Ok(None);
    }
    let marked = marks::table.filter(marks::mark.eq_any(known)).select(marks::child_id);
    let found: Option<ChildId> = marked.first(conn).optional()?;
    found.map_or(Ok(None), |id| child(conn, id))
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
    let saved = diesel::update(old).set(new).execute(conn)? == 1;
    if saved {
        mark(conn, child)?;
    }
    Ok(saved)
}

/// Has a reference found by its marks under every key there is, and by no others: so two nodes of which one has
/// the newer key first still give no reference twice.
pub fn mark(conn: &mut Conn, child: &Child) -> QueryResult<()> {
    diesel::delete(marks::table.filter(marks::child_id.eq(child.id))).execute(conn)?;
    let of = child.patient_ref.as_deref().map(encryption::marks).unwrap_or_default();
    of.into_iter().try_for_each(|(key, mark)| {
        let row = (marks::child_id.eq(child.id), marks::key_id.eq(key), marks::mark.eq(mark));
        diesel::insert_into(marks::table).values(row).execute(conn).map(drop)
    })
}
