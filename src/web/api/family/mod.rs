//! `/visits/{id}/family-links` and `/family/{token}`: inviting somebody, and what they see.

pub mod push_subscriptions;
pub mod events;

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::extract::ApiRequest;
use super::response;
use crate::domain::account::person::Role;
use crate::domain::card::PassportStamp;
use crate::domain::companion::{Coat, Species};
use crate::domain::family::{FamilyStatus, Language, LinkScope, Moment, Relation};
use crate::domain::id::{FamilyLinkId, VisitId};
use crate::domain::outfit::{Gowning, Item};
use crate::domain::place::Stage;
use crate::i18n;
use crate::json::{JsonKey, Timestamp};
use crate::use_cases::family::family_links::{self, IssuedLink, NewFamilyLink};
use crate::use_cases::family::family_view::{self, CompanionFeed, FamilyView};
use crate::use_cases::models::{FamilyLink, Photo};
use crate::web::problem::Problem;
use crate::web::rate_limit::RateLimitKind;
use crate::web::validation::ShortText;

/// A family link as the contract writes it.
#[derive(Serialize)]
pub struct LinkResponse {
    id: Uuid,
    name: Option<String>,
    language: JsonKey<Language>,
    scope: JsonKey<LinkScope>,
    relation: JsonKey<Relation>,
    created_at: Timestamp,
    opened_at: Option<Timestamp>,
    revoked_at: Option<Timestamp>,
    expires_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

impl From<&FamilyLink> for LinkResponse {
    fn from(link: &FamilyLink) -> Self {
        Self {
            id: link.id.uuid(),
            name: super::journeys::step_payload::kept(link.name.clone()),
            language: JsonKey(link.language),
            scope: JsonKey(link.scope),
            relation: JsonKey(link.relation),
            created_at: Timestamp(link.created_at),
            opened_at: link.opened_at.map(Timestamp),
            revoked_at: link.revoked_at.map(Timestamp),
            expires_at: link.expires_at.map(Timestamp),
            url: None,
        }
    }
}

fn invited(made: &IssuedLink) -> LinkResponse {
    LinkResponse { url: Some(made.url.clone()), ..LinkResponse::from(&made.link) }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GuestRequest {
    name: ShortText,
    language: JsonKey<Language>,
    scope: JsonKey<LinkScope>,
    relation: Option<JsonKey<Relation>>,
}

/// `GET /visits/{id}/family-links`
///
/// # Errors
/// See `listFamilyLinks` in openapi.yaml.
pub async fn list(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let visit = ask.id("id", VisitId::from_uuid)?;
    let span = ask.query(&["limit", "after"])?.pagination(FamilyLinkId::from_uuid)?;
    let page = family_links::list(ask.app(), visit, span).await?;
    Ok(response::page(page, |link| link.id.uuid(), |link| LinkResponse::from(link)))
}

/// `POST /visits/{id}/family-links`
///
/// # Errors
/// See `inviteFamily` in openapi.yaml.
pub async fn invite(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Staff).await?;
    let visit = ask.id("id", VisitId::from_uuid)?;
    ask.query(&[])?;
    let door =
        ask.door(&format!("staff:{}", actor.id), response::made(invited, |_| None, |_| None))?;
    let body: GuestRequest = ask.json()?;
    let guest = NewFamilyLink {
        name: body.name.0,
        language: body.language.0,
        scope: body.scope.0,
        relation: body.relation.map_or(Relation::Invited, |key| key.0),
    };
    response::created(&family_links::create(ask.app(), actor.id, visit, guest, door).await?)
}

/// `DELETE /family-links/{id}`
///
/// # Errors
/// See `revokeFamilyLink` in openapi.yaml.
pub async fn revoke(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let link = ask.id("id", FamilyLinkId::from_uuid)?;
    ask.query(&[])?;
    family_links::revoke(ask.app(), link).await?;
    Ok(response::nothing())
}

/// What a family sees, as JSON.
#[derive(Serialize)]
pub(crate) struct FamilyResponse {
    companions: Vec<FriendResponse>,
    language: JsonKey<Language>,
    quiet: bool,
    updated_at: Timestamp,
}

#[derive(Serialize)]
struct FriendResponse {
    companion: LooksResponse,
    status: StatusResponse,
    stage: JsonKey<Stage>,
    gowning: JsonKey<Gowning>,
    moments: Vec<MomentResponse>,
    photos: Vec<FamilyPhotoResponse>,
    card: Option<FamilyCardResponse>,
    passport: Vec<VisaResponse>,
}

#[derive(Serialize)]
struct FamilyCardResponse {
    url: String,
    released_at: Timestamp,
}

#[derive(Serialize)]
struct VisaResponse {
    at: Timestamp,
    stood_watch: bool,
}

#[derive(Serialize)]
struct FamilyPhotoResponse {
    id: Uuid,
    url: String,
    at: Timestamp,
}

#[derive(Serialize)]
struct LooksResponse {
    name: String,
    species: JsonKey<Species>,
    coat: JsonKey<Coat>,
    outfit: Vec<JsonKey<Item>>,
}

#[derive(Serialize)]
struct StatusResponse {
    key: JsonKey<FamilyStatus>,
    text: String,
    since: Timestamp,
}

#[derive(Serialize)]
struct MomentResponse {
    key: JsonKey<FamilyStatus>,
    text: String,
    at: Timestamp,
}

fn friend(friend: &CompanionFeed, language: Language, token: &str) -> FriendResponse {
    let say = |moment: &Moment| i18n::status(language, moment.status, &friend.name);
    let moment = |moment: &Moment| MomentResponse {
        key: JsonKey(moment.status),
        text: say(moment),
        at: Timestamp(moment.at),
    };
    let photo = |photo: &Photo| FamilyPhotoResponse {
        id: photo.id.uuid(),
        url: format!("/api/v1/family/{token}/photos/{}", photo.id),
        at: Timestamp(photo.taken_at),
    };
    let visa = |visa: &PassportStamp| VisaResponse {
        at: Timestamp(visa.at),
        stood_watch: visa.stood_watch,
    };
    FriendResponse {
        companion: LooksResponse {
            name: friend.name.clone(),
            species: JsonKey(friend.species),
            coat: JsonKey(friend.coat),
            outfit: friend.visible.outfit.iter().copied().map(JsonKey).collect(),
        },
        status: StatusResponse {
            key: JsonKey(friend.status.status),
            text: say(&friend.status),
            since: Timestamp(friend.status.at),
        },
        stage: JsonKey(friend.visible.stage),
        gowning: JsonKey(friend.visible.gowning),
        moments: friend.moments.iter().map(moment).collect(),
        photos: friend.photos.iter().map(photo).collect(),
        card: friend.card.as_ref().map(|card| FamilyCardResponse {
            url: format!("/api/v1/family/{token}/card.pdf"),
            released_at: Timestamp(card.released_at),
        }),
        passport: friend.passport.iter().map(visa).collect(),
    }
}

/// What a family sees, in a language, through this link.
pub(crate) fn family(view: &FamilyView, language: Language, token: &str) -> FamilyResponse {
    FamilyResponse {
        companions: view.companions.iter().map(|one| friend(one, language, token)).collect(),
        language: JsonKey(language),
        quiet: view.is_held,
        updated_at: Timestamp(view.updated_at),
    }
}

/// `GET /family/{token}`
///
/// # Errors
/// See `readFamilyView` in openapi.yaml.
pub async fn view(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.check_rate_limit(RateLimitKind::Family, &ask.address())?;
    let language = ask.query(&["lang"])?.text::<Language>("lang")?;
    let view = family_view::view(ask.app(), ask.path_segment("token"), &ask.address()).await?;
    Ok(response::ok(&family(&view, language.unwrap_or(view.language), ask.path_segment("token"))))
}
