//! Erasure of children's data: who is due, what there is and the receipts. Also re-encryption with a new key.

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::super::Conn;
use super::super::search::substr;
use super::super::ward::{
    children as child_queries, journeys as journey_queries, steps as step_queries,
};
use super::purge;
use crate::db::columns::AnyId;
use crate::db::encryption::{self, KEY_PREFIX_LENGTH};
use crate::db::models::{Card, Child, EncryptedTable, ReencryptionBatch};
use crate::db::schema::{
    alerts, cards as card_rows, children, companions, family_links, finder_messages, journeys,
    patient_ref_hashes as hashes, photos, receipts, scans, steps, tags, visit_moves, visits,
};
use crate::domain::erasure::{ErasureCategory, ErasureCounts, ErasureReason, ErasureReceipt};
use crate::domain::id::{ChildId, JourneyId, ReceiptId, StaffId, VisitId};
use crate::domain::tag::TagCode;
use crate::domain::time::Time;

pub fn children_due_for_purge(
    conn: &mut Conn,
    before: Time,
    after: Option<ChildId>,
    limit: i64,
) -> QueryResult<Vec<ChildId>> {
    let theirs = visits::table.filter(visits::child_id.eq(children::id));
    let not_over = visits::ended_at.is_null().or(visits::ended_at.gt(before));
    let mut query = children::table
        .filter(children::purged_at.is_null())
        .filter(children::created_at.le(before))
        .filter(not(exists(theirs.filter(not_over))))
        .select(children::id)
        .order(children::id)
        .limit(limit)
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(children::id.gt(after));
    }
    query.load(conn)
}

pub fn count_visits_open_since(conn: &mut Conn, before: Time) -> QueryResult<i64> {
    let in_progress = visits::table.filter(visits::ended_at.is_null());
    in_progress.filter(visits::created_at.le(before)).count().get_result(conn)
}

pub fn erasure_counts_of(
    conn: &mut Conn,
    child: ChildId,
) -> QueryResult<(ErasureCounts, ErasureCounts)> {
    let theirs = || visits::table.filter(visits::child_id.eq(child));
    let visit_ids: Vec<VisitId> = theirs().select(visits::id).load(conn)?;
    let journey_ids = || journeys::table.filter(journeys::child_id.eq(child)).select(journeys::id);
    let own_companions = || companions::table.filter(companions::child_id.eq(child));
    let worn = || {
        let ids = own_companions().select(companions::id.nullable());
        tags::table.filter(tags::companion_id.eq_any(ids))
    };
    let own_alerts = || alerts::table.filter(alerts::journey_id.eq_any(journey_ids()));
    let own_scans = || scans::table.filter(scans::journey_id.eq_any(journey_ids()));
    let texts = [
        own_companions().filter(companions::description.is_not_null()).count().get_result(conn)?,
        theirs().filter(visits::hold_reason.ne("")).count().get_result(conn)?,
        own_alerts().filter(alerts::note.ne("")).count().get_result(conn)?,
        worn().filter(tags::void_reason.ne("")).count().get_result(conn)?,
        finder_messages::table
            .filter(finder_messages::tag.eq_any(worn().select(tags::code)))
            .count()
            .get_result(conn)?,
    ];
    let texts = texts.iter().sum::<i64>();
    let row = children::table.find(child);
    let child_names: i64 = row.filter(children::alias.ne("")).count().get_result(conn)?;
    let companion_names: i64 =
        own_companions().filter(companions::name.ne("")).count().get_result(conn)?;
    let not_deleted = photos::table.filter(photos::gone_at.is_null());
    let references = row.filter(children::patient_ref.is_not_null());
    let links = family_links::table.filter(family_links::visit_id.eq_any(&visit_ids));
    let released = card_rows::table.filter(card_rows::visit_id.eq_any(&visit_ids));
    let removed = [
        (ErasureCategory::Names, child_names + companion_names),
        (ErasureCategory::References, references.count().get_result(conn)?),
        (ErasureCategory::FreeText, texts),
        (
            ErasureCategory::ScanResponses,
            own_scans().filter(scans::answer.ne("")).count().get_result(conn)?,
        ),
        (ErasureCategory::FamilyLinks, links.count().get_result(conn)?),
        (
            ErasureCategory::Photos,
            not_deleted.filter(photos::visit_id.eq_any(&visit_ids)).count().get_result(conn)?,
        ),
        (ErasureCategory::Cards, released.count().get_result(conn)?),
    ];
    let moves = visit_moves::table.filter(visit_moves::visit_id.eq_any(&visit_ids));
    let own_steps = steps::table.filter(steps::journey_id.eq_any(journey_ids()));
    let kept = [
        (ErasureCategory::Visits, theirs().count().get_result(conn)?),
        (ErasureCategory::Moves, moves.count().get_result(conn)?),
        (ErasureCategory::Journeys, journey_ids().count().get_result(conn)?),
        (ErasureCategory::Steps, own_steps.count().get_result(conn)?),
        (ErasureCategory::Scans, own_scans().count().get_result(conn)?),
        (ErasureCategory::Alerts, own_alerts().count().get_result(conn)?),
    ];
    Ok((ErasureCounts(removed.into()), ErasureCounts(kept.into())))
}

pub fn add_receipt(conn: &mut Conn, receipt: &ErasureReceipt) -> QueryResult<()> {
    diesel::insert_into(receipts::table).values(Row::new(receipt)).execute(conn).map(drop)
}

pub fn receipt_of(conn: &mut Conn, child: ChildId) -> QueryResult<Option<ErasureReceipt>> {
    let row: Option<Row> = receipts::table.find(child).first(conn).optional()?;
    Ok(row.map(Row::into_receipt))
}

#[derive(Insertable, Queryable)]
#[diesel(table_name = receipts, treat_none_as_default_value = false)]
struct Row {
    child_id: ChildId,
    id: ReceiptId,
    why: ErasureReason,
    by_staff: Option<StaffId>,
    erased_at: Time,
    removed: ErasureCounts,
    kept: ErasureCounts,
}

impl Row {
    fn new(receipt: &ErasureReceipt) -> Self {
        let ErasureReceipt { id, child, reason, by, at, removed, retained } = receipt.clone();
        Self {
            child_id: child,
            id,
            why: reason,
            by_staff: by,
            erased_at: at,
            removed,
            kept: retained,
        }
    }

    fn into_receipt(self) -> ErasureReceipt {
        ErasureReceipt {
            id: self.id,
            child: self.child_id,
            reason: self.why,
            by: self.by_staff,
            at: self.erased_at,
            removed: self.removed,
            retained: self.kept,
        }
    }
}

/// The prefix of an encrypted name identifies its key.
pub fn privacy_key_matches(conn: &mut Conn) -> QueryResult<bool> {
    let names = children::table.filter(children::purged_at.is_null());
    let prefixes: Vec<String> =
        names.select(substr(children::alias, 1, KEY_PREFIX_LENGTH)).distinct().load(conn)?;
    Ok(prefixes.iter().all(|prefix| encryption::can_decrypt(prefix)))
}

/// Re-encrypts one column of a batch of rows. A row that was changed in the meantime is not overwritten.
macro_rules! reencrypt_column {
    ($conn:ident, $after:ident, $limit:ident, $apply:ident: $table:ident, $column:ident) => {{
        let mut query = $table::table
            .select(($table::id, $table::$column.nullable()))
            .filter($table::$column.is_not_null())
            .order($table::id)
            .limit($limit)
            .into_boxed();
        if let Some(after) = $after {
            query = query.filter($table::id.gt(AnyId::from_uuid(after)));
        }
        let rows: Vec<(AnyId, Option<String>)> = query.load($conn)?;
        let mut batch =
            ReencryptionBatch { last: rows.last().map(|(id, _)| id.uuid()), stale: Vec::new() };
        for (id, text) in rows {
            let Some(text) = text else { continue };
            let Some(encrypted) = encryption::reencrypted(&text).map_err(decryption_error)? else {
                continue;
            };
            batch.stale.push(id.uuid());
            if $apply {
                let same = $table::table.filter($table::id.eq(id)).filter($table::$column.eq(text));
                diesel::update(same).set($table::$column.eq(encrypted)).execute($conn)?;
            }
        }
        batch
    }};
}

pub fn reencrypt_texts(
    conn: &mut Conn,
    table: EncryptedTable,
    after: Option<uuid::Uuid>,
    limit: i64,
    apply: bool,
) -> QueryResult<ReencryptionBatch> {
    Ok(match table {
        EncryptedTable::Aliases => reencrypt_column!(conn, after, limit, apply: children, alias),
        EncryptedTable::References => {
            let batch = reencrypt_column!(conn, after, limit, apply: children, patient_ref);
            if apply {
                update_reference_hashes(conn, &batch.stale)?;
            }
            batch
        }
        EncryptedTable::Descriptions => {
            reencrypt_column!(conn, after, limit, apply: companions, description)
        }
        EncryptedTable::Holds => reencrypt_column!(conn, after, limit, apply: visits, hold_reason),
        EncryptedTable::Answers => reencrypt_column!(conn, after, limit, apply: scans, answer),
        EncryptedTable::Alerts => reencrypt_column!(conn, after, limit, apply: alerts, note),
        EncryptedTable::Links => reencrypt_column!(conn, after, limit, apply: family_links, name),
        EncryptedTable::Finders => {
            reencrypt_column!(conn, after, limit, apply: finder_messages, message)
        }
    })
}

fn update_reference_hashes(conn: &mut Conn, ids: &[uuid::Uuid]) -> QueryResult<()> {
    for &id in ids {
        let child: Option<Child> = child_queries::child(conn, ChildId::from_uuid(id))?;
        child.map_or(Ok(()), |child| child_queries::save_reference_hashes(conn, &child))?;
    }
    Ok(())
}

/// The same for the reasons of void tags, which have no id but their code.
pub fn reencrypt_void_reasons(
    conn: &mut Conn,
    after: Option<TagCode>,
    limit: i64,
    apply: bool,
) -> QueryResult<(Option<TagCode>, usize)> {
    let mut query = tags::table
        .select((tags::code, tags::void_reason.assume_not_null()))
        .filter(tags::void_reason.is_not_null())
        .order(tags::code)
        .limit(limit)
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(tags::code.gt(after));
    }
    let rows: Vec<(TagCode, String)> = query.load(conn)?;
    let (last, mut stale) = (rows.last().map(|(code, _)| *code), 0);
    for (code, text) in rows {
        let Some(encrypted) = encryption::reencrypted(&text).map_err(decryption_error)? else {
            continue;
        };
        stale += 1;
        if apply {
            let same = tags::table.find(code).filter(tags::void_reason.eq(text));
            diesel::update(same).set(tags::void_reason.eq(encrypted)).execute(conn)?;
        }
    }
    Ok((last, stale))
}

/// An attacker with an old key could use its hashes to test every possible reference.
pub fn delete_old_reference_hashes(conn: &mut Conn) -> QueryResult<()> {
    let known = encryption::key_ids();
    if known.is_empty() {
        return Ok(());
    }
    diesel::delete(hashes::table.filter(hashes::key_id.ne_all(known))).execute(conn).map(drop)
}

/// Re-encrypts the texts in a journey's steps, state and cards. With `apply`, the caller must hold the lock of its visit.
pub fn reencrypt_journey(conn: &mut Conn, id: JourneyId, apply: bool) -> QueryResult<bool> {
    let (read, stale) = encryption::track_stale(|| -> QueryResult<_> {
        let journey = journey_queries::journey(conn, id)?;
        // Including withdrawn ones.
        let cards: Vec<Card> = card_rows::table.filter(card_rows::journey_id.eq(id)).load(conn)?;
        Ok((journey, step_queries::steps_of(conn, id)?, cards))
    });
    let (Some(journey), steps, cards) = read? else { return Ok(false) };
    if stale && apply {
        purge::begin_purge(conn, &[id])?;
        purge::rewrite_steps(conn, &steps)?;
        purge::end_purge(conn)?;
        let row = diesel::update(journeys::table.find(id));
        row.set((journeys::state.eq(journey.state), journeys::family_held.eq(journey.family_held)))
            .execute(conn)?;
        for card in cards {
            let row = diesel::update(card_rows::table.find(card.id));
            row.set(card_rows::signers.eq(card.signers)).execute(conn)?;
        }
    }
    Ok(stale)
}

fn decryption_error(why: &'static str) -> diesel::result::Error {
    diesel::result::Error::DeserializationError(why.into())
}
