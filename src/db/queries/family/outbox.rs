//! Push subscriptions and the notification outbox.

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::upsert::excluded;

use super::super::Conn;
use crate::db::models::{FamilyLink, OutboxEntry, PushSubscription};
use crate::db::schema::{
    family_links as links, outbox, push_subscriptions as subscriptions, visits,
};
use crate::domain::id::{FamilyLinkId, OutboxEntryId, SubscriptionId, VisitId};
use crate::domain::time::Time;

pub fn save_subscription(conn: &mut Conn, new: &PushSubscription) -> QueryResult<PushSubscription> {
    diesel::insert_into(subscriptions::table)
        .values(new)
        .on_conflict((subscriptions::link_id, subscriptions::endpoint))
        .do_update()
        .set((
            subscriptions::p256dh.eq(excluded(subscriptions::p256dh)),
            subscriptions::auth.eq(excluded(subscriptions::auth)),
        ))
        .returning(subscriptions::all_columns)
        .get_result(conn)
}

pub fn subscription(conn: &mut Conn, id: SubscriptionId) -> QueryResult<Option<PushSubscription>> {
    subscriptions::table.find(id).first(conn).optional()
}

pub fn subscriptions_of(conn: &mut Conn, link: FamilyLinkId) -> QueryResult<Vec<PushSubscription>> {
    let theirs = subscriptions::table.filter(subscriptions::link_id.eq(link));
    theirs.order(subscriptions::id).load(conn)
}

// The foreign key also deletes its outbox entries.
pub fn delete_subscription(conn: &mut Conn, id: SubscriptionId) -> QueryResult<bool> {
    diesel::delete(subscriptions::table.find(id)).execute(conn).map(|rows| rows == 1)
}

pub fn delete_idle_subscriptions(conn: &mut Conn, now: Time, ended: Time) -> QueryResult<usize> {
    let revoked = links::table.filter(links::revoked_at.is_not_null()).select(links::id);
    let expired = links::table.filter(links::expires_at.le(now)).select(links::id);
    let ended_visit =
        links::table.inner_join(visits::table).filter(visits::ended_at.lt(ended)).select(links::id);
    let idle = subscriptions::table.filter(
        subscriptions::link_id
            .eq_any(revoked)
            .or(subscriptions::link_id.eq_any(expired))
            .or(subscriptions::link_id.eq_any(ended_visit)),
    );
    diesel::delete(idle).execute(conn)
}

pub fn unrevoked_links_of(conn: &mut Conn, visit: VisitId) -> QueryResult<Vec<FamilyLink>> {
    let theirs = links::table.filter(links::visit_id.eq(visit));
    theirs.filter(links::revoked_at.is_null()).order(links::id).load(conn)
}

pub fn add_outbox_entry(conn: &mut Conn, new: &OutboxEntry) -> QueryResult<()> {
    diesel::insert_into(outbox::table).values(new).execute(conn).map(drop)
}

pub fn outbox_entry(conn: &mut Conn, id: OutboxEntryId) -> QueryResult<Option<OutboxEntry>> {
    outbox::table.find(id).first(conn).optional()
}

pub fn outbox_entries_due(
    conn: &mut Conn,
    now: Time,
    to_browsers: bool,
    to_webhook: bool,
    limit: i64,
) -> QueryResult<Vec<OutboxEntry>> {
    let due = outbox::table.filter(outbox::due_at.le(now));
    let mut query = due.order((outbox::due_at, outbox::id)).limit(limit).into_boxed();
    if !to_browsers {
        query = query.filter(outbox::subscription_id.is_null());
    }
    if !to_webhook {
        query = query.filter(outbox::subscription_id.is_not_null());
    }
    query.load(conn)
}

pub fn is_superseded(conn: &mut Conn, entry: &OutboxEntry) -> QueryResult<bool> {
    let later = outbox::table.filter(outbox::link_id.eq(entry.link_id));
    let later = later.filter(outbox::id.gt(entry.id));
    let Some(browser) = entry.subscription_id else {
        let same = later.filter(outbox::subscription_id.is_null());
        return diesel::select(exists(same)).get_result(conn);
    };
    let same = later.filter(outbox::subscription_id.eq(browser));
    diesel::select(exists(same)).get_result(conn)
}

pub fn reschedule_outbox_entry(
    conn: &mut Conn,
    id: OutboxEntryId,
    due: Time,
    until: Time,
    attempts: i32,
) -> QueryResult<bool> {
    diesel::update(outbox::table.find(id).filter(outbox::due_at.eq(due)))
        .set((outbox::due_at.eq(until), outbox::attempts.eq(attempts)))
        .execute(conn)
        .map(|rows| rows == 1)
}

pub fn delete_outbox_entry(conn: &mut Conn, id: OutboxEntryId) -> QueryResult<bool> {
    diesel::delete(outbox::table.find(id)).execute(conn).map(|rows| rows == 1)
}

pub fn delete_outbox_of(conn: &mut Conn, visit: VisitId) -> QueryResult<usize> {
    diesel::delete(outbox::table.filter(outbox::visit_id.eq(visit))).execute(conn)
}

pub fn delete_outbox_before(conn: &mut Conn, time: Time) -> QueryResult<Vec<OutboxEntry>> {
    let old = diesel::delete(outbox::table.filter(outbox::created_at.lt(time)));
    old.returning(outbox::all_columns).get_results(conn)
}
