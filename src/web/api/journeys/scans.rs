//! `/scans`: one reading of a tag, or many that a phone kept while it had no signal.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use uuid::Uuid;

use super::JourneyOut;
use super::steps::{Names, StepOut};
use crate::domain::account::person::Role;
use crate::domain::id::ScanId;
use crate::domain::tag::Code;
use crate::domain::time::Time;
use crate::json::Stamp;
use crate::use_cases::scans::action::PlaceRef;
use crate::use_cases::scans::record::{self, Recorded, Report, Source, Told};
use crate::use_cases::{Answer, token};
use crate::web::action_request::{ActionIn, OverrideIn, place_ref};
use crate::web::api::extract::{self, Ask};
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
struct ScanIn {
    id: Id,
    tag: Scanned,
    place_id: Option<Id>,
    place: Option<Scanned>,
    occurred_at: Stamp,
    sent_at: Option<Stamp>,
    actions: Option<Vec<ActionIn>>,
    #[serde(rename = "override")]
    overriding: Option<OverrideIn>,
}

/// What a scan and a step told without one have in common.
pub(crate) struct Common {
    pub(crate) id: Id,
    pub(crate) place: Option<PlaceRef>,
    pub(crate) occurred_at: Stamp,
    pub(crate) sent_at: Option<Stamp>,
    pub(crate) actions: Option<Vec<ActionIn>>,
    pub(crate) overriding: Option<OverrideIn>,
}

impl Common {
    /// The report, if what it holds goes together. `raw` is the body that it was read from.
    pub(crate) fn report(self, source: Source, raw: &Value) -> Result<Report, Problem> {
        if self.id.0.get_version_num() != 7 {
            return Err(Problem::invalid("/id", "must be a UUIDv7, made by the phone"));
        }
        let actions = self.actions.unwrap_or_default();
        if actions.len() > ACTIONS {
            return Err(Problem::invalid("/actions", "holds more than 20 actions"));
        }
        let acts = actions.into_iter().enumerate();
        let acts = acts.map(|(nth, action)| action.act(&format!("/actions/{nth}")));
        Ok(Report {
            id: ScanId::from_uuid(self.id.0),
            source,
            occurred_at: likely("/occurred_at", self.occurred_at)?,
            sent_at: self.sent_at.map(|at| likely("/sent_at", at)).transpose()?,
            place: self.place,
            acts: acts.collect::<Result<_, _>>()?,
            overriding: self.overriding.map(OverrideIn::domain).transpose()?,
            fingerprint: fingerprint(raw, source),
        })
    }
}

pub(crate) fn likely(pointer: &str, Stamp(at): Stamp) -> Result<Time, Problem> {
    if at < EARLIEST {
        return Err(Problem::invalid(pointer, "lies before 2000-01-01"));
    }
    Ok(at)
}

/// A scan's content in one hash, whatever the order of its members. When it was sent is no part of
/// it: a phone sends the same scan again at another time. Nor is a member that is null. What is told
/// without a tag is told of one journey: the same words of another are another report.
fn fingerprint(raw: &Value, source: Source) -> Vec<u8> {
    let mut content = raw.clone();
    if let Some(members) = content.as_object_mut() {
        members.remove("sent_at");
        members.retain(|_, value| !value.is_null());
    }
    let journey = match source {
        Source::Told(journey, _) => journey.to_string(),
        Source::Tag(_) => String::new(),
    };
    let content = serde_json::to_vec(&Sorted::of(content)).unwrap_or_default();
    token::fingerprint(&[journey.as_bytes(), &content])
}

/// JSON whose members stand by name. Whether a plain [`Value`] keeps them so or as they came is
/// for any crate in the build to decide, and a repeat must be known in every build.
#[derive(Serialize)]
#[serde(untagged)]
enum Sorted {
    Members(BTreeMap<String, Self>),
    List(Vec<Self>),
    Plain(Value),
}

impl Sorted {
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
fn report(body: ScanIn, raw: &Value, sent_at: Option<Stamp>) -> Result<Report, Problem> {
    let code =
        Code::parse(&body.tag.0).map_err(|error| Problem::invalid("/tag", error.to_string()))?;
    let common = Common {
        id: body.id,
        place: place_ref(body.place_id, body.place.as_ref())?,
        occurred_at: body.occurred_at,
        sent_at: sent_at.or(body.sent_at),
        actions: body.actions,
        overriding: body.overriding,
    };
    common.report(Source::Tag(code), raw)
}

#[derive(Serialize)]
struct RecordedOut {
    scan_id: Uuid,
    late: bool,
    steps: Vec<StepOut>,
    journey: JourneyOut,
}

/// How what was recorded is answered, the first time and again.
#[must_use]
pub fn say(recorded: &Recorded) -> String {
    let names = Names { by: &recorded.by_name, witness: recorded.witness_name.as_deref() };
    let out = RecordedOut {
        scan_id: recorded.scan_id.uuid(),
        late: recorded.late,
        steps: recorded.steps.iter().map(|step| StepOut::of(step, &names, None)).collect(),
        journey: JourneyOut::of(&recorded.journey),
    };
    serde_json::to_string(&out).unwrap_or_default()
}

/// 201 the first time, 200 for a repeat.
pub(crate) fn answer(told: Told) -> HttpResponse {
    response::json_text(status(&told), told.answer)
}

const fn status(told: &Told) -> StatusCode {
    if told.repeated { StatusCode::OK } else { StatusCode::CREATED }
}

/// `POST /scans`
///
/// # Errors
/// See `recordScan` in openapi.yaml.
pub async fn record(ask: Ask) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Staff).await?;
    ask.query(&[])?;
    let report = report(ask.json()?, &ask.json()?, None)?;
    let told = record::record(ask.world(), actor, report, say).await?;
    Ok(answer(told))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BatchIn {
    sent_at: Stamp,
    scans: Vec<Value>,
}

#[derive(Serialize)]
struct BatchOut {
    results: Vec<ResultOut>,
}

#[derive(Serialize)]
struct ResultOut {
    id: Option<Uuid>,
    status: u16,
    body: Box<RawValue>,
}

/// `POST /scans/batch`
///
/// # Errors
/// See `recordScanBatch` in openapi.yaml.
pub async fn record_batch(ask: Ask) -> Result<HttpResponse, Problem> {
    let (actor, shift) = ask.sender().await?;
    ask.query(&[])?;
    let body: BatchIn = ask.json_up_to(extract::BATCH)?;
    likely("/sent_at", body.sent_at)?;
    if body.scans.is_empty() || body.scans.len() > SCANS {
        return Err(Problem::invalid("/scans", "must hold 1 to 500 scans"));
    }
    let one =
        |raw: &Value| report(extract::read(raw.to_string().as_bytes())?, raw, Some(body.sent_at));
    let read: Vec<_> = body.scans.iter().map(one).collect();
    let good = read.iter().filter_map(|report| report.as_ref().ok()).cloned().collect();
    let mut told = record::record_all(ask.world(), actor, shift, good, say).await?.into_iter();
    let results = body.scans.iter().zip(read).map(|(raw, report)| {
        // One good report, one answer: those that could not be read were never passed on.
        let outcome = match report {
            Ok(_) => told.next().map_or_else(|| Err(missing()), settled),
            Err(problem) => Err(problem),
        };
        result(raw, outcome)
    });
    Ok(response::ok(&BatchOut { results: results.collect::<Result<_, _>>()? }))
}

fn settled(told: Answer<Told>) -> Result<Told, Problem> {
    told.map_err(Problem::from)
}

fn missing() -> Problem {
    Problem::new("internal", "The fault is ours and has been noted.")
}

fn result(raw: &Value, outcome: Result<Told, Problem>) -> Result<ResultOut, Problem> {
    let id = raw.get("id").and_then(Value::as_str).and_then(crate::web::validation::uuid);
    let (status, body) = match outcome {
        Ok(told) => (status(&told).as_u16(), RawValue::from_string(told.answer)),
        Err(problem) => (problem.status(), serde_json::value::to_raw_value(&problem)),
    };
    let body = body.map_err(|_| missing())?;
    Ok(ResultOut { id, status, body })
}
