//! Audit entries and the end of their hash chain.

use diesel::prelude::*;
use diesel::upsert::excluded;

use super::super::{Conn, advisory_lock};
use crate::db::columns::AnyId;
use crate::db::models::AuditFilter;
use crate::db::schema::{audit, audit_head as head};
use crate::domain::audit::{
    AuditAction, AuditActor, AuditContext, AuditEntry, AuditRecord, AuditSubject, ChainHead,
};
use crate::domain::id::{JourneyId, VisitId};
use crate::domain::time::Time;

/// The table has a single row.
const HEAD_ID: i32 = 1;

pub fn lock_audit(conn: &mut Conn) -> QueryResult<()> {
    advisory_lock(conn, b"audit")
}

pub fn audit_head(conn: &mut Conn) -> QueryResult<Option<ChainHead>> {
    let columns = (head::seq, head::seal, head::key_id, head::closing);
    let row = head::table.find(HEAD_ID).select(columns).first(conn).optional()?;
    Ok(row.map(|(seq, last_mac, key, closing)| ChainHead { seq, last_mac, key, closing }))
}

pub fn save_audit_head(conn: &mut Conn, new: &ChainHead) -> QueryResult<()> {
    diesel::insert_into(head::table)
        .values((
            head::id.eq(HEAD_ID),
            head::seq.eq(new.seq),
            head::seal.eq(&new.last_mac),
            head::key_id.eq(&new.key),
            head::closing.eq(&new.closing),
        ))
        .on_conflict(head::id)
        .do_update()
        .set((
            head::seq.eq(excluded(head::seq)),
            head::seal.eq(excluded(head::seal)),
            head::key_id.eq(excluded(head::key_id)),
            head::closing.eq(excluded(head::closing)),
        ))
        .execute(conn)
        .map(drop)
}

pub fn add_audit(conn: &mut Conn, entries: &[AuditEntry]) -> QueryResult<()> {
    match entries {
        [entry] => {
            diesel::insert_into(audit::table).values(Row::new(entry)).execute(conn).map(drop)
        }
        // The number of bind parameters of a statement is limited.
        entries => entries.chunks(64).try_for_each(|chunk| {
            let rows: Vec<_> = chunk.iter().map(Row::new).collect();
            diesel::insert_into(audit::table).values(rows).execute(conn).map(drop)
        }),
    }
}

pub fn audit_after(conn: &mut Conn, seq: i64, limit: i64) -> QueryResult<Vec<AuditEntry>> {
    let rows: Vec<Row> =
        audit::table.filter(audit::seq.gt(seq)).order(audit::seq).limit(limit).load(conn)?;
    Ok(rows.into_iter().map(Row::into_entry).collect())
}

pub fn audit_page(
    conn: &mut Conn,
    filter: &AuditFilter,
    after: Option<i64>,
    limit: i64,
) -> QueryResult<Vec<AuditEntry>> {
    let mut query = audit::table.order(audit::seq).limit(limit).into_boxed();
    if let Some(after) = after {
        query = query.filter(audit::seq.gt(after));
    }
    if let Some(from) = filter.from {
        query = query.filter(audit::at.ge(from));
    }
    if let Some(to) = filter.to {
        query = query.filter(audit::at.lt(to));
    }
    if let Some(actor) = filter.actor_id {
        query = query.filter(audit::actor_id.eq(AnyId::from_uuid(actor)));
    }
    if let Some(visit) = filter.visit {
        query = query.filter(audit::visit_id.eq(visit));
    }
    let rows: Vec<Row> = query.load(conn)?;
    Ok(rows.into_iter().map(Row::into_entry).collect())
}

#[derive(Insertable, Queryable)]
#[diesel(table_name = audit, treat_none_as_default_value = false)]
struct Row {
    seq: i64,
    at: Time,
    action: AuditAction,
    actor: AuditActor,
    actor_id: Option<AnyId>,
    route: String,
    request_id: Option<AnyId>,
    topic: Option<String>,
    subject_id: Option<AnyId>,
    journey_id: Option<JourneyId>,
    visit_id: Option<VisitId>,
    key_id: String,
    #[diesel(column_name = seal)]
    mac: Vec<u8>,
}

impl Row {
    fn new(entry: &AuditEntry) -> Self {
        let AuditEntry { seq, record, key, mac } = entry.clone();
        let AuditRecord { at, action, context, topic } = record;
        let AuditSubject { id, journey, visit } = context.subject;
        Self {
            seq,
            at,
            action,
            actor: context.actor,
            actor_id: context.actor_id.map(AnyId::from_uuid),
            route: context.route,
            request_id: context.request_id.map(AnyId::from_uuid),
            topic,
            subject_id: id.map(AnyId::from_uuid),
            journey_id: journey,
            visit_id: visit,
            key_id: key,
            mac,
        }
    }

    fn into_entry(self) -> AuditEntry {
        let subject = AuditSubject {
            id: self.subject_id.map(AnyId::uuid),
            journey: self.journey_id,
            visit: self.visit_id,
        };
        let context = AuditContext {
            actor: self.actor,
            actor_id: self.actor_id.map(AnyId::uuid),
            route: self.route,
            request_id: self.request_id.map(AnyId::uuid),
            subject,
        };
        let record = AuditRecord { at: self.at, action: self.action, context, topic: self.topic };
        AuditEntry { seq: self.seq, record, key: self.key_id, mac: self.mac }
    }
}
