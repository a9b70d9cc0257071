//! `/companions`: stuffed animals and blankets, with their safety screening.

use actix_web::HttpResponse;
use serde::Deserialize;

use super::companion_response::CompanionResponse;
use super::extract::ApiRequest;
use super::{journeys, response};
use crate::domain::account::person::Role;
use crate::domain::companion::{Coat, Species};
use crate::domain::id::{ChildId, CompanionId, JourneyId};
use crate::json::JsonKey;
use crate::use_cases::companions::{self, CompanionDetails, CompanionUpdate};
use crate::use_cases::models::Companion;
use crate::web::partial_screening::PartialScreening;
use crate::web::problem::Problem;
use crate::web::validation::{self, Id, LongText, ShortText};

/// In a check-in, whose child is named elsewhere in the body.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CompanionDetailsRequest {
    name: ShortText,
    species: JsonKey<Species>,
    coat: Option<JsonKey<Coat>>,
    description: Option<LongText>,
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CreateCompanionRequest {
    child_id: Id,
    name: ShortText,
    species: JsonKey<Species>,
    coat: Option<JsonKey<Coat>>,
    description: Option<LongText>,
    screening: Option<PartialScreening>,
}

impl CreateCompanionRequest {
    fn into_details(self) -> CompanionDetails {
        let Self { child_id: _, name, species, coat, description, screening } = self;
        CompanionDetailsRequest { name, species, coat, description, screening }.into()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UpdateCompanionRequest {
    name: Option<ShortText>,
    species: Option<JsonKey<Species>>,
    #[serde(default, deserialize_with = "validation::nullable")]
    #[expect(clippy::option_option, reason = "left out, null and a value mean different things")]
    coat: Option<Option<JsonKey<Coat>>>,
    #[serde(default, deserialize_with = "validation::nullable")]
    #[expect(clippy::option_option, reason = "left out, null and a value mean different things")]
    description: Option<Option<LongText>>,
    screening: Option<PartialScreening>,
}

impl From<UpdateCompanionRequest> for CompanionUpdate {
    fn from(update: UpdateCompanionRequest) -> Self {
        Self {
            name: update.name.map(|name| name.0),
            species: update.species.map(|species| species.0),
            coat: update.coat.map(|coat| coat.map(|coat| coat.0)),
            description: update.description.map(|text| text.map(|text| text.0)),
            answers: update.screening.unwrap_or_default().answers(),
        }
    }
}

/// `GET /companions`
pub(crate) async fn list(request: ApiRequest) -> Result<HttpResponse, Problem> {
    request.require_role(Role::Staff).await?;
    let pagination = request.query(&["limit", "after"])?.pagination(CompanionId::from_uuid)?;
    let page = companions::list(request.app(), pagination).await?;
    Ok(response::page(
        page,
        |companion| companion.id.uuid(),
        |companion| CompanionResponse::from(companion),
    ))
}

/// `POST /companions`
pub(crate) async fn create(request: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = request.require_role(Role::Staff).await?;
    request.query(&[])?;
    let render = response::render_created(
        |companion: &Companion| CompanionResponse::from(companion),
        |companion| Some(companion.revision),
        |companion| Some(format!("/api/v1/companions/{}", companion.id)),
    );
    let idempotent = request.idempotent_request_by(actor, render)?;
    let body: CreateCompanionRequest = request.json()?;
    let child = ChildId::from_uuid(body.child_id.0);
    let created = companions::create(request.app(), child, body.into_details(), idempotent)
        .await
        .map_err(|error| Problem::pointing_to_missing(error, "child", "/child_id"))?;
    response::created(&created)
}

/// `GET /companions/{id}`
pub(crate) async fn get(request: ApiRequest) -> Result<HttpResponse, Problem> {
    request.require_role(Role::Staff).await?;
    let id = request.path_id("id", CompanionId::from_uuid)?;
    request.query(&[])?;
    let companion = companions::get(request.app(), id).await?;
    Ok(response::ok_with_etag(companion.revision, &CompanionResponse::from(&companion)))
}

/// `PATCH /companions/{id}`
pub(crate) async fn update(request: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = request.require_role(Role::Staff).await?;
    let id = request.path_id("id", CompanionId::from_uuid)?;
    request.query(&[])?;
    let revision = request.if_match()?;
    let body: UpdateCompanionRequest = request.patch()?;
    let companion = companions::update(request.app(), actor, id, revision, body.into()).await?;
    Ok(response::ok_with_etag(companion.revision, &CompanionResponse::from(&companion)))
}

/// `GET /companions/{id}/journeys`
pub(crate) async fn list_journeys(request: ApiRequest) -> Result<HttpResponse, Problem> {
    request.require_role(Role::Staff).await?;
    let id = request.path_id("id", CompanionId::from_uuid)?;
    let pagination = request.query(&["limit", "after"])?.pagination(JourneyId::from_uuid)?;
    Ok(journeys::journey_page(companions::journeys(request.app(), id, pagination).await?))
}
