//! Places and their policies.

use diesel::prelude::*;

use super::super::Conn;
use super::super::search::{ESCAPE, contains, lower};
use crate::db::models::Place;
use crate::db::schema::places;
use crate::domain::id::PlaceId;
use crate::domain::place::{EntryPolicy, PlaceKind, PlacePolicy};
use crate::domain::tag::TagCode;
use crate::domain::time::Time;

pub fn add_place(conn: &mut Conn, place: &Place) -> QueryResult<()> {
    diesel::insert_into(places::table).values(Row::new(place)).execute(conn).map(drop)
}

pub fn place(conn: &mut Conn, id: PlaceId) -> QueryResult<Option<Place>> {
    places::table.find(id).first(conn).optional().map(|row| row.map(Row::into_place))
}

pub fn place_by_code(conn: &mut Conn, code: &TagCode) -> QueryResult<Option<Place>> {
    let found = places::table.filter(places::code.eq(code)).first(conn).optional();
    found.map(|row| row.map(Row::into_place))
}

pub fn places_by_ids(conn: &mut Conn, ids: &[PlaceId]) -> QueryResult<Vec<Place>> {
    let rows: Vec<Row> = match ids {
        [] => Vec::new(),
        [id] => places::table.find(id).load(conn)?,
        ids => places::table.filter(places::id.eq_any(ids)).load(conn)?,
    };
    Ok(rows.into_iter().map(Row::into_place).collect())
}

pub fn places_page(conn: &mut Conn, after: Option<PlaceId>, limit: i64) -> QueryResult<Vec<Place>> {
    let mut query = places::table.order(places::id).limit(limit).into_boxed();
    if let Some(after) = after {
        query = query.filter(places::id.gt(after));
    }
    Ok(query.load(conn)?.into_iter().map(Row::into_place).collect())
}

pub fn places_like(
    conn: &mut Conn,
    typed: &str,
    after: Option<&str>,
    limit: i64,
) -> QueryResult<Vec<Place>> {
    let named = lower(places::name).like(lower(contains(typed))).escape(ESCAPE);
    let mut query = places::table.filter(named).order(places::name).limit(limit).into_boxed();
    if let Some(after) = after {
        query = query.filter(places::name.gt(after));
    }
    Ok(query.load(conn)?.into_iter().map(Row::into_place).collect())
}

pub fn save_place(conn: &mut Conn, place: &Place) -> QueryResult<bool> {
    let unchanged = places::id.eq(place.id).and(places::revision.eq(place.revision));
    let row = Row { revision: place.revision + 1, ..Row::new(place) };
    let saved = diesel::update(places::table.filter(unchanged)).set(row).execute(conn)?;
    Ok(saved == 1)
}

#[derive(AsChangeset, Insertable, Queryable)]
#[diesel(table_name = places, treat_none_as_default_value = false, treat_none_as_null = true)]
struct Row {
    id: PlaceId,
    name: String,
    kind: PlaceKind,
    entry: EntryPolicy,
    rewash_hours: Option<i32>,
    isolation: bool,
    code: TagCode,
    active: bool,
    revision: i64,
    created_at: Time,
}

impl Row {
    fn new(place: &Place) -> Self {
        let Place { id, name, kind, policy, code, active, revision, created_at } = place.clone();
        let PlacePolicy { entry, rewash_hours, isolation } = policy;
        // More hours than fit into the column are stored as no limit.
        let rewash_hours = rewash_hours.and_then(|hours| i32::try_from(hours).ok());
        Self { id, name, kind, entry, rewash_hours, isolation, code, active, revision, created_at }
    }

    fn into_place(self) -> Place {
        let Self {
            id,
            name,
            kind,
            entry,
            rewash_hours,
            isolation,
            code,
            active,
            revision,
            created_at,
        } = self;
        let rewash_hours = rewash_hours.and_then(|hours| u32::try_from(hours).ok());
        let policy = PlacePolicy { entry, rewash_hours, isolation };
        Place { id, name, kind, policy, code, active, revision, created_at }
    }
}
