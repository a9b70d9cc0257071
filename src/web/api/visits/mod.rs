//! `/visits`: a child's stay at the hospital.

pub(crate) mod check_in_request;
pub(crate) mod check_ins;
pub(crate) mod holds;
pub(crate) mod moves;
pub(crate) mod visit_response;

use actix_web::HttpResponse;
use serde::Deserialize;

use self::visit_response::{VisitResponse, visit_with_etag};
use super::extract::ApiRequest;
use super::response;
use crate::domain::account::person::{MoveSource, Scope};
use crate::domain::error::DomainError;
use crate::domain::id::{ChildId, PlaceId, VisitId};
use crate::domain::visit::VisitStatus;
use crate::json::JsonKey;
use crate::use_cases::UseCaseError;
use crate::use_cases::visits::{self, VisitView};
use crate::web::problem::Problem;
use crate::web::validation::Id;

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
struct CreateVisitRequest {
    child_id: Id,
    place_id: Option<Id>,
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
struct UpdateVisitRequest {
    status: JsonKey<VisitStatus>,
}

/// `GET /visits`
pub(crate) async fn list(request: ApiRequest) -> Result<HttpResponse, Problem> {
    request.require_scope(Scope::VisitsRead).await?;
    let pagination = request.query(&["limit", "after"])?.pagination(VisitId::from_uuid)?;
    let page = visits::list(request.app(), pagination).await?;
    Ok(response::page(page, |view| view.visit.id.uuid(), |view| VisitResponse::from(view)))
}

/// `POST /visits`
pub(crate) async fn create(request: ApiRequest) -> Result<HttpResponse, Problem> {
    let source = request.require_scope(Scope::VisitsWrite).await?;
    request.query(&[])?;
    let render = response::render_created(
        |view: &VisitView| VisitResponse::from(view),
        |view| Some(view.visit.revision),
        |view| Some(format!("/api/v1/visits/{}", view.visit.id)),
    );
    let idempotent = request.idempotent_request(&caller(source), render)?;
    let body: CreateVisitRequest = request.json()?;
    let (child, place) = (ChildId::from_uuid(body.child_id.0), body.place_id);
    let place = place.map(|id| PlaceId::from_uuid(id.0));
    let created = visits::open(request.app(), source, child, place, idempotent)
        .await
        .map_err(pointing_to_missing)?;
    response::created(&created)
}

fn pointing_to_missing(error: UseCaseError) -> Problem {
    match &error {
        UseCaseError::Domain(DomainError::NotFound("child")) => {
            Problem::pointing_to_missing(error, "child", "/child_id")
        }
        _ => Problem::pointing_to_missing(error, "place", "/place_id"),
    }
}

/// Whose idempotency keys they are.
fn caller(source: MoveSource) -> String {
    match source {
        MoveSource::Staff(id) => format!("staff:{id}"),
        MoveSource::Service(id) => format!("service:{id}"),
    }
}

/// `GET /visits/{id}`
pub(crate) async fn get(request: ApiRequest) -> Result<HttpResponse, Problem> {
    request.require_scope(Scope::VisitsRead).await?;
    let id = request.path_id("id", VisitId::from_uuid)?;
    request.query(&[])?;
    Ok(visit_with_etag(&visits::get(request.app(), id).await?))
}

/// `PATCH /visits/{id}`
pub(crate) async fn update(request: ApiRequest) -> Result<HttpResponse, Problem> {
    request.require_scope(Scope::VisitsWrite).await?;
    let id = request.path_id("id", VisitId::from_uuid)?;
    request.query(&[])?;
    let revision = request.if_match()?;
    let body: UpdateVisitRequest = request.json()?;
    Ok(visit_with_etag(&visits::update(request.app(), id, revision, body.status.0).await?))
}
