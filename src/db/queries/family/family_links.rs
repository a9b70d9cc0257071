//! Family links.

use diesel::prelude::*;

use super::super::Conn;
use crate::db::models::FamilyLink;
use crate::db::schema::family_links as links;
use crate::domain::family::Relation;
use crate::domain::id::{FamilyLinkId, VisitId};
use crate::domain::time::Time;

pub fn add_link(conn: &mut Conn, link: &FamilyLink) -> QueryResult<()> {
    diesel::insert_into(links::table).values(link.clone()).execute(conn).map(drop)
}

pub fn link(conn: &mut Conn, id: FamilyLinkId) -> QueryResult<Option<FamilyLink>> {
    links::table.find(id).first(conn).optional()
}

pub fn link_by_hash(conn: &mut Conn, hash: &[u8]) -> QueryResult<Option<FamilyLink>> {
    links::table.filter(links::token_hash.eq(hash)).first(conn).optional()
}

pub fn links_of(
    conn: &mut Conn,
    visit: VisitId,
    after: Option<FamilyLinkId>,
    limit: i64,
) -> QueryResult<Vec<FamilyLink>> {
    let theirs = links::table.filter(links::visit_id.eq(visit));
    let mut query = theirs.order(links::id).limit(limit).into_boxed();
    if let Some(after) = after {
        query = query.filter(links::id.gt(after));
    }
    query.load(conn)
}

pub fn links_before(
    conn: &mut Conn,
    visit: VisitId,
    older_than: Option<FamilyLinkId>,
    limit: i64,
) -> QueryResult<Vec<FamilyLink>> {
    let theirs = links::table.filter(links::visit_id.eq(visit));
    let mut query = theirs.order(links::id.desc()).limit(limit).into_boxed();
    if let Some(older_than) = older_than {
        query = query.filter(links::id.lt(older_than));
    }
    query.load(conn)
}

pub fn count_links_for(conn: &mut Conn, visit: VisitId, relation: Relation) -> QueryResult<i64> {
    let theirs = links::table.filter(links::visit_id.eq(visit));
    theirs.filter(links::relation.eq(relation)).count().get_result(conn)
}

pub fn record_first_opening(conn: &mut Conn, id: FamilyLinkId, now: Time) -> QueryResult<()> {
    let unopened = links::table.find(id).filter(links::opened_at.is_null());
    diesel::update(unopened).set(links::opened_at.eq(now)).execute(conn).map(drop)
}

pub fn revoke_link(conn: &mut Conn, id: FamilyLinkId, now: Time) -> QueryResult<bool> {
    let active = links::table.find(id).filter(links::revoked_at.is_null());
    diesel::update(active).set(links::revoked_at.eq(now)).execute(conn).map(|rows| rows == 1)
}
