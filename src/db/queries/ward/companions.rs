//! Companions.

use diesel::prelude::*;

use super::super::Conn;
use crate::db::models::Companion;
use crate::db::schema::companions;
use crate::domain::id::{ChildId, CompanionId};

pub fn add_companion(conn: &mut Conn, companion: &Companion) -> QueryResult<()> {
    diesel::insert_into(companions::table).values(companion.clone()).execute(conn).map(drop)
}

pub fn companion(conn: &mut Conn, id: CompanionId) -> QueryResult<Option<Companion>> {
    companions::table.find(id).first(conn).optional()
}

pub fn companions_by_ids(conn: &mut Conn, ids: &[CompanionId]) -> QueryResult<Vec<Companion>> {
    match ids {
        [] => Ok(Vec::new()),
        [id] => companions::table.find(id).load(conn),
        ids => companions::table.filter(companions::id.eq_any(ids)).load(conn),
    }
}

pub fn companions_of(conn: &mut Conn, child: ChildId) -> QueryResult<Vec<Companion>> {
    let of_child = companions::table.filter(companions::child_id.eq(child));
    of_child.order(companions::id).load(conn)
}

pub fn companions_page(
    conn: &mut Conn,
    after: Option<CompanionId>,
    limit: i64,
) -> QueryResult<Vec<Companion>> {
    let mut query = companions::table.order(companions::id).limit(limit).into_boxed();
    if let Some(after) = after {
        query = query.filter(companions::id.gt(after));
    }
    query.load(conn)
}

pub fn save_companion(conn: &mut Conn, companion: &Companion) -> QueryResult<bool> {
    let same = companions::table.find(companion.id);
    let old = same.filter(companions::revision.eq(companion.revision));
    let new = Companion { revision: companion.revision + 1, ..companion.clone() };
    diesel::update(old).set(new).execute(conn).map(|rows| rows == 1)
}
