//! What names a child: whose is past its time, what there is of it, the receipts of what went, and the texts that
//! are to be sealed anew.

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::super::Conn;
use super::super::search::begins;
use super::super::ward::{children as known, journeys as rows, steps as history};
use super::purge;
use crate::db::columns::AnyId;
use crate::db::encryption::{self, TELLING};
use crate::db::models::{Card, Child, EncryptedTable, ReencryptionBatch};
use crate::db::schema::{
    alerts, cards as kept_cards, children, companions, family_links, finder_words, journeys,
    patient_marks as marks, photos, receipts, scans, steps, tags, visit_moves, visits,
};
use crate::domain::erasure::{ErasureCategory, ErasureCounts, ErasureReason, ErasureReceipt};
use crate::domain::id::{ChildId, JourneyId, ReceiptId, StaffId, VisitId};
use crate::domain::tag::TagCode;
use crate::domain::time::Time;

pub fn past_their_time(
    conn: &mut Conn,
    before: Time,
    after: Option<ChildId>,
    limit: i64,
) -> QueryResult<Vec<ChildId>> {
    let theirs = visits::table.filter(visits::child_id.eq(children::id));
    let goes_on = visits::ended_at.is_null().or(visits::ended_at.gt(before));
    let mut query = children::table
        .filter(children::purged_at.is_null())
        .filter(children::created_at.le(before))
        .filter(not(exists(theirs.filter(goes_on))))
        .select(children::id)
        .order(children::id)
        .limit(limit)
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(children::id.gt(after));
    }
    query.load(conn)
}

pub fn visits_open_since(conn: &mut Conn, before: Time) -> QueryResult<i64> {
    let going_on = visits::table.filter(visits::ended_at.is_null());
    going_on.filter(visits::created_at.le(before)).count().get_result(conn)
}

/// What there is of a child that a purge takes, but for the words of its steps, and what it leaves.
pub fn traces_of(conn: &mut Conn, child: ChildId) -> QueryResult<(ErasureCounts, ErasureCounts)> {
    let theirs = || visits::table.filter(visits::child_id.eq(child));
    let stays: Vec<VisitId> = theirs().select(visits::id).load(conn)?;
    let ways = || journeys::table.filter(journeys::child_id.eq(child)).select(journeys::id);
    let friends = || companions::table.filter(companions::child_id.eq(child));
    let worn = || {
        let ids = friends().select(companions::id.nullable());
        tags::table.filter(tags::companion_id.eq_any(ids))
    };
    let of_stays = || alerts::table.filter(alerts::journey_id.eq_any(ways()));
    let scanned = || scans::table.filter(scans::journey_id.eq_any(ways()));
    let words = [
        friends().filter(companions::description.is_not_null()).count().get_result(conn)?,
        theirs().filter(visits::hold_reason.ne("")).count().get_result(conn)?,
        of_stays().filter(alerts::note.ne("")).count().get_result(conn)?,
        worn().filter(tags::void_reason.ne("")).count().get_result(conn)?,
        finder_words::table
            .filter(finder_words::tag.eq_any(worn().select(tags::code)))
            .count()
            .get_result(conn)?,
    ];
    let words = words.iter().sum::<i64>();
    let itself = children::table.find(child);
    let named: i64 = itself.filter(children::alias.ne("")).count().get_result(conn)?;
    let called: i64 = friends().filter(companions::name.ne("")).count().get_result(conn)?;
    let there = photos::table.filter(photos::gone_at.is_null());
    let references = itself.filter(children::patient_ref.is_not_null());
    let links = family_links::table.filter(family_links::visit_id.eq_any(&stays));
    let released = kept_cards::table.filter(kept_cards::visit_id.eq_any(&stays));
    let removed = [
        (ErasureCategory::Names, named + called),
        (ErasureCategory::References, references.count().get_result(conn)?),
        (ErasureCategory::FreeText, words),
        (
            ErasureCategory::ScanResponses,
            scanned().filter(scans::answer.ne("")).count().get_result(conn)?,
        ),
        (ErasureCategory::FamilyLinks, links.count().get_result(conn)?),
        (
            ErasureCategory::Photos,
            there.filter(photos::visit_id.eq_any(&stays)).count().get_result(conn)?,
        ),
        (ErasureCategory::Cards, released.count().get_result(conn)?),
    ];
    let moves = visit_moves::table.filter(visit_moves::visit_id.eq_any(&stays));
    let told = steps::table.filter(steps::journey_id.eq_any(ways()));
    let kept = [
        (ErasureCategory::Visits, theirs().count().get_result(conn)?),
        (ErasureCategory::Moves, moves.count().get_result(conn)?),
        (ErasureCategory::Journeys, ways().count().get_result(conn)?),
        (ErasureCategory::Steps, told.count().get_result(conn)?),
        (ErasureCategory::Scans, scanned().count().get_result(conn)?),
        (ErasureCategory::Alerts, of_stays().count().get_result(conn)?),
    ];
    Ok((ErasureCounts(removed.into()), ErasureCounts(kept.into())))
}

pub fn add_receipt(conn: &mut Conn, receipt: &ErasureReceipt) -> QueryResult<()> {
    diesel::insert_into(receipts::table).values(Row::of(receipt)).execute(conn).map(drop)
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
    fn of(receipt: &ErasureReceipt) -> Self {
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

/// Every name tells by its beginning which key sealed it.
pub fn all_names_can_be_opened(conn: &mut Conn) -> QueryResult<bool> {
    let names = children::table.filter(children::purged_at.is_null());
    let beginnings: Vec<String> =
        names.select(begins(children::alias, 1, TELLING)).distinct().load(conn)?;
    Ok(beginnings.iter().all(|beginning| encryption::is_known(beginning)))
}

/// Looks at a text of each of some rows, and writes those anew that rest otherwise than they would now. A row that
/// somebody changed meanwhile is left as they wrote it.
macro_rules! turn {
    ($conn:ident, $after:ident, $limit:ident, $mend:ident: $table:ident, $column:ident) => {{
        let mut query = $table::table
            .select(($table::id, $table::$column.nullable()))
            .filter($table::$column.is_not_null())
            .order($table::id)
            .limit($limit)
            .into_boxed();
        if let Some(after) = $after {
            query = query.filter($table::id.gt(AnyId::from_uuid(after)));
        }
        let rested: Vec<(AnyId, Option<String>)> = query.load($conn)?;
        let mut turn =
            ReencryptionBatch { last: rested.last().map(|(id, _)| id.uuid()), stale: Vec::new() };
        for (id, text) in rested {
            let Some(text) = text else { continue };
            let Some(anew) = encryption::reencrypted(&text).map_err(broken)? else { continue };
            turn.stale.push(id.uuid());
            if $mend {
                let same = $table::table.filter($table::id.eq(id)).filter($table::$column.eq(text));
                diesel::update(same).set($table::$column.eq(anew)).execute($conn)?;
            }
        }
        turn
    }};
}

pub fn turn_texts(
    conn: &mut Conn,
    shelf: EncryptedTable,
    after: Option<uuid::Uuid>,
    limit: i64,
    mend: bool,
) -> QueryResult<ReencryptionBatch> {
    Ok(match shelf {
        EncryptedTable::Aliases => turn!(conn, after, limit, mend: children, alias),
        EncryptedTable::References => {
            let turn = turn!(conn, after, limit, mend: children, patient_ref);
            if mend {
                mark_anew(conn, &turn.stale)?;
            }
            turn
        }
        EncryptedTable::Descriptions => turn!(conn, after, limit, mend: companions, description),
        EncryptedTable::Holds => turn!(conn, after, limit, mend: visits, hold_reason),
        EncryptedTable::Answers => turn!(conn, after, limit, mend: scans, answer),
        EncryptedTable::Alerts => turn!(conn, after, limit, mend: alerts, note),
        EncryptedTable::Links => turn!(conn, after, limit, mend: family_links, name),
        EncryptedTable::Finders => turn!(conn, after, limit, mend: finder_words, word),
    })
}

fn mark_anew(conn: &mut Conn, ids: &[uuid::Uuid]) -> QueryResult<()> {
    for &id in ids {
        let child: Option<Child> = known::child(conn, ChildId::from_uuid(id))?;
        child.map_or(Ok(()), |child| known::mark(conn, &child))?;
    }
    Ok(())
}

/// The same for why tags were withdrawn: a tag has no id but its code.
pub fn turn_reasons(
    conn: &mut Conn,
    after: Option<TagCode>,
    limit: i64,
    mend: bool,
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
    let rested: Vec<(TagCode, String)> = query.load(conn)?;
    let (last, mut stale) = (rested.last().map(|(code, _)| *code), 0);
    for (code, text) in rested {
        let Some(anew) = encryption::reencrypted(&text).map_err(broken)? else { continue };
        stale += 1;
        if mend {
            let same = tags::table.find(code).filter(tags::void_reason.eq(text));
            diesel::update(same).set(tags::void_reason.eq(anew)).execute(conn)?;
        }
    }
    Ok((last, stale))
}

/// Marks under a key that is not at hand any more would let whoever has it try every reference there could be.
pub fn forget_old_marks(conn: &mut Conn) -> QueryResult<()> {
    let known = encryption::key_ids();
    if known.is_empty() {
        return Ok(());
    }
    diesel::delete(marks::table.filter(marks::key_id.ne_all(known))).execute(conn).map(drop)
}

/// The words within a journey: those of its steps, of its state and of its card. Whoever mends holds its visit's lock.
pub fn turn_journey(conn: &mut Conn, id: JourneyId, mend: bool) -> QueryResult<bool> {
    let (read, stale) = encryption::track_stale(|| -> QueryResult<_> {
        let journey = rows::journey(conn, id)?;
        // Withdrawn ones as well.
        let cards: Vec<Card> =
            kept_cards::table.filter(kept_cards::journey_id.eq(id)).load(conn)?;
        Ok((journey, history::steps_of(conn, id)?, cards))
    });
    let (Some(journey), steps, cards) = read? else { return Ok(false) };
    if stale && mend {
        purge::begin_purge(conn, &[id])?;
        purge::rewrite_steps(conn, &steps)?;
        purge::end_purge(conn)?;
        let row = diesel::update(journeys::table.find(id));
        row.set((journeys::state.eq(journey.state), journeys::family_held.eq(journey.family_held)))
            .execute(conn)?;
        for card in cards {
            let row = diesel::update(kept_cards::table.find(card.id));
            row.set(kept_cards::signers.eq(card.signers)).execute(conn)?;
        }
    }
    Ok(stale)
}

fn broken(why: &'static str) -> diesel::result::Error {
    diesel::result::Error::DeserializationError(why.into())
}
