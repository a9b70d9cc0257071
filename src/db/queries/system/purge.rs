//! Purging a child's data: texts are removed, records stay.

use diesel::prelude::*;

use super::super::Conn;
use crate::db::Json;
use crate::db::codec::step::Body;
use crate::db::schema::{
    alerts, children, companions, family_links as links, finder_messages, outbox,
    patient_ref_hashes as hashes, purging, push_subscriptions, scans, steps, tags, visits,
};
use crate::domain::id::{ChildId, JourneyId, VisitId};
use crate::domain::journey::step::Step;
use crate::domain::time::Time;

pub fn begin_purge(conn: &mut Conn, journeys: &[JourneyId]) -> QueryResult<()> {
    let rows: Vec<_> = journeys.iter().map(|&id| purging::journey_id.eq(id)).collect();
    diesel::insert_into(purging::table).values(rows).execute(conn).map(drop)
}

pub fn end_purge(conn: &mut Conn) -> QueryResult<()> {
    diesel::delete(purging::table).execute(conn).map(drop)
}

pub fn rewrite_steps(conn: &mut Conn, rewritten: &[Step]) -> QueryResult<()> {
    rewritten.iter().try_for_each(|step| {
        let body = Json(Body::new(&step.payload, step.overrode.as_ref()));
        let old = steps::table.find(step.id);
        diesel::update(old).set(steps::body.eq(body)).execute(conn).map(drop)
    })
}

pub fn redact_scans_and_alerts(conn: &mut Conn, journey: JourneyId) -> QueryResult<()> {
    diesel::update(scans::table.filter(scans::journey_id.eq(journey)))
        .set(scans::answer.eq(None::<String>))
        .execute(conn)?;
    diesel::update(alerts::table.filter(alerts::journey_id.eq(journey)))
        .set(alerts::note.eq(None::<String>))
        .execute(conn)
        .map(drop)
}

pub fn redact_visit(conn: &mut Conn, visit: VisitId, now: Time) -> QueryResult<()> {
    let held = visits::table.find(visit).filter(visits::hold_reason.is_not_null());
    diesel::update(held)
        .set((visits::hold_reason.eq(""), visits::revision.eq(visits::revision + 1)))
        .execute(conn)?;
    let theirs = || links::table.filter(links::visit_id.eq(visit));
    diesel::update(theirs()).set(links::name.eq("")).execute(conn)?;
    diesel::delete(outbox::table.filter(outbox::visit_id.eq(visit))).execute(conn)?;
    let link_ids = theirs().select(links::id);
    diesel::delete(push_subscriptions::table.filter(push_subscriptions::link_id.eq_any(link_ids)))
        .execute(conn)?;
    diesel::update(theirs().filter(links::revoked_at.is_null()))
        .set(links::revoked_at.eq(now))
        .execute(conn)
        .map(drop)
}

pub fn redact_child(conn: &mut Conn, child: ChildId, now: Time) -> QueryResult<()> {
    diesel::update(children::table.find(child))
        .set((
            children::alias.eq(""),
            children::patient_ref.eq(None::<String>),
            children::purged_at.eq(now),
            children::revision.eq(children::revision + 1),
        ))
        .execute(conn)?;
    diesel::delete(hashes::table.filter(hashes::child_id.eq(child))).execute(conn)?;
    redact_companions(conn, child)
}

fn redact_companions(conn: &mut Conn, child: ChildId) -> QueryResult<()> {
    let theirs = || companions::table.filter(companions::child_id.eq(child));
    diesel::update(theirs())
        .set((
            companions::name.eq(""),
            companions::description.eq(None::<String>),
            companions::revision.eq(companions::revision + 1),
        ))
        .execute(conn)?;
    let ids = || theirs().select(companions::id.nullable());
    let worn = tags::table.filter(tags::companion_id.eq_any(ids())).select(tags::code);
    diesel::delete(finder_messages::table.filter(finder_messages::tag.eq_any(worn)))
        .execute(conn)?;
    let withdrawn = tags::table.filter(tags::void_reason.is_not_null());
    diesel::update(withdrawn.filter(tags::companion_id.eq_any(ids())))
        .set(tags::void_reason.eq(""))
        .execute(conn)
        .map(drop)
}
