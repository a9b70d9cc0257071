//! Children.

use diesel::prelude::*;

use super::super::Conn;
use crate::db::encryption;
use crate::db::models::Child;
use crate::db::schema::{children, patient_ref_hashes as hashes};
use crate::domain::id::ChildId;

pub fn add_child(conn: &mut Conn, child: &Child) -> QueryResult<()> {
    diesel::insert_into(children::table).values(child.clone()).execute(conn)?;
    save_reference_hashes(conn, child)
}

pub fn child(conn: &mut Conn, id: ChildId) -> QueryResult<Option<Child>> {
    children::table.find(id).first(conn).optional()
}

pub fn child_by_ref(conn: &mut Conn, patient_ref: &str) -> QueryResult<Option<Child>> {
    // A plain reference is found by its value, an encrypted one by its hashes.
    let plain = children::table.filter(children::patient_ref.eq(patient_ref));
    if let Some(child) = plain.first(conn).optional()? {
        return Ok(Some(child));
    }
    let candidates: Vec<_> =
        encryption::reference_hashes(patient_ref).into_iter().map(|(_, hash)| hash).collect();
    if candidates.is_empty() {
        return Ok(None);
    }
    let matching = hashes::table.filter(hashes::hash.eq_any(candidates)).select(hashes::child_id);
    let found: Option<ChildId> = matching.first(conn).optional()?;
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
    let present = children::table.filter(children::purged_at.is_null());
    let mut query = present.order(children::id).limit(limit).into_boxed();
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
        save_reference_hashes(conn, child)?;
    }
    Ok(saved)
}

/// Replaces a child's reference hashes by one for each configured key. With all keys instead of only the current one,
/// two nodes that were given the keys in a different order still detect a duplicate reference.
pub fn save_reference_hashes(conn: &mut Conn, child: &Child) -> QueryResult<()> {
    diesel::delete(hashes::table.filter(hashes::child_id.eq(child.id))).execute(conn)?;
    let new = child.patient_ref.as_deref().map(encryption::reference_hashes).unwrap_or_default();
    new.into_iter().try_for_each(|(key, hash)| {
        let row = (hashes::child_id.eq(child.id), hashes::key_id.eq(key), hashes::hash.eq(hash));
        diesel::insert_into(hashes::table).values(row).execute(conn).map(drop)
    })
}
