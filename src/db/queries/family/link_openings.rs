//! Openings of family links; they are only ever added.

use diesel::dsl::{exists, max, select};
use diesel::prelude::*;

use super::super::Conn;
use crate::db::models::LinkOpening;
use crate::db::schema::{family_links as links, link_openings as openings};
use crate::domain::id::{FamilyLinkId, VisitId};
use crate::domain::time::Time;

pub fn add_opening(conn: &mut Conn, opening: &LinkOpening) -> QueryResult<()> {
    let new = diesel::insert_into(openings::table).values(opening);
    new.on_conflict_do_nothing().execute(conn).map(drop)
}

pub fn has_opening(conn: &mut Conn, opening: &LinkOpening) -> QueryResult<bool> {
    let LinkOpening { link_id, minute, address_hash } = opening;
    let same = openings::table.find((link_id, minute, address_hash));
    select(exists(same)).get_result(conn)
}

pub fn last_openings_of(conn: &mut Conn, visit: VisitId) -> QueryResult<Vec<(FamilyLinkId, Time)>> {
    let links_of_visit = links::table.filter(links::visit_id.eq(visit)).select(links::id);
    let last = openings::table
        .filter(openings::link_id.eq_any(links_of_visit))
        .group_by(openings::link_id)
        .select((openings::link_id, max(openings::minute)));
    let rows: Vec<(FamilyLinkId, Option<Time>)> = last.load(conn)?;
    Ok(rows.into_iter().filter_map(|(link, minute)| Some((link, minute?))).collect())
}
