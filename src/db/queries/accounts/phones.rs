//! Shared phones and their enrolment codes.

use diesel::prelude::*;

use super::super::Conn;
use super::super::search::{ESCAPE, contains, lower};
use crate::db::models::{Phone, PhoneEnrolment, Staff};
use crate::db::schema::{enrolments, phones, sessions, staff};
use crate::domain::id::PhoneId;
use crate::domain::time::Time;

pub fn add_enrolment(conn: &mut Conn, enrolment: &PhoneEnrolment) -> QueryResult<()> {
    diesel::insert_into(enrolments::table).values(enrolment).execute(conn).map(drop)
}

pub fn enrolment(conn: &mut Conn, code_hash: &[u8]) -> QueryResult<Option<PhoneEnrolment>> {
    enrolments::table.find(code_hash).first(conn).optional()
}

// A single statement, so that one code cannot enrol two phones.
pub fn consume_enrolment(conn: &mut Conn, code_hash: &[u8]) -> QueryResult<Option<PhoneEnrolment>> {
    let deleted = diesel::delete(enrolments::table.find(code_hash));
    deleted.returning(enrolments::all_columns).get_result(conn).optional()
}

pub fn delete_enrolments_before(conn: &mut Conn, time: Time) -> QueryResult<()> {
    let expired = enrolments::table.filter(enrolments::expires_at.lt(time));
    diesel::delete(expired).execute(conn).map(drop)
}

pub fn add_phone(conn: &mut Conn, phone: &Phone) -> QueryResult<()> {
    diesel::insert_into(phones::table).values(phone).execute(conn).map(drop)
}

pub fn phone(conn: &mut Conn, id: PhoneId) -> QueryResult<Option<Phone>> {
    phones::table.find(id).first(conn).optional()
}

pub fn phone_by_hash(conn: &mut Conn, hash: &[u8]) -> QueryResult<Option<Phone>> {
    phones::table.filter(phones::token_hash.eq(hash)).first(conn).optional()
}

pub fn phones_page(conn: &mut Conn, after: Option<PhoneId>, limit: i64) -> QueryResult<Vec<Phone>> {
    let mut query = phones::table.order(phones::id).limit(limit).into_boxed();
    if let Some(after) = after {
        query = query.filter(phones::id.gt(after));
    }
    query.load(conn)
}

pub fn phones_like(
    conn: &mut Conn,
    typed: &str,
    after: Option<PhoneId>,
    limit: i64,
) -> QueryResult<Vec<Phone>> {
    let named = lower(phones::name).like(lower(contains(typed))).escape(ESCAPE);
    let mut query = phones::table.filter(named).order(phones::id.desc()).limit(limit).into_boxed();
    if let Some(after) = after {
        query = query.filter(phones::id.lt(after));
    }
    query.load(conn)
}

pub fn touch_phone(conn: &mut Conn, id: PhoneId, now: Time) -> QueryResult<()> {
    let older = phones::table.find(id).filter(phones::last_seen_at.lt(now));
    diesel::update(older).set(phones::last_seen_at.eq(now)).execute(conn).map(drop)
}

pub fn revoke_phone(conn: &mut Conn, id: PhoneId, now: Time) -> QueryResult<bool> {
    let active = phones::table.find(id).filter(phones::revoked_at.is_null());
    diesel::update(active).set(phones::revoked_at.eq(now)).execute(conn).map(|rows| rows == 1)
}

pub fn staff_signed_in_on(conn: &mut Conn, id: PhoneId, limit: i64) -> QueryResult<Vec<Staff>> {
    let theirs = sessions::table.inner_join(staff::table).filter(sessions::phone_id.eq(id));
    let enabled = theirs.filter(staff::disabled_at.is_null()).select(staff::all_columns);
    enabled.order(sessions::created_at.desc()).limit(limit).load(conn)
}
