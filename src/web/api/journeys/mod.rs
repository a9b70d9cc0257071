//! `/journeys`: the board, and one journey.

pub(crate) mod card_pdfs;
pub(crate) mod cards;
pub(crate) mod journey_response;
pub(crate) mod scan_report;
pub(crate) mod scan_response;
pub(crate) mod scans;
mod step_payload;
pub(crate) mod step_response;
pub(crate) mod steps;
mod suggestion_response;

use actix_web::HttpResponse;

use self::journey_response::JourneyResponse;
use super::extract::ApiRequest;
use super::response;
use crate::domain::account::person::Role;
use crate::domain::id::{JourneyId, PlaceId};
use crate::use_cases::Page;
use crate::use_cases::journeys::journey_view::JourneyView;
use crate::use_cases::journeys::{self, JourneyFilter};
use crate::web::problem::Problem;

pub(crate) fn journey_page(page: Page<JourneyView>) -> HttpResponse {
    response::page(page, |view| view.journey.id.uuid(), JourneyResponse::new)
}

/// `GET /journeys`
pub(crate) async fn list(request: ApiRequest) -> Result<HttpResponse, Problem> {
    request.require_role(Role::Staff).await?;
    let query = request.query(&["status", "stage", "place_id", "limit", "after"])?;
    let filter = JourneyFilter {
        status: query.key("status")?,
        stage: query.key("stage")?,
        place_id: query.uuid("place_id")?.map(PlaceId::from_uuid),
    };
    let pagination = query.pagination(JourneyId::from_uuid)?;
    Ok(journey_page(journeys::board(request.app(), filter, pagination).await?))
}

/// `GET /journeys/{id}`
pub(crate) async fn get(request: ApiRequest) -> Result<HttpResponse, Problem> {
    request.require_role(Role::Staff).await?;
    let id = request.path_id("id", JourneyId::from_uuid)?;
    request.query(&[])?;
    let view = journeys::get(request.app(), id).await?;
    Ok(response::ok_with_etag(view.journey.revision, &JourneyResponse::new(&view)))
}
