//! Who may be arriving: questions across visits, children and companions, asked before a check-in.

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::super::Conn;
use super::journeys::Row;
use crate::db::encryption::Encrypted;
use crate::db::models::{Child, Companion, Journey};
use crate::db::schema::{children, companions, journeys, places, visits};
use crate::domain::companion::Species;
use crate::domain::id::VisitId;
use crate::domain::journey::JourneyStatus;
use crate::domain::visit::VisitStatus;

/// Named rather than "not closed", so that the index by status serves.
const UNDER_WAY: [JourneyStatus; 2] = [JourneyStatus::Open, JourneyStatus::Reunited];

pub fn children_expected(
    conn: &mut Conn,
    typed: &str,
    limit: i64,
) -> QueryResult<Vec<(VisitId, Child)>> {
    let theirs = journeys::table.filter(journeys::visit_id.eq(visits::id));
    let expected: Vec<(VisitId, Child)> = visits::table
        .inner_join(children::table)
        .filter(visits::status.eq(VisitStatus::InProgress))
        .filter(children::purged_at.is_null())
        .filter(not(exists(theirs.filter(journeys::status.eq_any(UNDER_WAY)))))
        .select((visits::id, children::all_columns))
        .order(visits::id.desc())
        .load(conn)?;
    // What children are called rests sealed, so the database cannot look for it; as many as arrive are not many.
    let typed_small = typed.to_lowercase();
    let meant = |child: &Child| {
        child.alias.to_lowercase().contains(&typed_small)
            || child.patient_ref.as_deref() == Some(typed)
    };
    let most = usize::try_from(limit).unwrap_or_default();
    Ok(expected.into_iter().filter(|(_, child)| meant(child)).take(most).collect())
}

pub fn companions_not_in(conn: &mut Conn, stays: &[VisitId]) -> QueryResult<Vec<Companion>> {
    let own = visits::child_id.eq(companions::child_id);
    let been = journeys::table
        .filter(journeys::visit_id.eq(visits::id))
        .filter(journeys::companion_id.eq(companions::id));
    companions::table
        .inner_join(visits::table.on(own))
        .filter(visits::id.eq_any(stays))
        .filter(not(exists(been)))
        .select(companions::all_columns)
        .order(companions::id)
        .load(conn)
}

pub fn under_way_of(conn: &mut Conn, species: Species) -> QueryResult<Vec<Journey>> {
    let rows: Vec<Row> = journeys::table
        .inner_join(companions::table)
        .filter(journeys::status.eq_any(UNDER_WAY))
        .filter(companions::species.eq(species))
        .select(journeys::all_columns)
        .order(journeys::id)
        .load(conn)?;
    Ok(rows.into_iter().map(Row::into_journey).collect())
}

pub fn aliases_in_house(conn: &mut Conn) -> QueryResult<Vec<String>> {
    let here = visits::table.inner_join(children::table);
    let here = here.filter(visits::status.eq(VisitStatus::InProgress));
    let aliases: Vec<Encrypted> =
        here.filter(children::purged_at.is_null()).select(children::alias).load(conn)?;
    Ok(aliases.into_iter().map(String::from).collect())
}

pub fn place_names(conn: &mut Conn) -> QueryResult<Vec<String>> {
    places::table.select(places::name).load(conn)
}
