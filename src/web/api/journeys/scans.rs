//! `/scans`: one scan of a tag, or a batch that a phone stored while it was offline.

use actix_web::HttpResponse;
use deserr::Deserr;
use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;
use uuid::Uuid;

use super::scan_report::ScanFields;
use super::scan_response::{self, render_response};
use crate::domain::account::person::{Actor, Shift};
use crate::use_cases::scans::record::{self, ScanReport, ScanResponse, ScanSource};
use crate::use_cases::sign_in::offline_queue_tokens;
use crate::web::action::ActionJson;
use crate::web::api::response;
use crate::web::auth;
use crate::web::extract::callers::Caller;
use crate::web::extract::callers::StaffCaller;
use crate::web::extract::input_errors::InputErrors;
use crate::web::extract::json::{self, Json, JsonWithValue};
use crate::web::extract::permission::Permission;
use crate::web::extract::request_parts::RequestParts;
use crate::web::extract::state::App;
use crate::web::problem::Problem;
use crate::web::scan_request::OverrideRequest;
use crate::web::validation::{Id, PlausibleTime, ScannedPlace, ScannedTag, UuidV7, parse_uuid};

const MAX_SCANS: usize = 500;
const MAX_BATCH_BODY: usize = 1024 * 1024;

/// Who sends scans: a member of staff, or a phone that queued them for one.
pub(crate) struct ScanSender {
    actor: Actor,
    /// For an offline queue, the time during which its user was signed in.
    shift: Option<Shift>,
}

impl Caller for ScanSender {
    const PERMISSION: Permission = Permission::OfflineQueue;

    async fn authorize(parts: &mut RequestParts) -> Result<Self, Problem> {
        let token = auth::token(parts.http(), parts.app()).await?;
        if !token.starts_with(offline_queue_tokens::PREFIX) {
            let actor = StaffCaller::authorize(parts).await?.actor;
            return Ok(Self { actor, shift: None });
        }
        let (actor, shift) = offline_queue_tokens::authenticate(parts.app(), &token).await?;
        parts.set_caller(format!("queue:{}", actor.id));
        Ok(Self { actor, shift: Some(shift) })
    }
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct ScanRequest {
    id: UuidV7,
    tag: ScannedTag,
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
}

impl ScanRequest {
    /// `raw` is the JSON that it was parsed from; `sent_at` is the batch's.
    fn into_report(
        self,
        raw: &Value,
        sent_at: Option<PlausibleTime>,
    ) -> Result<ScanReport, Problem> {
        let fields = ScanFields {
            id: self.id,
            place_id: self.place_id,
            place: self.place,
            occurred_at: self.occurred_at,
            sent_at: sent_at.or(self.sent_at),
            actions: self.actions,
            overriding: self.overriding,
        };
        fields.into_report(ScanSource::Tag(self.tag.0), raw)
    }
}

/// `POST /scans`
pub(crate) async fn record(
    staff: StaffCaller,
    app: App,
    JsonWithValue(body, raw): JsonWithValue<ScanRequest>,
) -> Result<HttpResponse, Problem> {
    let report = body.into_report(&raw, None)?;
    let response = record::record(&app, staff.actor, report, render_response).await?;
    Ok(scan_response::respond(response))
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct BatchRequest {
    sent_at: PlausibleTime,
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
pub(crate) async fn record_batch(
    ScanSender { actor, shift }: ScanSender,
    app: App,
    Json(body): Json<BatchRequest, MAX_BATCH_BODY>,
) -> Result<HttpResponse, Problem> {
    if body.scans.is_empty() || body.scans.len() > MAX_SCANS {
        return Err(Problem::invalid("/scans", "must have 1 to 500 scans"));
    }
    let parse = |raw: &Value| {
        let scan: ScanRequest = json::read(raw.clone())?;
        scan.into_report(raw, Some(body.sent_at))
    };
    let parsed: Vec<_> = body.scans.iter().map(parse).collect();
    let valid = parsed.iter().filter_map(|report| report.as_ref().ok()).cloned().collect();
    let recorded = record::record_all(&app, actor, shift, valid, render_response).await?;
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
