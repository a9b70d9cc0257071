//! The event log, in an order that is the same for every reader.

use diesel::dsl::{exists, sql};
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::super::{Conn, FROM_OTHER_SERVER, SETTLED};
use crate::db::columns::AnyId;
use crate::db::models::{EventPosition, LoggedEvent};
use crate::db::schema::{events, steps};
use crate::domain::event::{Event, Topic};
use crate::domain::id::{EventId, JourneyId, VisitId};
use crate::domain::string_enum::StringEnum as _;
use crate::domain::time::Time;

pub fn add_event(conn: &mut Conn, event: &Event) -> QueryResult<()> {
    diesel::insert_into(events::table)
        .values((
            events::id.eq(event.id),
            events::topic.eq(event.topic),
            events::subject_id.eq(event.subject.map(AnyId::from_uuid)),
            events::journey_id.eq(event.journey),
            events::visit_id.eq(event.visit),
            events::recorded_at.eq(event.recorded_at),
        ))
        .execute(conn)
        .map(drop)
}

pub fn event_position(conn: &mut Conn, id: EventId) -> QueryResult<Option<EventPosition>> {
    let place: Option<(i64, i64)> = events::table
        .filter(events::id.eq(id))
        .select((events::txid, events::seq))
        .first(conn)
        .optional()?;
    Ok(place.map(|(txid, seq)| EventPosition { txid, seq }))
}

pub fn events_after(
    conn: &mut Conn,
    mark: EventPosition,
    limit: i64,
) -> QueryResult<Vec<LoggedEvent>> {
    let same = events::txid.eq(mark.txid).and(events::seq.gt(mark.seq));
    let rows: Vec<Row> = events::table
        // Redundant with the next filter, but it lets the index find the start.
        .filter(events::txid.ge(mark.txid))
        .filter(events::txid.gt(mark.txid).or(same))
        .order((events::txid, events::seq))
        .limit(limit)
        .select((events::all_columns, sql::<Bool>(SETTLED)))
        .load(conn)?;
    Ok(rows.into_iter().map(Row::into_logged).collect())
}

pub fn last_event(conn: &mut Conn) -> QueryResult<Option<LoggedEvent>> {
    let row: Option<Row> = events::table
        .filter(sql::<Bool>(SETTLED))
        .order((events::txid.desc(), events::seq.desc()))
        .select((events::all_columns, sql::<Bool>(SETTLED)))
        .first(conn)
        .optional()?;
    Ok(row.map(Row::into_logged))
}

pub fn events_are_from_other_server(conn: &mut Conn) -> QueryResult<bool> {
    let foreign = events::table.filter(sql::<Bool>(FROM_OTHER_SERVER));
    diesel::select(exists(foreign)).get_result(conn)
}

pub fn newest_recorded_at(conn: &mut Conn) -> QueryResult<Option<Time>> {
    let event: Option<Time> = events::table
        .order(events::recorded_at.desc())
        .select(events::recorded_at)
        .first(conn)
        .optional()?;
    // Old events are deleted, steps are not.
    let step: Option<Time> = steps::table
        .order(steps::recorded_at.desc())
        .select(steps::recorded_at)
        .first(conn)
        .optional()?;
    Ok(event.max(step))
}

pub fn count_events_before(conn: &mut Conn, time: Time) -> QueryResult<i64> {
    events::table.filter(events::recorded_at.lt(time)).count().get_result(conn)
}

pub fn delete_events_before(conn: &mut Conn, time: Time, but: EventId) -> QueryResult<usize> {
    let old = events::table.filter(events::recorded_at.lt(time)).filter(events::id.ne(but));
    diesel::delete(old).execute(conn)
}

pub fn delete_all_events(conn: &mut Conn) -> QueryResult<()> {
    diesel::delete(events::table).execute(conn).map(drop)
}

type Columns = (i64, i64, EventId, String, Option<AnyId>, Option<JourneyId>, Option<VisitId>, Time);

#[derive(Queryable)]
struct Row {
    columns: Columns,
    settled: bool,
}

impl Row {
    fn into_logged(self) -> LoggedEvent {
        let (seq, txid, id, topic, subject, journey, visit, recorded_at) = self.columns;
        // A newer release may have written a topic that this one does not know.
        let topic = Topic::from_key(&topic).unwrap_or(Topic::Other);
        let subject = subject.map(AnyId::uuid);
        let event = Event { id, topic, subject, journey, visit, recorded_at };
        LoggedEvent { mark: EventPosition { txid, seq }, event, settled: self.settled }
    }
}
