//! Sessions of signed-in staff, by the hash of their token.

use diesel::prelude::*;

use super::Conn;
use crate::domain::id::StaffId;
use crate::domain::time::Time;
use crate::store::rows::{Session, Staff};
use crate::store::schema::{sessions, staff};

pub fn add_session(conn: &mut Conn, session: &Session) -> QueryResult<()> {
    diesel::insert_into(sessions::table).values(session).execute(conn).map(drop)
}

pub fn session(conn: &mut Conn, token_hash: &[u8]) -> QueryResult<Option<(Session, Staff)>> {
    let with_owner = sessions::table.inner_join(staff::table);
    with_owner.filter(sessions::token_hash.eq(token_hash)).first(conn).optional()
}

pub fn touch_session(conn: &mut Conn, token_hash: &[u8], now: Time) -> QueryResult<()> {
    // Of two requests at once the later one counts, whichever is written first.
    let older = sessions::table.find(token_hash).filter(sessions::last_seen_at.lt(now));
    diesel::update(older).set(sessions::last_seen_at.eq(now)).execute(conn).map(drop)
}

pub fn end_session(conn: &mut Conn, token_hash: &[u8], now: Time) -> QueryResult<()> {
    let going_on = sessions::table.find(token_hash).filter(sessions::ended_at.is_null());
    diesel::update(going_on).set(sessions::ended_at.eq(now)).execute(conn).map(drop)
}

pub fn end_sessions_of(conn: &mut Conn, staff: StaffId, now: Time) -> QueryResult<()> {
    let theirs = sessions::table.filter(sessions::staff_id.eq(staff));
    let going_on = theirs.filter(sessions::ended_at.is_null());
    diesel::update(going_on).set(sessions::ended_at.eq(now)).execute(conn).map(drop)
}
