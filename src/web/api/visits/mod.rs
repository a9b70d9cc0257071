//! `/visits`: a child's stay at the hospital.

pub(crate) mod check_in_request;
pub(crate) mod check_ins;
pub(crate) mod holds;
pub(crate) mod moves;
pub(crate) mod visit_response;

use actix_web::HttpResponse;
use deserr::Deserr;

use self::visit_response::{VisitResponse, visit_with_etag};
use super::response;
use crate::domain::error::DomainError;
use crate::domain::id::{ChildId, PlaceId, VisitId};
use crate::domain::visit::VisitStatus;
use crate::json::JsonKey;
use crate::use_cases::UseCaseError;
use crate::use_cases::visits::{self, VisitView};
use crate::web::extract::callers::{VisitReader, VisitWriter};
use crate::web::extract::headers::{IdempotencyKey, IfMatch};
use crate::web::extract::input_errors::InputErrors;
use crate::web::extract::json::Json;
use crate::web::extract::path::PathId;
use crate::web::extract::query::{After, PageQuery, Query};
use crate::web::extract::state::App;
use crate::web::problem::Problem;
use crate::web::validation::Id;

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct CreateVisitRequest {
    child_id: Id,
    #[deserr(default)]
    place_id: Option<Id>,
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct UpdateVisitRequest {
    status: JsonKey<VisitStatus>,
}

/// `GET /visits`
pub(crate) async fn list(
    _: VisitReader,
    app: App,
    Query(query): Query<PageQuery<After<VisitId>>>,
) -> Result<HttpResponse, Problem> {
    let pagination = query.pagination();
    let page = visits::list(&app, pagination).await?;
    Ok(response::page(page, |view| view.visit.id.uuid(), |view| VisitResponse::from(view)))
}

/// `POST /visits`
pub(crate) async fn create(
    VisitWriter(source): VisitWriter,
    app: App,
    key: IdempotencyKey,
    Json(body): Json<CreateVisitRequest>,
) -> Result<HttpResponse, Problem> {
    let render = response::render_created(
        |view: &VisitView| VisitResponse::from(view),
        |view| Some(view.visit.revision),
        |view| Some(format!("/api/v1/visits/{}", view.visit.id)),
    );
    let idempotent = key.request(render);
    let (child, place) = (ChildId::from_uuid(body.child_id.0), body.place_id);
    let place = place.map(|id| PlaceId::from_uuid(id.0));
    let created =
        visits::open(&app, source, child, place, idempotent).await.map_err(pointing_to_missing)?;
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

/// `GET /visits/{id}`
pub(crate) async fn get(
    _: VisitReader,
    app: App,
    PathId(id): PathId<VisitId>,
) -> Result<HttpResponse, Problem> {
    Ok(visit_with_etag(&visits::get(&app, id).await?))
}

/// `PATCH /visits/{id}`
pub(crate) async fn update(
    _: VisitWriter,
    app: App,
    PathId(id): PathId<VisitId>,
    IfMatch(revision): IfMatch,
    Json(body): Json<UpdateVisitRequest>,
) -> Result<HttpResponse, Problem> {
    Ok(visit_with_etag(&visits::update(&app, id, revision, body.status.0).await?))
}
