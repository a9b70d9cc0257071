//! What finders say of companions.

use diesel::prelude::*;

use super::super::Conn;
use crate::db::models::FinderMessage;
use crate::db::schema::{finder_words as words, tags};
use crate::domain::id::CompanionId;
use crate::domain::time::Time;

pub fn add_finder_word(conn: &mut Conn, word: &FinderMessage) -> QueryResult<()> {
    diesel::insert_into(words::table).values(word.clone()).execute(conn).map(drop)
}

pub fn finder_words_since(
    conn: &mut Conn,
    companion: CompanionId,
    since: Time,
) -> QueryResult<Vec<FinderMessage>> {
    let theirs = tags::table.filter(tags::companion_id.eq(companion)).select(tags::code);
    let left = words::table.filter(words::tag.eq_any(theirs)).filter(words::left_at.gt(since));
    left.order((words::left_at, words::id)).load(conn)
}
