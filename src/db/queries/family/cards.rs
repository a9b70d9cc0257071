//! The team's cards, and the visits of a passport.

use diesel::prelude::*;

use super::super::Conn;
use super::super::ward::journeys::Row;
use crate::db::models::{Card, Journey};
use crate::db::schema::{cards, journeys, visits};
use crate::domain::id::{CompanionId, JourneyId, StaffId, VisitId};
use crate::domain::journey::JourneyStatus;
use crate::domain::time::Time;
use crate::domain::visit::VisitStatus;

pub fn add_card(conn: &mut Conn, card: &Card) -> QueryResult<()> {
    diesel::insert_into(cards::table).values(card).execute(conn).map(drop)
}

pub fn card_of(conn: &mut Conn, journey: JourneyId) -> QueryResult<Option<Card>> {
    let of_journey = cards::table.filter(cards::journey_id.eq(journey));
    of_journey.filter(cards::withdrawn_at.is_null()).first(conn).optional()
}

pub fn cards_of(conn: &mut Conn, visit: VisitId) -> QueryResult<Vec<Card>> {
    let of_visit = cards::table.filter(cards::visit_id.eq(visit));
    of_visit.filter(cards::withdrawn_at.is_null()).order(cards::id).load(conn)
}

pub fn withdraw_card(
    conn: &mut Conn,
    journey: JourneyId,
    by: StaffId,
    now: Time,
) -> QueryResult<bool> {
    let of_journey = cards::table.filter(cards::journey_id.eq(journey));
    diesel::update(of_journey.filter(cards::withdrawn_at.is_null()))
        .set((cards::withdrawn_by.eq(by), cards::withdrawn_at.eq(now)))
        .execute(conn)
        .map(|rows| rows == 1)
}

pub fn delete_cards(conn: &mut Conn, visit: VisitId) -> QueryResult<()> {
    diesel::delete(cards::table.filter(cards::visit_id.eq(visit))).execute(conn).map(drop)
}

pub fn past_journeys(
    conn: &mut Conn,
    companion: CompanionId,
    before: JourneyId,
    limit: i64,
) -> QueryResult<Vec<Journey>> {
    let shown_visits = visits::table
        .filter(visits::hold_kind.is_null())
        .filter(visits::status.ne(VisitStatus::Cancelled))
        .select(visits::id);
    let of_companion = journeys::table.filter(journeys::companion_id.eq(companion));
    let past = of_companion
        .filter(journeys::id.lt(before))
        .filter(journeys::status.ne(JourneyStatus::Open))
        .filter(journeys::visit_id.eq_any(shown_visits));
    let rows: Vec<Row> = past.order(journeys::id.desc()).limit(limit).load(conn)?;
    Ok(rows.into_iter().rev().map(Row::into_journey).collect())
}
