//! The audit's entries, and where their chain ends.

use diesel::prelude::*;
use diesel::upsert::excluded;

use super::super::{Conn, one_at_a_time};
use crate::db::columns::AnyId;
use crate::db::models::AuditWanted;
use crate::db::schema::{audit, audit_head as head};
use crate::domain::audit::{
    AuditAction, AuditActor, AuditContext, AuditEntry, AuditRead, AuditSubject, ChainHead,
};
use crate::domain::id::{JourneyId, VisitId};
use crate::domain::time::Time;

/// The one row there is.
const THE_ONE: i32 = 1;

pub fn lock_audit(conn: &mut Conn) -> QueryResult<()> {
    one_at_a_time(conn, b"audit")
}

pub fn audit_head(conn: &mut Conn) -> QueryResult<Option<ChainHead>> {
    let columns = (head::seq, head::seal, head::key_id, head::closing);
    let row = head::table.find(THE_ONE).select(columns).first(conn).optional()?;
    Ok(row.map(|(seq, seal, key, end)| ChainHead { seq, seal, key, end }))
}

pub fn save_audit_head(conn: &mut Conn, new: &ChainHead) -> QueryResult<()> {
    diesel::insert_into(head::table)
        .values((
            head::id.eq(THE_ONE),
            head::seq.eq(new.seq),
            head::seal.eq(&new.seal),
            head::key_id.eq(&new.key),
            head::closing.eq(&new.end),
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
        [one] => diesel::insert_into(audit::table).values(Row::of(one)).execute(conn).map(drop),
        // A statement has room for so many values.
        many => many.chunks(64).try_for_each(|some| {
            let rows: Vec<_> = some.iter().map(Row::of).collect();
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
    wanted: &AuditWanted,
    after: Option<i64>,
    limit: i64,
) -> QueryResult<Vec<AuditEntry>> {
    let mut query = audit::table.order(audit::seq).limit(limit).into_boxed();
    if let Some(after) = after {
        query = query.filter(audit::seq.gt(after));
    }
    if let Some(from) = wanted.from {
        query = query.filter(audit::at.ge(from));
    }
    if let Some(to) = wanted.to {
        query = query.filter(audit::at.lt(to));
    }
    if let Some(doer) = wanted.doer {
        query = query.filter(audit::doer_id.eq(AnyId::from_uuid(doer)));
    }
    if let Some(visit) = wanted.visit {
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
    deed: AuditAction,
    doer: AuditActor,
    doer_id: Option<AnyId>,
    way: String,
    request_id: Option<AnyId>,
    topic: Option<String>,
    subject_id: Option<AnyId>,
    journey_id: Option<JourneyId>,
    visit_id: Option<VisitId>,
    key_id: String,
    seal: Vec<u8>,
}

impl Row {
    fn of(entry: &AuditEntry) -> Self {
        let AuditEntry { seq, note, key, seal } = entry.clone();
        let AuditRead { at, deed, errand, topic } = note;
        let AuditSubject { subject, journey, visit } = errand.about;
        Self {
            seq,
            at,
            deed,
            doer: errand.doer,
            doer_id: errand.id.map(AnyId::from_uuid),
            way: errand.way,
            request_id: errand.request.map(AnyId::from_uuid),
            topic,
            subject_id: subject.map(AnyId::from_uuid),
            journey_id: journey,
            visit_id: visit,
            key_id: key,
            seal,
        }
    }

    fn into_entry(self) -> AuditEntry {
        let about = AuditSubject {
            subject: self.subject_id.map(AnyId::uuid),
            journey: self.journey_id,
            visit: self.visit_id,
        };
        let errand = AuditContext {
            doer: self.doer,
            id: self.doer_id.map(AnyId::uuid),
            way: self.way,
            request: self.request_id.map(AnyId::uuid),
            about,
        };
        let note = AuditRead { at: self.at, deed: self.deed, errand, topic: self.topic };
        AuditEntry { seq: self.seq, note, key: self.key_id, seal: self.seal }
    }
}
