//! `/journeys/{id}/steps`: a journey's history, steps recorded without a scan, and undoing a step.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};

use super::journey_response::JourneyResponse;
use super::scan_report::ScanFields;
use super::scan_response;
use super::step_response::{StepNames, StepResponse};
use crate::domain::account::person::Role;
use crate::domain::id::{JourneyId, StaffId, StepId};
use crate::json::Timestamp;
use crate::use_cases::journeys;
use crate::use_cases::scans::record::{self, ScanSource};
use crate::use_cases::scans::void_step;
use crate::web::action::ActionJson;
use crate::web::api::cursor;
use crate::web::api::extract::ApiRequest;
use crate::web::api::response;
use crate::web::problem::Problem;
use crate::web::scan_request::{OverrideRequest, place_ref};
use crate::web::validation::{Id, LongText, ScannedCode};

/// `GET /journeys/{id}/steps`
pub(crate) async fn list(request: ApiRequest) -> Result<HttpResponse, Problem> {
    request.require_role(Role::Staff).await?;
    let id = request.path_id("id", JourneyId::from_uuid)?;
    let pagination = request.query(&["limit", "after"])?.pagination_by_step()?;
    let page = journeys::history(request.app(), id, pagination).await?;
    Ok(response::page_with_cursor(
        page,
        |view| cursor::of_step(view.step.order()),
        |view| StepResponse::from(view),
    ))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RecordStepsRequest {
    id: Id,
    place_id: Option<Id>,
    place: Option<ScannedCode>,
    occurred_at: Timestamp,
    sent_at: Option<Timestamp>,
    actions: Option<Vec<ActionJson>>,
    #[serde(rename = "override")]
    overriding: Option<OverrideRequest>,
    witness: Option<Id>,
}

/// `POST /journeys/{id}/steps`
pub(crate) async fn record(request: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = request.require_role(Role::Staff).await?;
    let journey = request.path_id("id", JourneyId::from_uuid)?;
    request.query(&[])?;
    let (body, raw): (RecordStepsRequest, serde_json::Value) = (request.json()?, request.json()?);
    let witness = body.witness.map(|id| StaffId::from_uuid(id.0));
    let fields = ScanFields {
        id: body.id,
        place: place_ref(body.place_id, body.place.as_ref())?,
        occurred_at: body.occurred_at,
        sent_at: body.sent_at,
        actions: body.actions,
        overriding: body.overriding,
    };
    let report = fields.into_report(ScanSource::WithoutTag(journey, witness), &raw)?;
    let response =
        record::record(request.app(), actor, report, scan_response::render_response).await?;
    Ok(scan_response::respond(response))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VoidStepRequest {
    reason: LongText,
}

#[derive(Serialize)]
struct VoidedStepResponse {
    step: StepResponse,
    journey: JourneyResponse,
}

/// `POST /journeys/{id}/steps/{step_id}/void`
pub(crate) async fn void(request: ApiRequest) -> Result<HttpResponse, Problem> {
    let (actor, session) = request.require_session().await?;
    let journey = request.path_id("id", JourneyId::from_uuid)?;
    let step = request.path_id("step_id", StepId::from_uuid)?;
    request.query(&[])?;
    let body: VoidStepRequest = request.json()?;
    let (step, view) = void_step::void(request.app(), actor, journey, step, body.reason.0).await?;
    let names = StepNames { by: &session.staff.display_name, witness: None };
    let body = VoidedStepResponse {
        step: StepResponse::new(&step, &names, None),
        journey: JourneyResponse::new(&view),
    };
    Ok(HttpResponse::Created().json(body))
}
