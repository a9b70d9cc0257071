//! `/visits`: a child's stay, its own way through the house, and the hold on its family's feed.

pub mod check_ins;

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::extract::ApiRequest;
use super::journeys::WhereResponse;
use super::journeys::scans::likely;
use super::response::{self, PersonResponse};
use crate::domain::account::person::{MoveSource, Role, Scope};
use crate::domain::error::DomainError;
use crate::domain::id::{ChildId, PlaceId, StaffId, VisitId};
use crate::domain::visit::{Hold, HoldKind, VisitStatus};
use crate::json::{JsonKey, Timestamp};
use crate::use_cases::UseCaseError;
use crate::use_cases::family::family_hold;
use crate::use_cases::models::{Place, VisitMove};
use crate::use_cases::visits::VisitView;
use crate::use_cases::visits::{self, move_child};
use crate::web::problem::Problem;
use crate::web::validation::{Id, LongText};

/// A visit as the contract writes it.
#[derive(Serialize)]
pub struct VisitResponse {
    id: Uuid,
    child_id: Uuid,
    status: JsonKey<VisitStatus>,
    place: Option<WhereResponse>,
    placed_at: Option<Timestamp>,
    hold: Option<HoldResponse>,
    created_at: Timestamp,
    ended_at: Option<Timestamp>,
    revision: i64,
}

#[derive(Serialize)]
struct HoldResponse {
    kind: JsonKey<HoldKind>,
    reason: Option<String>,
    at: Timestamp,
    by: PersonResponse,
}

impl From<&VisitView> for VisitResponse {
    fn from(view: &VisitView) -> Self {
        let visit = &view.visit;
        Self {
            id: visit.id.uuid(),
            child_id: visit.child_id.uuid(),
            status: JsonKey(visit.status),
            place: view.place.as_ref().map(Into::into),
            placed_at: visit.place.map(|(_, at)| Timestamp(at)),
            hold: visit.hold.as_ref().map(|hold| hold_out(hold, view.held_by.as_ref())),
            created_at: Timestamp(visit.created_at),
            ended_at: visit.ended_at.map(Timestamp),
            revision: visit.revision,
        }
    }
}

fn hold_out(hold: &Hold, by: Option<&(StaffId, String)>) -> HoldResponse {
    let display_name = by.map(|(_, name)| name.clone()).unwrap_or_default();
    HoldResponse {
        kind: JsonKey(hold.kind),
        reason: super::journeys::step_payload::kept(hold.reason.clone()),
        at: Timestamp(hold.at),
        by: PersonResponse { id: hold.by.uuid(), display_name },
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VisitRequest {
    child_id: Id,
    place_id: Option<Id>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangeRequest {
    status: JsonKey<VisitStatus>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MoveRequest {
    place_id: Id,
    occurred_at: Timestamp,
}

/// A move of the child as the contract writes it.
#[derive(Serialize)]
pub struct MoveResponse {
    id: Uuid,
    visit_id: Uuid,
    place: WhereResponse,
    occurred_at: Timestamp,
    recorded_at: Timestamp,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HoldRequest {
    kind: JsonKey<HoldKind>,
    reason: LongText,
}

fn tagged(view: &VisitView) -> HttpResponse {
    response::tagged(view.visit.revision, &VisitResponse::from(view))
}

/// `GET /visits`
///
/// # Errors
/// See `listVisits` in openapi.yaml.
pub async fn list(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.mover(Scope::VisitsRead).await?;
    let span = ask.query(&["limit", "after"])?.pagination(VisitId::from_uuid)?;
    let page = visits::list(ask.app(), span).await?;
    Ok(response::page(page, |view| view.visit.id.uuid(), |view| VisitResponse::from(view)))
}

/// `POST /visits`
///
/// # Errors
/// See `beginVisit` in openapi.yaml.
pub async fn open(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    let mover = ask.mover(Scope::VisitsWrite).await?;
    ask.query(&[])?;
    let say = response::made(
        |view: &VisitView| VisitResponse::from(view),
        |view| Some(view.visit.revision),
        |view| Some(format!("/api/v1/visits/{}", view.visit.id)),
    );
    let door = ask.door(&caller(mover), say)?;
    let body: VisitRequest = ask.json()?;
    let (child, place) = (ChildId::from_uuid(body.child_id.0), body.place_id);
    let place = place.map(|id| PlaceId::from_uuid(id.0));
    let made = visits::open(ask.app(), mover, child, place, door).await.map_err(missing)?;
    response::created(&made)
}

/// Points to the member of the body that names nothing.
fn missing(error: UseCaseError) -> Problem {
    match &error {
        UseCaseError::Domain(DomainError::NotFound("child")) => {
            Problem::where_missing(error, "child", "/child_id")
        }
        _ => Problem::where_missing(error, "place", "/place_id"),
    }
}

fn caller(mover: MoveSource) -> String {
    match mover {
        MoveSource::Staff(id) => format!("staff:{id}"),
        MoveSource::Service(id) => format!("service:{id}"),
    }
}

/// `GET /visits/{id}`
///
/// # Errors
/// See `readVisit` in openapi.yaml.
pub async fn get(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.mover(Scope::VisitsRead).await?;
    let id = ask.id("id", VisitId::from_uuid)?;
    ask.query(&[])?;
    Ok(tagged(&visits::get(ask.app(), id).await?))
}

/// `PATCH /visits/{id}`
///
/// # Errors
/// See `changeVisit` in openapi.yaml.
pub async fn change(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.mover(Scope::VisitsWrite).await?;
    let id = ask.id("id", VisitId::from_uuid)?;
    ask.query(&[])?;
    let revision = ask.if_match()?;
    let body: ChangeRequest = ask.json()?;
    Ok(tagged(&visits::update(ask.app(), id, revision, body.status.0).await?))
}

/// `POST /visits/{id}/moves`
///
/// # Errors
/// See `moveChild` in openapi.yaml.
pub async fn add_move(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    let teller = ask.mover(Scope::VisitsWrite).await?;
    let id = ask.id("id", VisitId::from_uuid)?;
    ask.query(&[])?;
    let body: MoveRequest = ask.json()?;
    let place = PlaceId::from_uuid(body.place_id.0);
    let at = likely("/occurred_at", body.occurred_at)?;
    let moved = move_child::move_child(ask.app(), teller, id, place, at).await.map_err(missing)?;
    let out = MoveResponse::of(&moved.child_move, &moved.place);
    let repeated = moved.is_repeat;
    Ok(if repeated { response::ok(&out) } else { HttpResponse::Created().json(out) })
}

impl MoveResponse {
    /// The move as the contract writes it.
    #[must_use]
    pub fn of(told: &VisitMove, place: &Place) -> Self {
        Self {
            id: told.id.uuid(),
            visit_id: told.visit_id.uuid(),
            place: place.into(),
            occurred_at: Timestamp(told.occurred_at),
            recorded_at: Timestamp(told.recorded_at),
        }
    }
}

/// `PUT /visits/{id}/hold`
///
/// # Errors
/// See `holdFeed` in openapi.yaml.
pub async fn create_hold(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Staff).await?;
    let id = ask.id("id", VisitId::from_uuid)?;
    ask.query(&[])?;
    let body: HoldRequest = ask.json()?;
    let view = family_hold::hold(ask.app(), actor, id, body.kind.0, body.reason.0).await?;
    Ok(tagged(&view))
}

/// `DELETE /visits/{id}/hold`
///
/// # Errors
/// See `releaseHold` in openapi.yaml.
pub async fn release_hold(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Lead).await?;
    let id = ask.id("id", VisitId::from_uuid)?;
    ask.query(&[])?;
    family_hold::release(ask.app(), id).await?;
    Ok(response::nothing())
}
