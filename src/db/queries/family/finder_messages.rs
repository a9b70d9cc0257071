//! Messages of finders.

use diesel::prelude::*;

use super::super::Conn;
use crate::db::models::FinderMessage;
use crate::db::schema::{finder_messages as messages, tags};
use crate::domain::id::CompanionId;
use crate::domain::time::Time;

pub fn add_finder_message(conn: &mut Conn, message: &FinderMessage) -> QueryResult<()> {
    diesel::insert_into(messages::table).values(message.clone()).execute(conn).map(drop)
}

pub fn finder_messages_since(
    conn: &mut Conn,
    companion: CompanionId,
    since: Time,
) -> QueryResult<Vec<FinderMessage>> {
    let theirs = tags::table.filter(tags::companion_id.eq(companion)).select(tags::code);
    let recent =
        messages::table.filter(messages::tag.eq_any(theirs)).filter(messages::created_at.gt(since));
    recent.order((messages::created_at, messages::id)).load(conn)
}
