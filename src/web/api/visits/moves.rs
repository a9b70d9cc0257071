//! `/visits/{id}/moves`: where the child is.

use actix_web::HttpResponse;
use deserr::Deserr;
use serde::Serialize;
use uuid::Uuid;

use crate::domain::id::{PlaceId, VisitId};
use crate::json::Timestamp;
use crate::use_cases::UseCaseError;
use crate::use_cases::models::{Place, VisitMove};
use crate::use_cases::visits::move_child;
use crate::web::api::place_summary::PlaceSummary;
use crate::web::api::response;
use crate::web::extract::callers::VisitWriter;
use crate::web::extract::input_errors::InputErrors;
use crate::web::extract::json::Json;
use crate::web::extract::path::PathId;
use crate::web::extract::state::App;
use crate::web::problem::Problem;
use crate::web::validation::{Id, PlausibleTime};

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct CreateMoveRequest {
    place_id: Id,
    occurred_at: PlausibleTime,
}

#[derive(Serialize)]
pub(crate) struct MoveResponse {
    id: Uuid,
    visit_id: Uuid,
    place: PlaceSummary,
    occurred_at: Timestamp,
    recorded_at: Timestamp,
}

impl MoveResponse {
    pub(crate) fn new(moved: &VisitMove, place: &Place) -> Self {
        Self {
            id: moved.id.uuid(),
            visit_id: moved.visit_id.uuid(),
            place: place.into(),
            occurred_at: Timestamp(moved.occurred_at),
            recorded_at: Timestamp(moved.recorded_at),
        }
    }
}

/// `POST /visits/{id}/moves`
pub(crate) async fn create(
    VisitWriter(source): VisitWriter,
    app: App,
    PathId(id): PathId<VisitId>,
    Json(body): Json<CreateMoveRequest>,
) -> Result<HttpResponse, Problem> {
    let place = PlaceId::from_uuid(body.place_id.0);
    let at = body.occurred_at.0;
    let moved = move_child::move_child(&app, source, id, place, at)
        .await
        .map_err(pointing_to_missing_place)?;
    let body = MoveResponse::new(&moved.child_move, &moved.place);
    Ok(if moved.is_repeat { response::ok(&body) } else { HttpResponse::Created().json(body) })
}

fn pointing_to_missing_place(error: UseCaseError) -> Problem {
    Problem::pointing_to_missing(error, "place", "/place_id")
}
