//! The response to a recorded scan, rendered once and stored for repeats of the request.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde::Serialize;
use uuid::Uuid;

use super::journey_response::JourneyResponse;
use super::step_response::{StepNames, StepResponse};
use crate::use_cases::scans::record::{RecordedScan, ScanResponse};
use crate::web::api::response;

#[derive(Serialize)]
struct RecordedScanResponse {
    scan_id: Uuid,
    late: bool,
    steps: Vec<StepResponse>,
    journey: JourneyResponse,
}

pub(crate) fn render_response(recorded: &RecordedScan) -> String {
    let names = StepNames { by: &recorded.by_name, witness: recorded.witness_name.as_deref() };
    let body = RecordedScanResponse {
        scan_id: recorded.scan_id.uuid(),
        late: recorded.late,
        steps: recorded.steps.iter().map(|step| StepResponse::new(step, &names, None)).collect(),
        journey: JourneyResponse::new(&recorded.journey),
    };
    serde_json::to_string(&body).unwrap_or_default()
}

pub(crate) fn respond(response: ScanResponse) -> HttpResponse {
    response::json_text(status(&response), response.body)
}

/// 201 the first time, 200 for a repeat.
pub(crate) const fn status(response: &ScanResponse) -> StatusCode {
    if response.is_repeat { StatusCode::OK } else { StatusCode::CREATED }
}
