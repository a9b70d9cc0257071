//! `/companions`: stuffed animals and blankets, and what is known of their insides.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::extract::Ask;
use super::journeys::step_payload::kept;
use super::{journeys, response};
use crate::domain::account::person::Role;
use crate::domain::companion::{Answer, Coat, Question, Screening, Species};
use crate::domain::id::{ChildId, CompanionId, JourneyId};
use crate::json::{Key, Stamp};
use crate::use_cases::companions::{self, Change, Described};
use crate::use_cases::records::Companion;
use crate::web::action_request::ScreeningIn;
use crate::web::problem::Problem;
use crate::web::validation::{self, Id, Name, Words};

/// A companion as the contract writes it.
#[derive(Serialize)]
pub struct CompanionOut {
    id: Uuid,
    child_id: Uuid,
    name: Option<String>,
    species: Key<Species>,
    coat: Option<Key<Coat>>,
    description: Option<String>,
    screening: ScreeningOut,
    created_at: Stamp,
    revision: i64,
}

impl CompanionOut {
    /// The companion as the contract writes it.
    #[must_use]
    pub fn of(companion: &Companion) -> Self {
        Self {
            id: companion.id.uuid(),
            child_id: companion.child_id.uuid(),
            name: kept(companion.name.clone()),
            species: Key(companion.species),
            coat: companion.coat.map(Key),
            description: companion.description.clone(),
            screening: companion.screening.into(),
            created_at: Stamp(companion.created_at),
            revision: companion.revision,
        }
    }
}

impl From<&Companion> for CompanionOut {
    fn from(companion: &Companion) -> Self {
        Self::of(companion)
    }
}

/// Every answer of a screening.
#[derive(Serialize)]
pub struct ScreeningOut {
    metal: Key<Answer>,
    magnet: Key<Answer>,
    battery: Key<Answer>,
    weighted: Key<Answer>,
    loose_parts: Key<Answer>,
    latex: Key<Answer>,
    holds_water: Key<Answer>,
    washable: Key<Answer>,
}

impl From<Screening> for ScreeningOut {
    fn from(screening: Screening) -> Self {
        let to = |question| Key(screening.answer(question));
        Self {
            metal: to(Question::Metal),
            magnet: to(Question::Magnet),
            battery: to(Question::Battery),
            weighted: to(Question::Weighted),
            loose_parts: to(Question::LooseParts),
            latex: to(Question::Latex),
            holds_water: to(Question::HoldsWater),
            washable: to(Question::Washable),
        }
    }
}

/// What is told of a new companion whose child is known.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DescribedIn {
    name: Name,
    species: Key<Species>,
    coat: Option<Key<Coat>>,
    description: Option<Words>,
    screening: Option<ScreeningIn>,
}

impl From<DescribedIn> for Described {
    fn from(told: DescribedIn) -> Self {
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
struct CompanionIn {
    child_id: Id,
    name: Name,
    species: Key<Species>,
    coat: Option<Key<Coat>>,
    description: Option<Words>,
    screening: Option<ScreeningIn>,
}

impl CompanionIn {
    fn described(self) -> Described {
        let Self { child_id: _, name, species, coat, description, screening } = self;
        DescribedIn { name, species, coat, description, screening }.into()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangeIn {
    name: Option<Name>,
    species: Option<Key<Species>>,
    #[serde(default, deserialize_with = "validation::nullable")]
    #[expect(clippy::option_option, reason = "left out, null and given are three wishes")]
    coat: Option<Option<Key<Coat>>>,
    #[serde(default, deserialize_with = "validation::nullable")]
    #[expect(clippy::option_option, reason = "left out, null and given are three wishes")]
    description: Option<Option<Words>>,
    screening: Option<ScreeningIn>,
}

impl From<ChangeIn> for Change {
    fn from(change: ChangeIn) -> Self {
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
pub async fn list(ask: Ask) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let span = ask.query(&["limit", "after"])?.span(CompanionId::from_uuid)?;
    let page = companions::list(ask.world(), span).await?;
    Ok(response::page(page, |companion| companion.id.uuid(), CompanionOut::of))
}

/// `POST /companions`
///
/// # Errors
/// See `createCompanion` in openapi.yaml.
pub async fn add(ask: Ask) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Staff).await?;
    ask.query(&[])?;
    let say = response::made(
        CompanionOut::of,
        |companion| Some(companion.revision),
        |companion| Some(format!("/api/v1/companions/{}", companion.id)),
    );
    let door = ask.door(&format!("staff:{}", actor.id), say)?;
    let body: CompanionIn = ask.json()?;
    let child = ChildId::from_uuid(body.child_id.0);
    let added = companions::add(ask.world(), child, body.described(), door)
        .await
        .map_err(|error| Problem::where_missing(error, "child", "/child_id"))?;
    response::created(&added)
}

/// `GET /companions/{id}`
///
/// # Errors
/// See `getCompanion` in openapi.yaml.
pub async fn get(ask: Ask) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let id = ask.id("id", CompanionId::from_uuid)?;
    ask.query(&[])?;
    let companion = companions::get(ask.world(), id).await?;
    Ok(response::tagged(companion.revision, &CompanionOut::of(&companion)))
}

/// `PATCH /companions/{id}`
///
/// # Errors
/// See `updateCompanion` in openapi.yaml.
pub async fn change(ask: Ask) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Staff).await?;
    let id = ask.id("id", CompanionId::from_uuid)?;
    ask.query(&[])?;
    let revision = ask.if_match()?;
    let body: ChangeIn = ask.changes()?;
    let companion = companions::change(ask.world(), actor, id, revision, body.into()).await?;
    Ok(response::tagged(companion.revision, &CompanionOut::of(&companion)))
}

/// `GET /companions/{id}/journeys`
///
/// # Errors
/// See `listCompanionJourneys` in openapi.yaml.
pub async fn journeys(ask: Ask) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let id = ask.id("id", CompanionId::from_uuid)?;
    let span = ask.query(&["limit", "after"])?.span(JourneyId::from_uuid)?;
    Ok(journeys::page(companions::journeys(ask.world(), id, span).await?))
}
