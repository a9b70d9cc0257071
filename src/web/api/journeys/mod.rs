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
use super::response;
use crate::domain::id::{JourneyId, PlaceId};
use crate::domain::journey::JourneyStatus;
use crate::domain::place::Stage;
use crate::json::JsonKey;
use crate::use_cases::Page;
use crate::use_cases::journeys::journey_view::JourneyView;
use crate::use_cases::journeys::{self, JourneyFilter};
use crate::web::extract::callers::StaffCaller;
use crate::web::extract::input_errors::InputErrors;
use crate::web::extract::path::PathId;
use crate::web::extract::query::{After, Limit, Query, pagination};
use crate::web::extract::state::App;
use crate::web::problem::Problem;
use crate::web::validation::Id;
use deserr::Deserr;

pub(crate) fn journey_page(page: Page<JourneyView>) -> HttpResponse {
    response::page(page, |view| view.journey.id.uuid(), JourneyResponse::new)
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct JourneysQuery {
    #[deserr(default)]
    status: Option<JsonKey<JourneyStatus>>,
    #[deserr(default)]
    stage: Option<JsonKey<Stage>>,
    #[deserr(default)]
    place_id: Option<Id>,
    #[deserr(default)]
    limit: Option<Limit>,
    #[deserr(default)]
    after: Option<After<JourneyId>>,
}

/// `GET /journeys`
pub(crate) async fn list(
    _: StaffCaller,
    app: App,
    Query(query): Query<JourneysQuery>,
) -> Result<HttpResponse, Problem> {
    let filter = JourneyFilter {
        status: query.status.map(|status| status.0),
        stage: query.stage.map(|stage| stage.0),
        place_id: query.place_id.map(|id| PlaceId::from_uuid(id.0)),
    };
    let page = journeys::board(&app, filter, pagination(query.limit, query.after)).await?;
    Ok(journey_page(page))
}

/// `GET /journeys/{id}`
pub(crate) async fn get(
    _: StaffCaller,
    app: App,
    PathId(id): PathId<JourneyId>,
) -> Result<HttpResponse, Problem> {
    let view = journeys::get(&app, id).await?;
    Ok(response::ok_with_etag(view.journey.revision, &JourneyResponse::new(&view)))
}
