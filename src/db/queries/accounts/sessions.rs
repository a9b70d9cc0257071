//! Sessions of members of staff.

use diesel::prelude::*;

use super::super::Conn;
use crate::db::models::{Session, Staff};
use crate::db::schema::{phones, sessions, staff};
use crate::domain::id::{PhoneId, StaffId};
use crate::domain::time::Time;

pub fn add_session(conn: &mut Conn, session: &Session) -> QueryResult<()> {
    diesel::insert_into(sessions::table).values(session).execute(conn).map(drop)
}

pub fn session(conn: &mut Conn, token_hash: &[u8]) -> QueryResult<Option<(Session, Staff)>> {
    let joined = sessions::table.inner_join(staff::table).left_join(phones::table);
    let of_token = joined.filter(sessions::token_hash.eq(token_hash));
    let columns = (sessions::all_columns, staff::all_columns);
    of_token.filter(phones::revoked_at.is_null()).select(columns).first(conn).optional()
}

pub fn session_by_queue(conn: &mut Conn, hash: &[u8]) -> QueryResult<Option<(Session, Staff)>> {
    let joined = sessions::table.inner_join(staff::table).left_join(phones::table);
    let of_token = joined.filter(sessions::queue_hash.eq(hash));
    let columns = (sessions::all_columns, staff::all_columns);
    of_token.filter(phones::revoked_at.is_null()).select(columns).first(conn).optional()
}

pub fn touch_session(conn: &mut Conn, token_hash: &[u8], now: Time) -> QueryResult<()> {
    // Of two concurrent requests the later time wins, whichever is written first.
    let older = sessions::table.find(token_hash).filter(sessions::last_seen_at.lt(now));
    diesel::update(older).set(sessions::last_seen_at.eq(now)).execute(conn).map(drop)
}

pub fn end_session(conn: &mut Conn, token_hash: &[u8], now: Time) -> QueryResult<()> {
    let active = sessions::table.find(token_hash).filter(sessions::ended_at.is_null());
    diesel::update(active).set(sessions::ended_at.eq(now)).execute(conn).map(drop)
}

pub fn end_sessions_of(conn: &mut Conn, staff: StaffId, now: Time) -> QueryResult<()> {
    let theirs = sessions::table.filter(sessions::staff_id.eq(staff));
    let active = theirs.filter(sessions::ended_at.is_null());
    diesel::update(active).set(sessions::ended_at.eq(now)).execute(conn).map(drop)
}

pub fn end_sessions_on(conn: &mut Conn, phone: PhoneId, now: Time) -> QueryResult<Vec<StaffId>> {
    let on_phone = sessions::table.filter(sessions::phone_id.eq(phone));
    let active = on_phone.filter(sessions::ended_at.is_null());
    let ended = diesel::update(active).set(sessions::ended_at.eq(now));
    ended.returning(sessions::staff_id).load(conn)
}

pub fn revoke_queue_tokens_of(conn: &mut Conn, staff: StaffId) -> QueryResult<()> {
    let theirs = sessions::table.filter(sessions::staff_id.eq(staff));
    let waiting = theirs.filter(sessions::queue_hash.is_not_null());
    diesel::update(waiting).set(sessions::queue_hash.eq(None::<Vec<u8>>)).execute(conn).map(drop)
}
