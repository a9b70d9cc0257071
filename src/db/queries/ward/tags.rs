//! Tags.

use diesel::prelude::*;

use super::super::Conn;
use super::super::search::{ESCAPE, contains, lower};
use crate::db::models::Tag;
use crate::db::schema::{companions, tags};
use crate::domain::id::{CompanionId, StaffId};
use crate::domain::tag::{TagCode, TagState};
use crate::domain::time::Time;

/// How many tags one statement inserts. Each binds nine values, and PostgreSQL allows 65535.
const BATCH_SIZE: usize = 1000;

pub fn add_tags(conn: &mut Conn, new: &[Tag]) -> QueryResult<()> {
    new.chunks(BATCH_SIZE).try_for_each(|some| {
        diesel::insert_into(tags::table).values(some.to_vec()).execute(conn).map(drop)
    })
}

pub fn tag(conn: &mut Conn, code: &TagCode) -> QueryResult<Option<Tag>> {
    tags::table.find(code).first(conn).optional()
}

pub fn tags_created_by(conn: &mut Conn, by: StaffId, at: Time) -> QueryResult<Vec<Tag>> {
    let together = tags::created_by.eq(by).and(tags::created_at.eq(at));
    tags::table.filter(together).order(tags::code).load(conn)
}

pub fn tags_of_all(conn: &mut Conn, companions: &[CompanionId]) -> QueryResult<Vec<Tag>> {
    tags::table.filter(tags::companion_id.eq_any(companions)).load(conn)
}

pub fn tags_by_codes(conn: &mut Conn, codes: &[TagCode]) -> QueryResult<Vec<Tag>> {
    tags::table.filter(tags::code.eq_any(codes)).load(conn)
}

pub fn tags_of(conn: &mut Conn, companion: CompanionId) -> QueryResult<Vec<Tag>> {
    tags::table.filter(tags::companion_id.eq(companion)).order(tags::code).load(conn)
}

pub fn tags_like(
    conn: &mut Conn,
    typed: &str,
    state: Option<TagState>,
    after: Option<(Time, TagCode)>,
    limit: i64,
) -> QueryResult<Vec<(Tag, Option<String>)>> {
    // Codes are stored without the hyphens that are printed.
    let letters: String = typed.chars().filter(|character| *character != '-').collect();
    let written = tags::code.like(contains(&letters.to_uppercase())).escape(ESCAPE);
    let worn = lower(companions::name).like(lower(contains(typed))).escape(ESCAPE);
    let mut query = tags::table
        .left_join(companions::table)
        .filter(written.or(worn))
        .order((tags::created_at.desc(), tags::code))
        .select((tags::all_columns, companions::name.nullable()))
        .limit(limit)
        .into_boxed();
    if let Some(state) = state {
        query = query.filter(tags::state.eq(state));
    }
    if let Some((made, code)) = after {
        let older = tags::created_at.lt(made);
        query = query.filter(older.or(tags::created_at.eq(made).and(tags::code.gt(code))));
    }
    query.load(conn)
}

pub fn live_tags_of(
    conn: &mut Conn,
    companions: &[CompanionId],
) -> QueryResult<Vec<(CompanionId, TagCode)>> {
    let worn: Vec<(Option<CompanionId>, TagCode)> = tags::table
        .filter(tags::companion_id.eq_any(companions))
        .filter(tags::state.eq(TagState::Live))
        .order(tags::bound_at)
        .select((tags::companion_id, tags::code))
        .load(conn)?;
    Ok(worn.into_iter().filter_map(|(wearer, code)| Some((wearer?, code))).collect())
}

pub fn save_tag(conn: &mut Conn, tag: &Tag) -> QueryResult<()> {
    diesel::update(tags::table.find(tag.code)).set(tag.clone()).execute(conn).map(drop)
}
