//! Report figures about what was recorded in a period; its end is exclusive.

use std::collections::BTreeMap;

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::super::Conn;
use crate::db::Json;
use crate::db::codec::step::Body;
use crate::db::schema::{alerts, scans, steps};
use crate::domain::alert::AlertKind;
use crate::domain::journey::action::{Action, Outcome};
use crate::domain::journey::step::StepPayload;
use crate::domain::place::Stage;
use crate::domain::time::Time;

/// A query for the steps recorded in a period.
macro_rules! steps_recorded {
    ($from:expr, $to:expr) => {
        steps::table.filter(steps::recorded_at.ge($from)).filter(steps::recorded_at.lt($to))
    };
}

pub fn steps_between(conn: &mut Conn, from: Time, to: Time) -> QueryResult<Vec<(String, i64)>> {
    let by_kind = steps_recorded!(from, to).group_by(steps::kind).order(steps::kind);
    by_kind.select((steps::kind, count_star())).load(conn)
}

pub fn scans_between(conn: &mut Conn, from: Time, to: Time) -> QueryResult<i64> {
    let recorded = scans::table.filter(scans::recorded_at.ge(from));
    recorded.filter(scans::recorded_at.lt(to)).count().get_result(conn)
}

pub fn arrivals_between(conn: &mut Conn, from: Time, to: Time) -> QueryResult<Vec<(Stage, i64)>> {
    let scanned = steps_recorded!(from, to).filter(steps::scan_id.is_not_null());
    let moved: Vec<Json<Body>> =
        scanned.filter(steps::kind.eq("moved")).select(steps::body).load(conn)?;
    let mut arrivals = BTreeMap::new();
    for stage in moved.into_iter().filter_map(|Json(body)| arrived_at(&body.into_parts().0)) {
        *arrivals.entry(stage).or_insert(0) += 1;
    }
    Ok(arrivals.into_iter().collect())
}

fn arrived_at(payload: &StepPayload) -> Option<Stage> {
    match payload {
        StepPayload::Action(Action::Moved { place, .. }) => place.kind.stage(),
        _ => None,
    }
}

pub fn late_between(conn: &mut Conn, from: Time, to: Time) -> QueryResult<i64> {
    steps_recorded!(from, to).filter(steps::late).count().get_result(conn)
}

pub fn delays_between(conn: &mut Conn, from: Time, to: Time) -> QueryResult<Vec<i64>> {
    let times: Vec<(Time, Time)> =
        steps_recorded!(from, to).select((steps::occurred_at, steps::recorded_at)).load(conn)?;
    let delay = |(occurred, recorded): (Time, Time)| recorded.millis() - occurred.millis();
    Ok(times.into_iter().map(delay).collect())
}

pub fn lost_between(conn: &mut Conn, from: Time, to: Time) -> QueryResult<i64> {
    let closed: Vec<Json<Body>> = steps_recorded!(from, to)
        .filter(steps::kind.eq("closed"))
        .select(steps::body)
        .load(conn)?;
    let lost = closed.into_iter().map(|Json(body)| body.into_parts().0).filter(is_lost);
    Ok(i64::try_from(lost.count()).unwrap_or(i64::MAX))
}

const fn is_lost(payload: &StepPayload) -> bool {
    matches!(payload, StepPayload::Action(Action::Closed { outcome: Outcome::Lost, .. }))
}

pub fn open_custody_gaps(conn: &mut Conn) -> QueryResult<i64> {
    let gaps = alerts::kind.eq_any([AlertKind::LeftBehind, AlertKind::Missing]);
    alerts::table.filter(alerts::resolved_at.is_null()).filter(gaps).count().get_result(conn)
}
