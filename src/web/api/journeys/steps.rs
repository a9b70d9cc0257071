//! `/journeys/{id}/steps`: a journey's history, steps told without a scan, and taking one back.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::JourneyResponse;
use super::scans::{self, Common};
use super::step_payload::{ActionResponse, kept};
use crate::domain::account::person::Role;
use crate::domain::id::{JourneyId, StaffId, StepId};
use crate::domain::journey::clearance::Rule;
use crate::domain::journey::step::{Override, Step};
use crate::json::{JsonKey, Timestamp};
use crate::use_cases::journeys;
use crate::use_cases::scans::record::{self, ScanSource};
use crate::use_cases::scans::void_step;
use crate::web::action_request::{ActionRequest, OverrideRequest, place_ref};
use crate::web::api::extract::ApiRequest;
use crate::web::api::query::cursor_of_step;
use crate::web::api::response::{self, PersonResponse};
use crate::web::problem::Problem;
use crate::web::validation::{Id, LongText, Scanned};

/// A step as the contract writes it.
#[derive(Serialize)]
pub struct StepResponse {
    id: Uuid,
    journey_id: Uuid,
    scan_id: Option<Uuid>,
    action: ActionResponse,
    occurred_at: Timestamp,
    recorded_at: Timestamp,
    late: bool,
    by: PersonResponse,
    witness: Option<PersonResponse>,
    #[serde(rename = "override")]
    overrode: Option<OverrideResponse>,
    voided_by: Option<Uuid>,
}

#[derive(Serialize)]
struct OverrideResponse {
    rules: Vec<JsonKey<Rule>>,
    reason: Option<String>,
    hand_magnet_test: bool,
}

/// The names that go with a step.
pub struct Names<'a> {
    /// Who made it.
    pub by: &'a str,
    /// Who confirmed it.
    pub witness: Option<&'a str>,
}

impl StepResponse {
    /// The step as the contract writes it.
    #[must_use]
    pub fn of(step: &Step, names: &Names<'_>, voided_by: Option<StepId>) -> Self {
        let person = |id: StaffId, name: &str| PersonResponse {
            id: id.uuid(),
            display_name: name.to_owned(),
        };
        Self {
            id: step.id.uuid(),
            journey_id: step.journey.uuid(),
            scan_id: step.scan.map(crate::domain::id::ScanId::uuid),
            action: (&step.what).into(),
            occurred_at: Timestamp(step.occurred_at),
            recorded_at: Timestamp(step.recorded_at),
            late: step.late,
            by: person(step.by, names.by),
            witness: step.witness.zip(names.witness).map(|(id, name)| person(id, name)),
            overrode: step.overrode.as_ref().map(overrode),
            voided_by: voided_by.map(StepId::uuid),
        }
    }
}

fn overrode(over: &Override) -> OverrideResponse {
    OverrideResponse {
        rules: over.rules.iter().copied().map(JsonKey).collect(),
        reason: kept(over.reason.clone()),
        hand_magnet_test: over.hand_magnet_test,
    }
}

/// `GET /journeys/{id}/steps`
///
/// # Errors
/// See `listSteps` in openapi.yaml.
pub async fn list(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let id = ask.id("id", JourneyId::from_uuid)?;
    let span = ask.query(&["limit", "after"])?.pagination_by_step()?;
    let page = journeys::history(ask.app(), id, span).await?;
    Ok(response::page_by(
        page,
        |view| cursor_of_step(view.step.order()),
        |view| {
            let names = Names { by: &view.by_name, witness: view.witness_name.as_deref() };
            StepResponse::of(&view.step, &names, view.voided_by)
        },
    ))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StepsRequest {
    id: Id,
    place_id: Option<Id>,
    place: Option<Scanned>,
    occurred_at: Timestamp,
    sent_at: Option<Timestamp>,
    actions: Option<Vec<ActionRequest>>,
    #[serde(rename = "override")]
    overriding: Option<OverrideRequest>,
    witness: Option<Id>,
}

/// `POST /journeys/{id}/steps`
///
/// # Errors
/// See `recordSteps` in openapi.yaml.
pub async fn record(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Staff).await?;
    let journey = ask.id("id", JourneyId::from_uuid)?;
    ask.query(&[])?;
    let (body, raw): (StepsRequest, serde_json::Value) = (ask.json()?, ask.json()?);
    let witness = body.witness.map(|id| StaffId::from_uuid(id.0));
    let common = Common {
        id: body.id,
        place: place_ref(body.place_id, body.place.as_ref())?,
        occurred_at: body.occurred_at,
        sent_at: body.sent_at,
        actions: body.actions,
        overriding: body.overriding,
    };
    let report = common.report(ScanSource::WithoutTag(journey, witness), &raw)?;
    let told = record::record(ask.app(), actor, report, scans::say).await?;
    Ok(scans::answer(told))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VoidRequest {
    reason: LongText,
}

#[derive(Serialize)]
struct VoidedResponse {
    step: StepResponse,
    journey: JourneyResponse,
}

/// `POST /journeys/{id}/steps/{step_id}/void`
///
/// # Errors
/// See `voidStep` in openapi.yaml.
pub async fn void(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    let (actor, me) = ask.signed_in().await?;
    let journey = ask.id("id", JourneyId::from_uuid)?;
    let step = ask.id("step_id", StepId::from_uuid)?;
    ask.query(&[])?;
    let body: VoidRequest = ask.json()?;
    let (step, view) = void_step::void(ask.app(), actor, journey, step, body.reason.0).await?;
    let names = Names { by: &me.staff.display_name, witness: None };
    let out = VoidedResponse {
        step: StepResponse::of(&step, &names, None),
        journey: JourneyResponse::of(&view),
    };
    Ok(HttpResponse::Created().json(out))
}
