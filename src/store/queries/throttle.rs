//! Failed sign-ins, counted for each name and each address.

use diesel::dsl::case_when;
use diesel::prelude::*;
use diesel::sql_types::Integer;
use diesel::upsert::excluded;

use super::Conn;
use crate::domain::time::Time;
use crate::store::rows::Attempts;
use crate::store::schema::sign_in_attempts::{self as attempts, dsl};

pub fn note_failure(conn: &mut Conn, bucket: &str, at: Time, since: Time) -> QueryResult<i32> {
    let is_old = || attempts::since.lt(since);
    diesel::insert_into(attempts::table)
        .values((dsl::bucket.eq(bucket), dsl::failures.eq(1), dsl::since.eq(at)))
        .on_conflict(dsl::bucket)
        .do_update()
        .set((
            dsl::failures.eq(case_when::<_, _, Integer>(is_old(), 1).otherwise(dsl::failures + 1)),
            dsl::since.eq(case_when(is_old(), excluded(dsl::since)).otherwise(attempts::since)),
        ))
        .returning(dsl::failures)
        .get_result(conn)
}

pub fn failures(conn: &mut Conn, bucket: &str) -> QueryResult<Option<Attempts>> {
    let row =
        attempts::table.find(bucket).select((dsl::failures, dsl::since)).first(conn).optional()?;
    Ok(row.map(|(failures, since)| Attempts { failures, since }))
}

pub fn forget_failures(conn: &mut Conn, bucket: &str) -> QueryResult<()> {
    diesel::delete(attempts::table.find(bucket)).execute(conn).map(drop)
}
