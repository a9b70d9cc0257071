//! `/companions`: stuffed animals and blankets, and what is known of their insides.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::extract::ApiRequest;
use super::journeys::step_payload::kept;
use super::{journeys, response};
use crate::domain::account::person::Role;
use crate::domain::companion::{Coat, Screening, ScreeningAnswer, ScreeningQuestion, Species};
use crate::domain::id::{ChildId, CompanionId, JourneyId};
use crate::json::{JsonKey, Timestamp};
use crate::use_cases::companions::{self, CompanionDetails, CompanionUpdate};
use crate::use_cases::models::Companion;
use crate::web::action_request::ScreeningRequest;
use crate::web::problem::Problem;
use crate::web::validation::{self, Id, LongText, ShortText};

/// A companion as the contract writes it.
#[derive(Serialize)]
pub struct CompanionResponse {
    id: Uuid,
    child_id: Uuid,
    name: Option<String>,
    species: JsonKey<Species>,
    coat: Option<JsonKey<Coat>>,
    description: Option<String>,
    screening: ScreeningResponse,
    created_at: Timestamp,
    revision: i64,
}

impl CompanionResponse {
    /// The companion as the contract writes it.
    #[must_use]
    pub fn of(companion: &Companion) -> Self {
        Self {
            id: companion.id.uuid(),
            child_id: companion.child_id.uuid(),
            name: kept(companion.name.clone()),
            species: JsonKey(companion.species),
            coat: companion.coat.map(JsonKey),
            description: companion.description.clone(),
            screening: companion.screening.into(),
            created_at: Timestamp(companion.created_at),
            revision: companion.revision,
        }
    }
}

impl From<&Companion> for CompanionResponse {
    fn from(companion: &Companion) -> Self {
        Self::of(companion)
    }
}

/// Every answer of a screening.
#[derive(Serialize)]
pub struct ScreeningResponse {
    metal: JsonKey<ScreeningAnswer>,
    magnet: JsonKey<ScreeningAnswer>,
    battery: JsonKey<ScreeningAnswer>,
    weighted: JsonKey<ScreeningAnswer>,
    loose_parts: JsonKey<ScreeningAnswer>,
    latex: JsonKey<ScreeningAnswer>,
    holds_water: JsonKey<ScreeningAnswer>,
    washable: JsonKey<ScreeningAnswer>,
}

impl From<Screening> for ScreeningResponse {
    fn from(screening: Screening) -> Self {
        let to = |question| JsonKey(screening.answer(question));
        Self {
            metal: to(ScreeningQuestion::Metal),
            magnet: to(ScreeningQuestion::Magnet),
            battery: to(ScreeningQuestion::Battery),
            weighted: to(ScreeningQuestion::Weighted),
            loose_parts: to(ScreeningQuestion::LooseParts),
            latex: to(ScreeningQuestion::Latex),
            holds_water: to(ScreeningQuestion::HoldsWater),
            washable: to(ScreeningQuestion::Washable),
        }
    }
}

/// What is told of a new companion whose child is known.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DescribedRequest {
    name: ShortText,
    species: JsonKey<Species>,
    coat: Option<JsonKey<Coat>>,
    description: Option<LongText>,
    screening: Option<ScreeningRequest>,
}

impl From<DescribedRequest> for CompanionDetails {
    fn from(told: DescribedRequest) -> Self {
        Self {
            name: told.name.0,
            species: told.species.0,
            coat: told.coat.map(|coat| coat.0),
            description: told.description.map(|words| words.0),
            answers: told.screening.unwrap_or_default().answers(),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CompanionRequest {
    child_id: Id,
    name: ShortText,
    species: JsonKey<Species>,
    coat: Option<JsonKey<Coat>>,
    description: Option<LongText>,
    screening: Option<ScreeningRequest>,
}

impl CompanionRequest {
    fn described(self) -> CompanionDetails {
        let Self { child_id: _, name, species, coat, description, screening } = self;
        DescribedRequest { name, species, coat, description, screening }.into()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangeRequest {
    name: Option<ShortText>,
    species: Option<JsonKey<Species>>,
    #[serde(default, deserialize_with = "validation::nullable")]
    #[expect(clippy::option_option, reason = "left out, null and given are three wishes")]
    coat: Option<Option<JsonKey<Coat>>>,
    #[serde(default, deserialize_with = "validation::nullable")]
    #[expect(clippy::option_option, reason = "left out, null and given are three wishes")]
    description: Option<Option<LongText>>,
    screening: Option<ScreeningRequest>,
}

impl From<ChangeRequest> for CompanionUpdate {
    fn from(change: ChangeRequest) -> Self {
        Self {
            name: change.name.map(|name| name.0),
            species: change.species.map(|species| species.0),
            coat: change.coat.map(|coat| coat.map(|coat| coat.0)),
            description: change.description.map(|words| words.map(|words| words.0)),
            answers: change.screening.unwrap_or_default().answers(),
        }
    }
}

/// `GET /companions`
///
/// # Errors
/// See `listCompanions` in openapi.yaml.
pub async fn list(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let span = ask.query(&["limit", "after"])?.pagination(CompanionId::from_uuid)?;
    let page = companions::list(ask.app(), span).await?;
    Ok(response::page(page, |companion| companion.id.uuid(), CompanionResponse::of))
}

/// `POST /companions`
///
/// # Errors
/// See `addCompanion` in openapi.yaml.
pub async fn create(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Staff).await?;
    ask.query(&[])?;
    let say = response::made(
        CompanionResponse::of,
        |companion| Some(companion.revision),
        |companion| Some(format!("/api/v1/companions/{}", companion.id)),
    );
    let door = ask.door(&format!("staff:{}", actor.id), say)?;
    let body: CompanionRequest = ask.json()?;
    let child = ChildId::from_uuid(body.child_id.0);
    let added = companions::create(ask.app(), child, body.described(), door)
        .await
        .map_err(|error| Problem::where_missing(error, "child", "/child_id"))?;
    response::created(&added)
}

/// `GET /companions/{id}`
///
/// # Errors
/// See `readCompanion` in openapi.yaml.
pub async fn get(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let id = ask.id("id", CompanionId::from_uuid)?;
    ask.query(&[])?;
    let companion = companions::get(ask.app(), id).await?;
    Ok(response::tagged(companion.revision, &CompanionResponse::of(&companion)))
}

/// `PATCH /companions/{id}`
///
/// # Errors
/// See `changeCompanion` in openapi.yaml.
pub async fn change(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Staff).await?;
    let id = ask.id("id", CompanionId::from_uuid)?;
    ask.query(&[])?;
    let revision = ask.if_match()?;
    let body: ChangeRequest = ask.changes()?;
    let companion = companions::update(ask.app(), actor, id, revision, body.into()).await?;
    Ok(response::tagged(companion.revision, &CompanionResponse::of(&companion)))
}

/// `GET /companions/{id}/journeys`
///
/// # Errors
/// See `listJourneysOfCompanion` in openapi.yaml.
pub async fn journeys(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let id = ask.id("id", CompanionId::from_uuid)?;
    let span = ask.query(&["limit", "after"])?.pagination(JourneyId::from_uuid)?;
    Ok(journeys::page(companions::journeys(ask.app(), id, span).await?))
}
