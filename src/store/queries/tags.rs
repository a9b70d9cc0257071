//! Tags, by their code.

use diesel::prelude::*;

use super::Conn;
use crate::domain::id::CompanionId;
use crate::domain::tag::Code;
use crate::store::rows::Tag;
use crate::store::schema::tags;

/// Tags of one statement: each binds nine values, and `PostgreSQL` takes 65535.
const AT_ONCE: usize = 1000;

pub fn add_tags(conn: &mut Conn, new: &[Tag]) -> QueryResult<()> {
    new.chunks(AT_ONCE)
        .try_for_each(|some| diesel::insert_into(tags::table).values(some).execute(conn).map(drop))
}

pub fn tag(conn: &mut Conn, code: &Code) -> QueryResult<Option<Tag>> {
    tags::table.find(code).first(conn).optional()
}

pub fn tags_by_codes(conn: &mut Conn, codes: &[Code]) -> QueryResult<Vec<Tag>> {
    tags::table.filter(tags::code.eq_any(codes)).load(conn)
}

pub fn tags_of(conn: &mut Conn, companion: CompanionId) -> QueryResult<Vec<Tag>> {
    tags::table.filter(tags::companion_id.eq(companion)).order(tags::code).load(conn)
}

pub fn save_tag(conn: &mut Conn, tag: &Tag) -> QueryResult<()> {
    diesel::update(tags::table.find(tag.code)).set(tag).execute(conn).map(drop)
}
