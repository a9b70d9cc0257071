//! Steps of journeys; append-only.

use diesel::prelude::*;

use super::super::Conn;
use crate::db::Json;
use crate::db::codec::step::Body;
use crate::db::schema::steps;
use crate::domain::id::{JourneyId, ScanId, StaffId, StepId};
use crate::domain::journey::step::{Step, StepPayload};
use crate::domain::tag::TagCode;
use crate::domain::time::Time;

pub fn add_steps(conn: &mut Conn, new: &[Step]) -> QueryResult<()> {
    let into = diesel::insert_into(steps::table);
    match new {
        [] => Ok(()),
        [step] => into.values(Row::new(step)).execute(conn).map(drop),
        steps => {
            into.values(steps.iter().map(Row::new).collect::<Vec<_>>()).execute(conn).map(drop)
        }
    }
}

pub fn step(conn: &mut Conn, id: StepId) -> QueryResult<Option<Step>> {
    steps::table.find(id).first(conn).optional().map(|row| row.map(Row::into_step))
}

pub fn steps_of(conn: &mut Conn, journey: JourneyId) -> QueryResult<Vec<Step>> {
    let of_journey = steps::table.filter(steps::journey_id.eq(journey));
    let rows = of_journey.order((steps::occurred_at, steps::id)).load(conn)?;
    Ok(rows.into_iter().map(Row::into_step).collect())
}

pub fn steps_page(
    conn: &mut Conn,
    journey: JourneyId,
    after: Option<(Time, StepId)>,
    limit: i64,
) -> QueryResult<Vec<Step>> {
    let of_journey = steps::table.filter(steps::journey_id.eq(journey));
    let in_order = of_journey.order((steps::occurred_at, steps::id));
    let mut query = in_order.limit(limit).into_boxed();
    if let Some((at, id)) = after {
        // The first filter is redundant, but it lets the index find the start.
        query = query
            .filter(steps::occurred_at.ge(at))
            .filter(steps::occurred_at.gt(at).or(steps::id.gt(id)));
    }
    Ok(query.load(conn)?.into_iter().map(Row::into_step).collect())
}

pub fn voids_of(conn: &mut Conn, journey: JourneyId) -> QueryResult<Vec<(StepId, StepId)>> {
    let of_journey = steps::table.filter(steps::journey_id.eq(journey));
    let rows: Vec<Row> = of_journey.filter(steps::kind.eq("voided")).load(conn)?;
    let voids = rows.into_iter().map(Row::into_step).filter_map(|step| match step.payload {
        StepPayload::Voided { step: voided, .. } => Some((voided, step.id)),
        _ => None,
    });
    Ok(voids.collect())
}

#[derive(Insertable, Queryable)]
#[diesel(table_name = steps, treat_none_as_default_value = false)]
struct Row {
    id: StepId,
    journey_id: JourneyId,
    scan_id: Option<ScanId>,
    kind: String,
    body: Json<Body>,
    occurred_at: Time,
    recorded_at: Time,
    late: bool,
    by_staff: StaffId,
    witness: Option<StaffId>,
    tag_code: Option<TagCode>,
}

impl Row {
    fn new(step: &Step) -> Self {
        Self {
            id: step.id,
            journey_id: step.journey,
            scan_id: step.scan,
            kind: step.payload.kind().to_owned(),
            body: Json(Body::new(&step.payload, step.overrode.as_ref())),
            occurred_at: step.occurred_at,
            recorded_at: step.recorded_at,
            late: step.late,
            by_staff: step.by,
            witness: step.witness,
            tag_code: step.tag,
        }
    }

    fn into_step(self) -> Step {
        let (payload, overrode) = self.body.0.into_parts();
        Step {
            id: self.id,
            journey: self.journey_id,
            scan: self.scan_id,
            payload,
            occurred_at: self.occurred_at,
            recorded_at: self.recorded_at,
            late: self.late,
            by: self.by_staff,
            witness: self.witness,
            tag: self.tag_code,
            overrode,
        }
    }
}
