//! Queries across visits, children and companions for the check-in.

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

/// Listed instead of `<> closed`, so that the index on the status is used.
const NOT_CLOSED: [JourneyStatus; 2] = [JourneyStatus::Open, JourneyStatus::Reunited];

pub fn children_expected(
    conn: &mut Conn,
    typed: &str,
    limit: i64,
) -> QueryResult<Vec<(VisitId, Child)>> {
    let of_visit = journeys::table.filter(journeys::visit_id.eq(visits::id));
    let expected: Vec<(VisitId, Child)> = visits::table
        .inner_join(children::table)
        .filter(visits::status.eq(VisitStatus::InProgress))
        .filter(children::purged_at.is_null())
        .filter(not(exists(of_visit.filter(journeys::status.eq_any(NOT_CLOSED)))))
        .select((visits::id, children::all_columns))
        .order(visits::id.desc())
        .load(conn)?;
    // Aliases may be encrypted, so the database cannot search them. There are few expected children at a time.
    let typed_lower = typed.to_lowercase();
    let matches = |child: &Child| {
        child.alias.to_lowercase().contains(&typed_lower)
            || child.patient_ref.as_deref() == Some(typed)
    };
    let limit = usize::try_from(limit).unwrap_or_default();
    Ok(expected.into_iter().filter(|(_, child)| matches(child)).take(limit).collect())
}

pub fn companions_without_journey_in(
    conn: &mut Conn,
    visit_ids: &[VisitId],
) -> QueryResult<Vec<Companion>> {
    let own = visits::child_id.eq(companions::child_id);
    let own_journey = journeys::table
        .filter(journeys::visit_id.eq(visits::id))
        .filter(journeys::companion_id.eq(companions::id));
    companions::table
        .inner_join(visits::table.on(own))
        .filter(visits::id.eq_any(visit_ids))
        .filter(not(exists(own_journey)))
        .select(companions::all_columns)
        .order(companions::id)
        .load(conn)
}

pub fn unclosed_journeys_of_species(
    conn: &mut Conn,
    species: Species,
) -> QueryResult<Vec<Journey>> {
    let rows: Vec<Row> = journeys::table
        .inner_join(companions::table)
        .filter(journeys::status.eq_any(NOT_CLOSED))
        .filter(companions::species.eq(species))
        .select(journeys::all_columns)
        .order(journeys::id)
        .load(conn)?;
    Ok(rows.into_iter().map(Row::into_journey).collect())
}

pub fn aliases_of_current_children(conn: &mut Conn) -> QueryResult<Vec<String>> {
    let here = visits::table.inner_join(children::table);
    let here = here.filter(visits::status.eq(VisitStatus::InProgress));
    let aliases: Vec<Encrypted> =
        here.filter(children::purged_at.is_null()).select(children::alias).load(conn)?;
    Ok(aliases.into_iter().map(String::from).collect())
}

pub fn place_names(conn: &mut Conn) -> QueryResult<Vec<String>> {
    places::table.select(places::name).load(conn)
}
