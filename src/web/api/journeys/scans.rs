//! `/scans`: one scan of a tag, or a batch that a phone stored while it was offline.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use uuid::Uuid;

use super::scan_report::ScanFields;
use super::scan_response::{self, render_response};
use crate::domain::account::person::Role;
use crate::domain::tag::TagCode;
use crate::json::Timestamp;
use crate::use_cases::scans::record::{self, ScanReport, ScanResponse, ScanSource};
use crate::web::action_request::{ActionRequest, OverrideRequest, place_ref};
use crate::web::api::extract::ApiRequest;
use crate::web::api::extract::json_body::parse_json;
use crate::web::api::extract::request::MAX_BATCH_BODY;
use crate::web::api::response;
use crate::web::api::timestamp::plausible_time;
use crate::web::problem::Problem;
use crate::web::validation::{Id, ScannedCode, parse_uuid};

const MAX_SCANS: usize = 500;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScanRequest {
    id: Id,
    tag: ScannedCode,
    place_id: Option<Id>,
    place: Option<ScannedCode>,
    occurred_at: Timestamp,
    sent_at: Option<Timestamp>,
    actions: Option<Vec<ActionRequest>>,
    #[serde(rename = "override")]
    overriding: Option<OverrideRequest>,
}

impl ScanRequest {
    /// `raw` is the JSON that it was parsed from; `sent_at` is the batch's.
    fn into_report(self, raw: &Value, sent_at: Option<Timestamp>) -> Result<ScanReport, Problem> {
        let code = TagCode::parse(&self.tag.0)
            .map_err(|error| Problem::invalid("/tag", error.to_string()))?;
        let fields = ScanFields {
            id: self.id,
            place: place_ref(self.place_id, self.place.as_ref())?,
            occurred_at: self.occurred_at,
            sent_at: sent_at.or(self.sent_at),
            actions: self.actions,
            overriding: self.overriding,
        };
        fields.into_report(ScanSource::Tag(code), raw)
    }
}

/// `POST /scans`
pub(crate) async fn record(request: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = request.require_role(Role::Staff).await?;
    request.query(&[])?;
    let (body, raw): (ScanRequest, Value) = (request.json()?, request.json()?);
    let report = body.into_report(&raw, None)?;
    let response = record::record(request.app(), actor, report, render_response).await?;
    Ok(scan_response::respond(response))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BatchRequest {
    sent_at: Timestamp,
    scans: Vec<Value>,
}

#[derive(Serialize)]
struct BatchResponse {
    results: Vec<BatchResult>,
}

#[derive(Serialize)]
struct BatchResult {
    id: Option<Uuid>,
    status: u16,
    body: Box<RawValue>,
}

/// `POST /scans/batch`
pub(crate) async fn record_batch(request: ApiRequest) -> Result<HttpResponse, Problem> {
    let (actor, shift) = request.scan_sender().await?;
    request.query(&[])?;
    let body: BatchRequest = request.json_up_to(MAX_BATCH_BODY)?;
    plausible_time("/sent_at", body.sent_at)?;
    if body.scans.is_empty() || body.scans.len() > MAX_SCANS {
        return Err(Problem::invalid("/scans", "must have 1 to 500 scans"));
    }
    let parse = |raw: &Value| {
        let scan: ScanRequest = parse_json(raw.to_string().as_bytes())?;
        scan.into_report(raw, Some(body.sent_at))
    };
    let parsed: Vec<_> = body.scans.iter().map(parse).collect();
    let valid = parsed.iter().filter_map(|report| report.as_ref().ok()).cloned().collect();
    let recorded = record::record_all(request.app(), actor, shift, valid, render_response).await?;
    // One response per valid report, in order: invalid ones were not passed on.
    let mut recorded = recorded.into_iter();
    let results = body.scans.iter().zip(parsed).map(|(raw, report)| {
        let outcome = report.and_then(|_| match recorded.next() {
            Some(outcome) => outcome.map_err(Problem::from),
            None => Err(Problem::internal()),
        });
        batch_result(raw, outcome)
    });
    Ok(response::ok(&BatchResponse { results: results.collect::<Result<_, _>>()? }))
}

fn batch_result(
    raw: &Value,
    outcome: Result<ScanResponse, Problem>,
) -> Result<BatchResult, Problem> {
    let id = raw.get("id").and_then(Value::as_str).and_then(parse_uuid);
    let (status, body) = match outcome {
        Ok(response) => {
            (scan_response::status(&response).as_u16(), RawValue::from_string(response.body))
        }
        Err(problem) => (problem.code.status().as_u16(), serde_json::value::to_raw_value(&problem)),
    };
    let body = body.map_err(|_| Problem::internal())?;
    Ok(BatchResult { id, status, body })
}
