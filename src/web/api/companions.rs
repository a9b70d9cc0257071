//! `/companions`: stuffed animals and blankets, with their safety screening.

use crate::web::validation::Nullable;
use actix_web::HttpResponse;
use deserr::Deserr;

use super::companion_response::CompanionResponse;
use super::{journeys, response};
use crate::domain::companion::{Coat, Species};
use crate::domain::id::{ChildId, CompanionId, JourneyId};
use crate::json::JsonKey;
use crate::use_cases::companions::{self, CompanionDetails, CompanionUpdate};
use crate::use_cases::models::Companion;
use crate::web::extract::callers::StaffCaller;
use crate::web::extract::headers::{IdempotencyKey, IfMatch};
use crate::web::extract::input_errors::InputErrors;
use crate::web::extract::json::{Json, Patch};
use crate::web::extract::path::PathId;
use crate::web::extract::query::{After, PageQuery, Query};
use crate::web::extract::state::App;
use crate::web::partial_screening::PartialScreening;
use crate::web::problem::Problem;
use crate::web::validation::{Id, LongText, ShortText};

/// In a check-in, whose child is named elsewhere in the body.
#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct CompanionDetailsRequest {
    name: ShortText,
    species: JsonKey<Species>,
    #[deserr(default)]
    coat: Option<JsonKey<Coat>>,
    #[deserr(default)]
    description: Option<LongText>,
    #[deserr(default)]
    screening: Option<PartialScreening>,
}

impl From<CompanionDetailsRequest> for CompanionDetails {
    fn from(details: CompanionDetailsRequest) -> Self {
        Self {
            name: details.name.0,
            species: details.species.0,
            coat: details.coat.map(|coat| coat.0),
            description: details.description.map(|text| text.0),
            answers: details.screening.unwrap_or_default().answers(),
        }
    }
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct CreateCompanionRequest {
    child_id: Id,
    name: ShortText,
    species: JsonKey<Species>,
    #[deserr(default)]
    coat: Option<JsonKey<Coat>>,
    #[deserr(default)]
    description: Option<LongText>,
    #[deserr(default)]
    screening: Option<PartialScreening>,
}

impl CreateCompanionRequest {
    fn into_details(self) -> CompanionDetails {
        let Self { child_id: _, name, species, coat, description, screening } = self;
        CompanionDetailsRequest { name, species, coat, description, screening }.into()
    }
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct UpdateCompanionRequest {
    #[deserr(default)]
    name: Option<ShortText>,
    #[deserr(default)]
    species: Option<JsonKey<Species>>,
    #[deserr(default)]
    coat: Nullable<JsonKey<Coat>>,
    #[deserr(default)]
    description: Nullable<LongText>,
    #[deserr(default)]
    screening: Option<PartialScreening>,
}

impl From<UpdateCompanionRequest> for CompanionUpdate {
    fn from(update: UpdateCompanionRequest) -> Self {
        Self {
            name: update.name.map(|name| name.0),
            species: update.species.map(|species| species.0),
            coat: update.coat.change(|coat| coat.0),
            description: update.description.change(|text| text.0),
            answers: update.screening.unwrap_or_default().answers(),
        }
    }
}

/// `GET /companions`
pub(crate) async fn list(
    _: StaffCaller,
    app: App,
    Query(query): Query<PageQuery<After<CompanionId>>>,
) -> Result<HttpResponse, Problem> {
    let pagination = query.pagination();
    let page = companions::list(&app, pagination).await?;
    Ok(response::page(
        page,
        |companion| companion.id.uuid(),
        |companion| CompanionResponse::from(companion),
    ))
}

/// `POST /companions`
pub(crate) async fn create(
    _: StaffCaller,
    app: App,
    key: IdempotencyKey,
    Json(body): Json<CreateCompanionRequest>,
) -> Result<HttpResponse, Problem> {
    let render = response::render_created(
        |companion: &Companion| CompanionResponse::from(companion),
        |companion| Some(companion.revision),
        |companion| Some(format!("/api/v1/companions/{}", companion.id)),
    );
    let idempotent = key.request(render);
    let child = ChildId::from_uuid(body.child_id.0);
    let created = companions::create(&app, child, body.into_details(), idempotent)
        .await
        .map_err(|error| Problem::pointing_to_missing(error, "child", "/child_id"))?;
    response::created(&created)
}

/// `GET /companions/{id}`
pub(crate) async fn get(
    _: StaffCaller,
    app: App,
    PathId(id): PathId<CompanionId>,
) -> Result<HttpResponse, Problem> {
    let companion = companions::get(&app, id).await?;
    Ok(response::ok_with_etag(companion.revision, &CompanionResponse::from(&companion)))
}

/// `PATCH /companions/{id}`
pub(crate) async fn update(
    staff: StaffCaller,
    app: App,
    PathId(id): PathId<CompanionId>,
    IfMatch(revision): IfMatch,
    Patch(body): Patch<UpdateCompanionRequest>,
) -> Result<HttpResponse, Problem> {
    let companion = companions::update(&app, staff.actor, id, revision, body.into()).await?;
    Ok(response::ok_with_etag(companion.revision, &CompanionResponse::from(&companion)))
}

/// `GET /companions/{id}/journeys`
pub(crate) async fn list_journeys(
    _: StaffCaller,
    app: App,
    PathId(id): PathId<CompanionId>,
    Query(query): Query<PageQuery<After<JourneyId>>>,
) -> Result<HttpResponse, Problem> {
    let pagination = query.pagination();
    Ok(journeys::journey_page(companions::journeys(&app, id, pagination).await?))
}
