//! First answers, kept for whoever asks the same again.

use diesel::prelude::*;

use super::super::Conn;
use crate::db::models::IdempotencyRecord;
use crate::db::schema::kept_answers as answers;
use crate::domain::time::Time;

pub fn kept_answer(
    conn: &mut Conn,
    caller: &str,
    key_hash: &[u8],
) -> QueryResult<Option<IdempotencyRecord>> {
    answers::table.find((caller, key_hash)).first(conn).optional()
}

pub fn keep_answer(conn: &mut Conn, answer: &IdempotencyRecord) -> QueryResult<()> {
    diesel::insert_into(answers::table).values(answer).execute(conn).map(drop)
}

pub fn answers_before(conn: &mut Conn, time: Time) -> QueryResult<i64> {
    answers::table.filter(answers::created_at.lt(time)).count().get_result(conn)
}

pub fn forget_answers_before(conn: &mut Conn, time: Time) -> QueryResult<usize> {
    diesel::delete(answers::table.filter(answers::created_at.lt(time))).execute(conn)
}
