//! `/journeys/{id}/steps`: a journey's history, steps recorded without a scan, and undoing a step.

use actix_web::HttpResponse;
use deserr::Deserr;
use serde::Serialize;

use super::journey_response::JourneyResponse;
use super::scan_report::ScanFields;
use super::scan_response;
use super::step_response::{StepNames, StepResponse};
use crate::domain::id::{JourneyId, StaffId, StepId};
use crate::domain::time::Time;
use crate::use_cases::journeys;
use crate::use_cases::scans::record::{self, ScanSource};
use crate::use_cases::scans::void_step;
use crate::web::action::ActionJson;
use crate::web::api::response;
use crate::web::cursor;
use crate::web::extract::callers::StaffCaller;
use crate::web::extract::input_errors::InputErrors;
use crate::web::extract::json::Json;
use crate::web::extract::json::JsonWithValue;
use crate::web::extract::path::PathId;
use crate::web::extract::query::{After, PageQuery, Query};
use crate::web::extract::state::App;
use crate::web::problem::Problem;
use crate::web::scan_request::OverrideRequest;
use crate::web::validation::{Id, LongText, PlausibleTime, ScannedPlace, UuidV7};

/// `GET /journeys/{id}/steps`
pub(crate) async fn list(
    _: StaffCaller,
    app: App,
    PathId(id): PathId<JourneyId>,
    Query(query): Query<PageQuery<After<(Time, StepId)>>>,
) -> Result<HttpResponse, Problem> {
    let page = journeys::history(&app, id, query.pagination()).await?;
    Ok(response::page_with_cursor(
        page,
        |view| cursor::of_step(view.step.order()),
        |view| StepResponse::from(view),
    ))
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct RecordStepsRequest {
    id: UuidV7,
    #[deserr(default)]
    place_id: Option<Id>,
    #[deserr(default)]
    place: Option<ScannedPlace>,
    occurred_at: PlausibleTime,
    #[deserr(default)]
    sent_at: Option<PlausibleTime>,
    #[deserr(default)]
    actions: Option<Vec<ActionJson>>,
    #[deserr(rename = "override", default)]
    overriding: Option<OverrideRequest>,
    #[deserr(default)]
    witness: Option<Id>,
}

/// `POST /journeys/{id}/steps`
pub(crate) async fn record(
    staff: StaffCaller,
    app: App,
    PathId(journey): PathId<JourneyId>,
    JsonWithValue(body, raw): JsonWithValue<RecordStepsRequest>,
) -> Result<HttpResponse, Problem> {
    let witness = body.witness.map(|id| StaffId::from_uuid(id.0));
    let fields = ScanFields {
        id: body.id,
        place_id: body.place_id,
        place: body.place,
        occurred_at: body.occurred_at,
        sent_at: body.sent_at,
        actions: body.actions,
        overriding: body.overriding,
    };
    let report = fields.into_report(ScanSource::WithoutTag(journey, witness), &raw)?;
    let response =
        record::record(&app, staff.actor, report, scan_response::render_response).await?;
    Ok(scan_response::respond(response))
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct VoidStepRequest {
    reason: LongText,
}

#[derive(Serialize)]
struct VoidedStepResponse {
    step: StepResponse,
    journey: JourneyResponse,
}

/// `POST /journeys/{id}/steps/{step_id}/void`
pub(crate) async fn void(
    staff: StaffCaller,
    app: App,
    PathId(journey): PathId<JourneyId>,
    PathId(step): PathId<StepId>,
    Json(body): Json<VoidStepRequest>,
) -> Result<HttpResponse, Problem> {
    let (step, view) = void_step::void(&app, staff.actor, journey, step, body.reason.0).await?;
    let names = StepNames { by: &staff.session.staff.display_name, witness: None };
    let body = VoidedStepResponse {
        step: StepResponse::new(&step, &names, None),
        journey: JourneyResponse::new(&view),
    };
    Ok(HttpResponse::Created().json(body))
}
