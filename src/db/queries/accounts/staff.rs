//! Members of staff.

use diesel::prelude::*;

use super::super::Conn;
use super::super::search::{ESCAPE, contains, lower};
use crate::db::models::Staff;
use crate::db::schema::staff;
use crate::domain::id::StaffId;

pub fn add_staff(conn: &mut Conn, new: &Staff) -> QueryResult<()> {
    diesel::insert_into(staff::table).values(new).execute(conn).map(drop)
}

pub fn staff(conn: &mut Conn, id: StaffId) -> QueryResult<Option<Staff>> {
    staff::table.find(id).first(conn).optional()
}

pub fn staff_by_username(conn: &mut Conn, username: &str) -> QueryResult<Option<Staff>> {
    staff::table.filter(staff::username.eq(username)).first(conn).optional()
}

pub fn staff_page(conn: &mut Conn, after: Option<StaffId>, limit: i64) -> QueryResult<Vec<Staff>> {
    let mut query = staff::table.order(staff::id).limit(limit).into_boxed();
    if let Some(after) = after {
        query = query.filter(staff::id.gt(after));
    }
    query.load(conn)
}

pub fn staff_like(
    conn: &mut Conn,
    typed: &str,
    after: Option<&str>,
    limit: i64,
) -> QueryResult<Vec<Staff>> {
    let like = contains(typed);
    let known = lower(staff::username).like(lower(&like)).escape(ESCAPE);
    let called = lower(staff::display_name).like(lower(&like)).escape(ESCAPE);
    let found = staff::table.filter(known.or(called)).order(staff::username);
    let mut query = found.limit(limit).into_boxed();
    if let Some(after) = after {
        query = query.filter(staff::username.gt(after));
    }
    query.load(conn)
}

pub fn staff_names(conn: &mut Conn, ids: &[StaffId]) -> QueryResult<Vec<(StaffId, String)>> {
    let named = staff::table.select((staff::id, staff::display_name));
    match ids {
        [] => Ok(Vec::new()),
        [id] => named.find(id).load(conn),
        ids => named.filter(staff::id.eq_any(ids)).load(conn),
    }
}

pub fn save_staff(conn: &mut Conn, record: &Staff) -> QueryResult<bool> {
    let old = staff::table.find(record.id).filter(staff::revision.eq(record.revision));
    let new = Staff { revision: record.revision + 1, ..record.clone() };
    diesel::update(old).set(new).execute(conn).map(|rows| rows == 1)
}

pub fn save_pin(conn: &mut Conn, id: StaffId, pin_hash: &str) -> QueryResult<()> {
    let new = (staff::pin_hash.eq(pin_hash), staff::revision.eq(staff::revision + 1));
    diesel::update(staff::table.find(id)).set(new).execute(conn).map(drop)
}
