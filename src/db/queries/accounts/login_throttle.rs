//! Counts of failed sign-ins, to throttle password guessing.

use diesel::dsl::case_when;
use diesel::prelude::*;
use diesel::sql_types::Integer;
use diesel::upsert::excluded;

use super::super::Conn;
use crate::db::models::LoginAttempts;
use crate::db::schema::sign_in_attempts as column;
use crate::domain::time::Time;

// A single statement, so that concurrent attempts are all counted.
pub fn record_login_failure(
    conn: &mut Conn,
    bucket: &str,
    at: Time,
    since: Time,
) -> QueryResult<i32> {
    let is_old = || column::since.lt(since);
    let failures = case_when::<_, _, Integer>(is_old(), 1).otherwise(column::failures + 1);
    let began = case_when(is_old(), excluded(column::since)).otherwise(column::since);
    diesel::insert_into(column::table)
        .values((column::bucket.eq(bucket), column::failures.eq(1), column::since.eq(at)))
        .on_conflict(column::bucket)
        .do_update()
        .set((column::failures.eq(failures), column::since.eq(began)))
        .returning(column::failures)
        .get_result(conn)
}

pub fn login_attempts(conn: &mut Conn, bucket: &str) -> QueryResult<Option<LoginAttempts>> {
    let counted = column::table.find(bucket).select((column::failures, column::since));
    let row = counted.first(conn).optional()?;
    Ok(row.map(|(failures, since)| LoginAttempts { failures, since }))
}

pub fn delete_attempts(conn: &mut Conn, bucket: &str) -> QueryResult<()> {
    diesel::delete(column::table.find(bucket)).execute(conn).map(drop)
}

pub fn undo_login_failure(conn: &mut Conn, bucket: &str) -> QueryResult<()> {
    let counted = column::table.find(bucket);
    // The table allows no count of zero.
    let last = counted.filter(column::failures.le(1));
    if diesel::delete(last).execute(conn)? == 0 {
        let less = column::failures.eq(column::failures - 1);
        diesel::update(counted).set(less).execute(conn)?;
    }
    Ok(())
}
