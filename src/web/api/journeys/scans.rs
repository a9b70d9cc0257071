//! `/scans`: one reading of a tag, or many that a phone kept while it had no signal.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use uuid::Uuid;

use super::JourneyResponse;
use super::steps::{Names, StepResponse};
use crate::domain::account::person::Role;
use crate::domain::id::ScanId;
use crate::domain::tag::TagCode;
use crate::domain::time::Time;
use crate::json::Timestamp;
use crate::use_cases::scans::action::PlaceRef;
use crate::use_cases::scans::record::{self, RecordedScan, ScanReport, ScanResponse, ScanSource};
use crate::use_cases::{UseCaseResult, token};
use crate::web::action_request::{ActionRequest, OverrideRequest, place_ref};
use crate::web::api::extract::{self, ApiRequest};
use crate::web::api::response;
use crate::web::problem::Problem;
use crate::web::validation::{Id, Scanned};

/// As many actions as one scan may hold.
const ACTIONS: usize = 20;
/// As many scans as a batch may hold.
const SCANS: usize = 500;
/// 2000-01-01: a phone that says an earlier time has lost its clock.
const EARLIEST: Time = Time::from_millis(946_684_800_000);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScanRequest {
    id: Id,
    tag: Scanned,
    place_id: Option<Id>,
    place: Option<Scanned>,
    occurred_at: Timestamp,
    sent_at: Option<Timestamp>,
    actions: Option<Vec<ActionRequest>>,
    #[serde(rename = "override")]
    overriding: Option<OverrideRequest>,
}

/// What a scan and a step told without one have in common.
pub(crate) struct Common {
    pub(crate) id: Id,
    pub(crate) place: Option<PlaceRef>,
    pub(crate) occurred_at: Timestamp,
    pub(crate) sent_at: Option<Timestamp>,
    pub(crate) actions: Option<Vec<ActionRequest>>,
    pub(crate) overriding: Option<OverrideRequest>,
}

impl Common {
    /// The report, if what it holds goes together. `raw` is the body that it was read from.
    pub(crate) fn report(self, source: ScanSource, raw: &Value) -> Result<ScanReport, Problem> {
        if self.id.0.get_version_num() != 7 {
            return Err(Problem::invalid("/id", "must be a UUIDv7, made by the phone"));
        }
        let actions = self.actions.unwrap_or_default();
        if actions.len() > ACTIONS {
            return Err(Problem::invalid("/actions", "holds more than 20 actions"));
        }
        let acts = actions.into_iter().enumerate();
        let acts = acts.map(|(nth, action)| action.act(&format!("/actions/{nth}")));
        Ok(ScanReport {
            id: ScanId::from_uuid(self.id.0),
            source,
            occurred_at: likely("/occurred_at", self.occurred_at)?,
            sent_at: self.sent_at.map(|at| likely("/sent_at", at)).transpose()?,
            place: self.place,
            actions: acts.collect::<Result<_, _>>()?,
            override_request: self.overriding.map(OverrideRequest::domain).transpose()?,
            fingerprint: fingerprint(raw, source),
        })
    }
}

pub(crate) fn likely(pointer: &str, Timestamp(at): Timestamp) -> Result<Time, Problem> {
    if at < EARLIEST {
        return Err(Problem::invalid(pointer, "lies before 2000-01-01"));
    }
    Ok(at)
}

/// A scan's content in one hash, whatever the order of its members. When it was sent is no part of
/// it: a phone sends the same scan again at another time. Nor is a member that is null. What is told
/// without a tag is told of one journey: the same words of another are another report.
fn fingerprint(raw: &Value, source: ScanSource) -> Vec<u8> {
    let mut content = raw.clone();
    if let Some(members) = content.as_object_mut() {
        members.remove("sent_at");
        members.retain(|_, value| !value.is_null());
    }
    let journey = match source {
        ScanSource::WithoutTag(journey, _) => journey.to_string(),
        ScanSource::Tag(_) => String::new(),
    };
    let content = serde_json::to_vec(&ParsedBatch::of(content)).unwrap_or_default();
    token::fingerprint(&[journey.as_bytes(), &content])
}

/// JSON whose members stand by name. Whether a plain [`Value`] keeps them so or as they came is
/// for any crate in the build to decide, and a repeat must be known in every build.
#[derive(Serialize)]
#[serde(untagged)]
enum ParsedBatch {
    Members(BTreeMap<String, Self>),
    List(Vec<Self>),
    Plain(Value),
}

impl ParsedBatch {
    fn of(value: Value) -> Self {
        match value {
            Value::Object(members) => {
                let sorted = members.into_iter().map(|(name, value)| (name, Self::of(value)));
                Self::Members(sorted.collect())
            }
            Value::Array(items) => Self::List(items.into_iter().map(Self::of).collect()),
            plain => Self::Plain(plain),
        }
    }
}

/// The report of a scan; `raw` is the JSON that it was read from, `sent_at` when its batch was sent.
fn report(
    body: ScanRequest,
    raw: &Value,
    sent_at: Option<Timestamp>,
) -> Result<ScanReport, Problem> {
    let code =
        TagCode::parse(&body.tag.0).map_err(|error| Problem::invalid("/tag", error.to_string()))?;
    let common = Common {
        id: body.id,
        place: place_ref(body.place_id, body.place.as_ref())?,
        occurred_at: body.occurred_at,
        sent_at: sent_at.or(body.sent_at),
        actions: body.actions,
        overriding: body.overriding,
    };
    common.report(ScanSource::Tag(code), raw)
}

#[derive(Serialize)]
struct RecordedResponse {
    scan_id: Uuid,
    late: bool,
    steps: Vec<StepResponse>,
    journey: JourneyResponse,
}

/// How what was recorded is answered, the first time and again.
#[must_use]
pub fn say(recorded: &RecordedScan) -> String {
    let names = Names { by: &recorded.by_name, witness: recorded.witness_name.as_deref() };
    let out = RecordedResponse {
        scan_id: recorded.scan_id.uuid(),
        late: recorded.late,
        steps: recorded.steps.iter().map(|step| StepResponse::of(step, &names, None)).collect(),
        journey: JourneyResponse::of(&recorded.journey),
    };
    serde_json::to_string(&out).unwrap_or_default()
}

/// 201 the first time, 200 for a repeat.
pub(crate) fn answer(told: ScanResponse) -> HttpResponse {
    response::json_text(status(&told), told.body)
}

const fn status(told: &ScanResponse) -> StatusCode {
    if told.is_repeat { StatusCode::OK } else { StatusCode::CREATED }
}

/// `POST /scans`
///
/// # Errors
/// See `recordScan` in openapi.yaml.
pub async fn record(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Staff).await?;
    ask.query(&[])?;
    let report = report(ask.json()?, &ask.json()?, None)?;
    let told = record::record(ask.app(), actor, report, say).await?;
    Ok(answer(told))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BatchRequest {
    sent_at: Timestamp,
    scans: Vec<Value>,
}

#[derive(Serialize)]
struct BatchResponse {
    results: Vec<ResultResponse>,
}

#[derive(Serialize)]
struct ResultResponse {
    id: Option<Uuid>,
    status: u16,
    body: Box<RawValue>,
}

/// `POST /scans/batch`
///
/// # Errors
/// See `recordScans` in openapi.yaml.
pub async fn record_batch(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    let (actor, shift) = ask.sender().await?;
    ask.query(&[])?;
    let body: BatchRequest = ask.json_up_to(extract::BATCH)?;
    likely("/sent_at", body.sent_at)?;
    if body.scans.is_empty() || body.scans.len() > SCANS {
        return Err(Problem::invalid("/scans", "must hold 1 to 500 scans"));
    }
    let one =
        |raw: &Value| report(extract::read(raw.to_string().as_bytes())?, raw, Some(body.sent_at));
    let read: Vec<_> = body.scans.iter().map(one).collect();
    let good = read.iter().filter_map(|report| report.as_ref().ok()).cloned().collect();
    let mut told = record::record_all(ask.app(), actor, shift, good, say).await?.into_iter();
    let results = body.scans.iter().zip(read).map(|(raw, report)| {
        // One good report, one answer: those that could not be read were never passed on.
        let outcome = match report {
            Ok(_) => told.next().map_or_else(|| Err(missing()), settled),
            Err(problem) => Err(problem),
        };
        result(raw, outcome)
    });
    Ok(response::ok(&BatchResponse { results: results.collect::<Result<_, _>>()? }))
}

fn settled(told: UseCaseResult<ScanResponse>) -> Result<ScanResponse, Problem> {
    told.map_err(Problem::from)
}

fn missing() -> Problem {
    Problem::new("internal", "The fault is ours and has been noted.")
}

fn result(raw: &Value, outcome: Result<ScanResponse, Problem>) -> Result<ResultResponse, Problem> {
    let id = raw.get("id").and_then(Value::as_str).and_then(crate::web::validation::uuid);
    let (status, body) = match outcome {
        Ok(told) => (status(&told).as_u16(), RawValue::from_string(told.body)),
        Err(problem) => (problem.status(), serde_json::value::to_raw_value(&problem)),
    };
    let body = body.map_err(|_| missing())?;
    Ok(ResultResponse { id, status, body })
}
