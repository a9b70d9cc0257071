//! `/places`: the rooms and bed spaces of the site, what each asks, and the code for its wall.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::extract::ApiRequest;
use super::{response, tags};
use crate::domain::account::person::Role;
use crate::domain::id::PlaceId;
use crate::domain::place::{EntryPolicy, MOST_REWASH_HOURS, PlaceKind, PlacePolicy};
use crate::domain::tag::{PublicUrl, place_url};
use crate::json::{JsonKey, Timestamp};
use crate::printing;
use crate::use_cases::models::Place;
use crate::use_cases::places::{self, PlaceUpdate, PolicyChange};
use crate::web::problem::Problem;
use crate::web::validation::{Count, ShortText};

/// A place as the contract writes it.
#[derive(Serialize)]
pub struct PlaceResponse {
    id: Uuid,
    name: String,
    kind: JsonKey<PlaceKind>,
    policy: PolicyResponse,
    code: String,
    url: Option<String>,
    active: bool,
    created_at: Timestamp,
    revision: i64,
}

#[derive(Serialize)]
struct PolicyResponse {
    entry: JsonKey<EntryPolicy>,
    rewash_hours: Option<u32>,
    isolation: bool,
}

impl From<PlacePolicy> for PolicyResponse {
    fn from(PlacePolicy { entry, rewash_hours, isolation }: PlacePolicy) -> Self {
        Self { entry: JsonKey(entry), rewash_hours, isolation }
    }
}

impl PlaceResponse {
    /// The place as the contract writes it, with its address where the site has one.
    #[must_use]
    pub fn of(place: &Place, base: Option<&PublicUrl>) -> Self {
        Self {
            id: place.id.uuid(),
            name: place.name.clone(),
            kind: JsonKey(place.kind),
            policy: place.policy.into(),
            code: place.code.to_string(),
            url: base.map(|base| place_url(base, &place.code)),
            active: place.active,
            created_at: Timestamp(place.created_at),
            revision: place.revision,
        }
    }
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct PolicyRequest {
    entry: Option<JsonKey<EntryPolicy>>,
    rewash_hours: Option<Count<MOST_REWASH_HOURS>>,
    isolation: Option<bool>,
}

impl PolicyRequest {
    fn told(self) -> PolicyChange {
        let Self { entry, rewash_hours, isolation } = self;
        let rewash_hours = rewash_hours.map(|hours| hours.0);
        PolicyChange { entry: entry.map(|entry| entry.0), rewash_hours, isolation }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceRequest {
    name: ShortText,
    kind: JsonKey<PlaceKind>,
    policy: Option<PolicyRequest>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangeRequest {
    name: Option<ShortText>,
    kind: Option<JsonKey<PlaceKind>>,
    policy: Option<PolicyRequest>,
    active: Option<bool>,
}

/// `GET /places`
///
/// # Errors
/// See `listPlaces` in openapi.yaml.
pub async fn list(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let span = ask.query(&["limit", "after"])?.pagination(PlaceId::from_uuid)?;
    let page = places::list(ask.app(), span).await?;
    let base = ask.app().public_url.as_ref();
    Ok(response::page(page, |place| place.id.uuid(), |place| PlaceResponse::of(place, base)))
}

/// `POST /places`
///
/// # Errors
/// See `addPlace` in openapi.yaml.
pub async fn create(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Admin).await?;
    ask.query(&[])?;
    let base = ask.app().public_url.clone();
    let say = response::made(
        move |place: &Place| PlaceResponse::of(place, base.as_ref()),
        |place| Some(place.revision),
        |place| Some(format!("/api/v1/places/{}", place.id)),
    );
    let door = ask.door(&format!("staff:{}", actor.id), say)?;
    let PlaceRequest { name, kind, policy } = ask.json()?;
    let policy = policy.unwrap_or_default().told().for_kind(kind.0);
    response::created(&places::create(ask.app(), name.0, kind.0, policy, door).await?)
}

/// `GET /places/{id}`
///
/// # Errors
/// See `readPlace` in openapi.yaml.
pub async fn get(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let id = ask.id("id", PlaceId::from_uuid)?;
    ask.query(&[])?;
    let place = places::get(ask.app(), id).await?;
    Ok(tagged(&ask, &place))
}

/// `PATCH /places/{id}`
///
/// # Errors
/// See `changePlace` in openapi.yaml.
pub async fn change(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Admin).await?;
    let id = ask.id("id", PlaceId::from_uuid)?;
    ask.query(&[])?;
    let revision = ask.if_match()?;
    let body: ChangeRequest = ask.changes()?;
    let change = PlaceUpdate {
        name: body.name.map(|name| name.0),
        kind: body.kind.map(|kind| kind.0),
        policy: body.policy.map(PolicyRequest::told),
        active: body.active,
    };
    let place = places::update(ask.app(), id, revision, change).await?;
    Ok(tagged(&ask, &place))
}

fn tagged(ask: &ApiRequest, place: &Place) -> HttpResponse {
    response::tagged(place.revision, &PlaceResponse::of(place, ask.app().public_url.as_ref()))
}

/// `GET /places/{id}/qr.svg`
///
/// # Errors
/// See `drawPlaceCode` in openapi.yaml.
pub async fn qr_svg(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let id = ask.id("id", PlaceId::from_uuid)?;
    ask.query(&[])?;
    let place = places::get(ask.app(), id).await?;
    let qr = tags::symbol(ask.app(), |base| place_url(base, &place.code))?;
    Ok(HttpResponse::Ok().content_type("image/svg+xml").body(printing::svg(&qr)))
}
