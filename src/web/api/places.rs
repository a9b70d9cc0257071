//! `/places`: the rooms and bed spaces of the site, what each asks, and the code for its wall.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::extract::Ask;
use super::{response, tags};
use crate::domain::account::person::Role;
use crate::domain::id::PlaceId;
use crate::domain::place::{Entry, MOST_REWASH_HOURS, PlaceKind, Policy};
use crate::domain::tag::{PublicUrl, place_url};
use crate::json::{Key, Stamp};
use crate::printing;
use crate::use_cases::places::{self, Change, PolicyTold};
use crate::use_cases::records::Place;
use crate::web::problem::Problem;
use crate::web::validation::{Count, Name};

/// A place as the contract writes it.
#[derive(Serialize)]
pub struct PlaceOut {
    id: Uuid,
    name: String,
    kind: Key<PlaceKind>,
    policy: PolicyOut,
    code: String,
    url: Option<String>,
    active: bool,
    created_at: Stamp,
    revision: i64,
}

#[derive(Serialize)]
struct PolicyOut {
    entry: Key<Entry>,
    rewash_hours: Option<u32>,
    isolation: bool,
}

impl From<Policy> for PolicyOut {
    fn from(Policy { entry, rewash_hours, isolation }: Policy) -> Self {
        Self { entry: Key(entry), rewash_hours, isolation }
    }
}

impl PlaceOut {
    /// The place as the contract writes it, with its address where the site has one.
    #[must_use]
    pub fn of(place: &Place, base: Option<&PublicUrl>) -> Self {
        Self {
            id: place.id.uuid(),
            name: place.name.clone(),
            kind: Key(place.kind),
            policy: place.policy.into(),
            code: place.code.to_string(),
            url: base.map(|base| place_url(base, &place.code)),
            active: place.active,
            created_at: Stamp(place.created_at),
            revision: place.revision,
        }
    }
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct PolicyIn {
    entry: Option<Key<Entry>>,
    rewash_hours: Option<Count<MOST_REWASH_HOURS>>,
    isolation: Option<bool>,
}

impl PolicyIn {
    fn told(self) -> PolicyTold {
        let Self { entry, rewash_hours, isolation } = self;
        let rewash_hours = rewash_hours.map(|hours| hours.0);
        PolicyTold { entry: entry.map(|entry| entry.0), rewash_hours, isolation }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceIn {
    name: Name,
    kind: Key<PlaceKind>,
    policy: Option<PolicyIn>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangeIn {
    name: Option<Name>,
    kind: Option<Key<PlaceKind>>,
    policy: Option<PolicyIn>,
    active: Option<bool>,
}

/// `GET /places`
///
/// # Errors
/// See `listPlaces` in openapi.yaml.
pub async fn list(ask: Ask) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let span = ask.query(&["limit", "after"])?.span(PlaceId::from_uuid)?;
    let page = places::list(ask.world(), span).await?;
    let base = ask.world().public_url.as_ref();
    Ok(response::page(page, |place| place.id.uuid(), |place| PlaceOut::of(place, base)))
}

/// `POST /places`
///
/// # Errors
/// See `createPlace` in openapi.yaml.
pub async fn add(ask: Ask) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Admin).await?;
    ask.query(&[])?;
    let base = ask.world().public_url.clone();
    let say = response::made(
        move |place: &Place| PlaceOut::of(place, base.as_ref()),
        |place| Some(place.revision),
        |place| Some(format!("/api/v1/places/{}", place.id)),
    );
    let door = ask.door(&format!("staff:{}", actor.id), say)?;
    let PlaceIn { name, kind, policy } = ask.json()?;
    let policy = policy.unwrap_or_default().told().on(kind.0);
    response::created(&places::add(ask.world(), name.0, kind.0, policy, door).await?)
}

/// `GET /places/{id}`
///
/// # Errors
/// See `getPlace` in openapi.yaml.
pub async fn get(ask: Ask) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let id = ask.id("id", PlaceId::from_uuid)?;
    ask.query(&[])?;
    let place = places::get(ask.world(), id).await?;
    Ok(tagged(&ask, &place))
}

/// `PATCH /places/{id}`
///
/// # Errors
/// See `updatePlace` in openapi.yaml.
pub async fn change(ask: Ask) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Admin).await?;
    let id = ask.id("id", PlaceId::from_uuid)?;
    ask.query(&[])?;
    let revision = ask.if_match()?;
    let body: ChangeIn = ask.changes()?;
    let change = Change {
        name: body.name.map(|name| name.0),
        kind: body.kind.map(|kind| kind.0),
        policy: body.policy.map(PolicyIn::told),
        active: body.active,
    };
    let place = places::change(ask.world(), id, revision, change).await?;
    Ok(tagged(&ask, &place))
}

fn tagged(ask: &Ask, place: &Place) -> HttpResponse {
    response::tagged(place.revision, &PlaceOut::of(place, ask.world().public_url.as_ref()))
}

/// `GET /places/{id}/qr.svg`
///
/// # Errors
/// See `getPlaceQrSvg` in openapi.yaml.
pub async fn qr_svg(ask: Ask) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let id = ask.id("id", PlaceId::from_uuid)?;
    ask.query(&[])?;
    let place = places::get(ask.world(), id).await?;
    let qr = tags::symbol(ask.world(), |base| place_url(base, &place.code))?;
    Ok(HttpResponse::Ok().content_type("image/svg+xml").body(printing::svg(&qr)))
}
