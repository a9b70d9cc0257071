//! Alerts. There is one for each journey, kind and cause.

use diesel::prelude::*;
use diesel::upsert::excluded;
use uuid::Uuid;

use super::super::Conn;
use crate::db::columns::AnyId;
use crate::db::encryption::MaybeEncrypted;
use crate::db::models::Alert;
use crate::db::schema::{alerts, journeys};
use crate::domain::alert::AlertKind;
use crate::domain::id::{AlertId, JourneyId, StaffId, VisitId};
use crate::domain::time::Time;

pub fn raise_alert(conn: &mut Conn, alert: &Alert) -> QueryResult<Option<AlertId>> {
    use diesel::query_dsl::methods::FilterDsl as _;

    // An alert that a person resolved stays resolved. An automatically resolved one is reopened.
    let automatically = alerts::resolved_at.is_not_null().and(alerts::resolved_by.is_null());
    diesel::insert_into(alerts::table)
        .values(alert.clone())
        .on_conflict((alerts::journey_id, alerts::kind, alerts::cause))
        .do_update()
        .set((
            alerts::resolved_at.eq(None::<Time>),
            alerts::detail.eq(excluded(alerts::detail)),
            alerts::raised_at.eq(excluded(alerts::raised_at)),
        ))
        .filter(automatically)
        .returning(alerts::id)
        .get_result(conn)
        .optional()
}

pub fn auto_resolve_alerts(
    conn: &mut Conn,
    journey: JourneyId,
    kind: AlertKind,
    cause: Option<Uuid>,
    now: Time,
) -> QueryResult<Vec<AlertId>> {
    let of_kind = alerts::journey_id.eq(journey).and(alerts::kind.eq(kind));
    let open = alerts::table.filter(of_kind.and(alerts::resolved_at.is_null()));
    let resolved = alerts::resolved_at.eq(now);
    match cause {
        Some(cause) => {
            let open = open.filter(alerts::cause.eq(AnyId::from_uuid(cause)));
            diesel::update(open).set(resolved).returning(alerts::id).get_results(conn)
        }
        None => diesel::update(open).set(resolved).returning(alerts::id).get_results(conn),
    }
}

pub fn resolve_alert(
    conn: &mut Conn,
    id: AlertId,
    by: StaffId,
    note: &str,
    now: Time,
) -> QueryResult<bool> {
    let open = alerts::table.find(id).filter(alerts::resolved_at.is_null());
    let note = alerts::note.eq(MaybeEncrypted::from(Some(note.to_owned())));
    let resolved = (alerts::resolved_at.eq(now), alerts::resolved_by.eq(by), note);
    diesel::update(open).set(resolved).execute(conn).map(|rows| rows == 1)
}

pub fn alert(conn: &mut Conn, id: AlertId) -> QueryResult<Option<Alert>> {
    alerts::table.find(id).first(conn).optional()
}

pub fn open_alerts_of(conn: &mut Conn, journeys: &[JourneyId]) -> QueryResult<Vec<Alert>> {
    let open = alerts::table.filter(alerts::resolved_at.is_null()).order(alerts::id);
    match journeys {
        [] => Ok(Vec::new()),
        [journey] => open.filter(alerts::journey_id.eq(journey)).load(conn),
        journeys => open.filter(alerts::journey_id.eq_any(journeys)).load(conn),
    }
}

pub fn alerts_of(conn: &mut Conn, journey: JourneyId) -> QueryResult<Vec<Alert>> {
    alerts::table.filter(alerts::journey_id.eq(journey)).order(alerts::id).load(conn)
}

pub fn alerts_page(
    conn: &mut Conn,
    open: Option<bool>,
    after: Option<AlertId>,
    limit: i64,
) -> QueryResult<Vec<(Alert, VisitId)>> {
    let with_visit = alerts::table.inner_join(journeys::table);
    let listed = with_visit.select((alerts::all_columns, journeys::visit_id));
    let mut query = listed.order(alerts::id).limit(limit).into_boxed();
    match open {
        Some(true) => query = query.filter(alerts::resolved_at.is_null()),
        Some(false) => query = query.filter(alerts::resolved_at.is_not_null()),
        None => {}
    }
    if let Some(after) = after {
        query = query.filter(alerts::id.gt(after));
    }
    query.load(conn)
}
