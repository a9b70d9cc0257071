//! Failed sign-ins, counted where somebody stands who may be guessing.

use diesel::dsl::case_when;
use diesel::prelude::*;
use diesel::sql_types::Integer;
use diesel::upsert::excluded;

use super::super::Conn;
use crate::db::models::LoginAttempts;
use crate::db::schema::sign_in_attempts as column;
use crate::domain::time::Time;

// One statement, so that guesses made at the same moment are all counted.
pub fn note_failure(conn: &mut Conn, bucket: &str, at: Time, since: Time) -> QueryResult<i32> {
    let is_old = || column::since.lt(since);
    let more = case_when::<_, _, Integer>(is_old(), 1).otherwise(column::failures + 1);
    let began = case_when(is_old(), excluded(column::since)).otherwise(column::since);
    diesel::insert_into(column::table)
        .values((column::bucket.eq(bucket), column::failures.eq(1), column::since.eq(at)))
        .on_conflict(column::bucket)
        .do_update()
        .set((column::failures.eq(more), column::since.eq(began)))
        .returning(column::failures)
        .get_result(conn)
}

pub fn attempts(conn: &mut Conn, bucket: &str) -> QueryResult<Option<LoginAttempts>> {
    let counted = column::table.find(bucket).select((column::failures, column::since));
    let row = counted.first(conn).optional()?;
    Ok(row.map(|(failures, since)| LoginAttempts { failures, since }))
}

pub fn forget_attempts(conn: &mut Conn, bucket: &str) -> QueryResult<()> {
    diesel::delete(column::table.find(bucket)).execute(conn).map(drop)
}

pub fn take_back_failure(conn: &mut Conn, bucket: &str) -> QueryResult<()> {
    let counted = column::table.find(bucket);
    // A count is of one at least.
    let last = counted.filter(column::failures.le(1));
    if diesel::delete(last).execute(conn)? == 0 {
        let less = column::failures.eq(column::failures - 1);
        diesel::update(counted).set(less).execute(conn)?;
    }
    Ok(())
}
