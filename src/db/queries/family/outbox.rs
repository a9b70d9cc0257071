//! What families are told of outside their page: who asked for it, and what waits to be sent.

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::upsert::excluded;

use super::super::Conn;
use crate::db::models::{FamilyLink, OutboxEntry, PushSubscription};
use crate::db::schema::{
    family_links as links, notices, push_subscriptions as subscriptions, visits,
};
use crate::domain::id::{FamilyLinkId, OutboxEntryId, SubscriptionId, VisitId};
use crate::domain::time::Time;

pub fn keep_subscription(conn: &mut Conn, new: &PushSubscription) -> QueryResult<PushSubscription> {
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

// What waits for it goes along, by the reference.
pub fn drop_subscription(conn: &mut Conn, id: SubscriptionId) -> QueryResult<bool> {
    diesel::delete(subscriptions::table.find(id)).execute(conn).map(|rows| rows == 1)
}

pub fn drop_idle_subscriptions(conn: &mut Conn, now: Time, ended: Time) -> QueryResult<usize> {
    let revoked = links::table.filter(links::revoked_at.is_not_null()).select(links::id);
    let over = links::table.filter(links::expires_at.le(now)).select(links::id);
    let left =
        links::table.inner_join(visits::table).filter(visits::ended_at.lt(ended)).select(links::id);
    let idle = subscriptions::table.filter(
        subscriptions::link_id
            .eq_any(revoked)
            .or(subscriptions::link_id.eq_any(over))
            .or(subscriptions::link_id.eq_any(left)),
    );
    diesel::delete(idle).execute(conn)
}

pub fn live_links_of(conn: &mut Conn, visit: VisitId) -> QueryResult<Vec<FamilyLink>> {
    let theirs = links::table.filter(links::visit_id.eq(visit));
    theirs.filter(links::revoked_at.is_null()).order(links::id).load(conn)
}

pub fn add_notice(conn: &mut Conn, new: &OutboxEntry) -> QueryResult<()> {
    diesel::insert_into(notices::table).values(new).execute(conn).map(drop)
}

pub fn notice(conn: &mut Conn, id: OutboxEntryId) -> QueryResult<Option<OutboxEntry>> {
    notices::table.find(id).first(conn).optional()
}

pub fn notices_due(
    conn: &mut Conn,
    now: Time,
    to_browsers: bool,
    to_webhook: bool,
    limit: i64,
) -> QueryResult<Vec<OutboxEntry>> {
    let due = notices::table.filter(notices::due_at.le(now));
    let mut query = due.order((notices::due_at, notices::id)).limit(limit).into_boxed();
    if !to_browsers {
        query = query.filter(notices::subscription_id.is_null());
    }
    if !to_webhook {
        query = query.filter(notices::subscription_id.is_not_null());
    }
    query.load(conn)
}

pub fn is_overtaken(conn: &mut Conn, notice: &OutboxEntry) -> QueryResult<bool> {
    let later = notices::table.filter(notices::link_id.eq(notice.link_id));
    let later = later.filter(notices::id.gt(notice.id));
    let Some(browser) = notice.subscription_id else {
        let same = later.filter(notices::subscription_id.is_null());
        return diesel::select(exists(same)).get_result(conn);
    };
    let same = later.filter(notices::subscription_id.eq(browser));
    diesel::select(exists(same)).get_result(conn)
}

pub fn put_off_notice(
    conn: &mut Conn,
    id: OutboxEntryId,
    due: Time,
    until: Time,
    tries: i32,
) -> QueryResult<bool> {
    diesel::update(notices::table.find(id).filter(notices::due_at.eq(due)))
        .set((notices::due_at.eq(until), notices::tries.eq(tries)))
        .execute(conn)
        .map(|rows| rows == 1)
}

pub fn drop_notice(conn: &mut Conn, id: OutboxEntryId) -> QueryResult<bool> {
    diesel::delete(notices::table.find(id)).execute(conn).map(|rows| rows == 1)
}

pub fn drop_notices_of(conn: &mut Conn, visit: VisitId) -> QueryResult<usize> {
    diesel::delete(notices::table.filter(notices::visit_id.eq(visit))).execute(conn)
}

pub fn drop_notices_before(conn: &mut Conn, time: Time) -> QueryResult<Vec<OutboxEntry>> {
    let old = diesel::delete(notices::table.filter(notices::made_at.lt(time)));
    old.returning(notices::all_columns).get_results(conn)
}
