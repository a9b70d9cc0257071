//! Idempotency records.

use diesel::prelude::*;

use super::super::Conn;
use crate::db::models::IdempotencyRecord;
use crate::db::schema::idempotency_records as records;
use crate::domain::time::Time;

pub fn idempotency_record(
    conn: &mut Conn,
    caller: &str,
    key_hash: &[u8],
) -> QueryResult<Option<IdempotencyRecord>> {
    records::table.find((caller, key_hash)).first(conn).optional()
}

pub fn add_idempotency_record(conn: &mut Conn, record: &IdempotencyRecord) -> QueryResult<()> {
    diesel::insert_into(records::table).values(record).execute(conn).map(drop)
}

pub fn count_idempotency_records_before(conn: &mut Conn, time: Time) -> QueryResult<i64> {
    records::table.filter(records::created_at.lt(time)).count().get_result(conn)
}

pub fn delete_idempotency_records_before(conn: &mut Conn, time: Time) -> QueryResult<usize> {
    diesel::delete(records::table.filter(records::created_at.lt(time))).execute(conn)
}
