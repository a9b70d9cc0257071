//! `/visits/{id}/family-links` and `/family/{token}`: inviting somebody, and what they see.

pub mod push_subscriptions;
pub mod events;

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::extract::Ask;
use super::response;
use crate::domain::account::person::Role;
use crate::domain::card::Visa;
use crate::domain::companion::{Coat, Species};
use crate::domain::family::{FamilyStatus, Language, LinkScope, Moment, Relation};
use crate::domain::id::{FamilyLinkId, VisitId};
use crate::domain::outfit::{Gowning, Item};
use crate::domain::place::Stage;
use crate::i18n;
use crate::json::{Key, Stamp};
use crate::use_cases::family::family_links::{self, Guest, Invited};
use crate::use_cases::family::family_view::{self, FamilyView, Friend};
use crate::use_cases::records::{FamilyLink, Photo};
use crate::web::problem::Problem;
use crate::web::rate_limit::Readers;
use crate::web::validation::Name;

/// A family link as the contract writes it.
#[derive(Serialize)]
pub struct LinkOut {
    id: Uuid,
    name: Option<String>,
    language: Key<Language>,
    scope: Key<LinkScope>,
    relation: Key<Relation>,
    created_at: Stamp,
    opened_at: Option<Stamp>,
    revoked_at: Option<Stamp>,
    expires_at: Option<Stamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

impl From<&FamilyLink> for LinkOut {
    fn from(link: &FamilyLink) -> Self {
        Self {
            id: link.id.uuid(),
            name: super::journeys::step_payload::kept(link.name.clone()),
            language: Key(link.language),
            scope: Key(link.scope),
            relation: Key(link.relation),
            created_at: Stamp(link.created_at),
            opened_at: link.opened_at.map(Stamp),
            revoked_at: link.revoked_at.map(Stamp),
            expires_at: link.expires_at.map(Stamp),
            url: None,
        }
    }
}

fn invited(made: &Invited) -> LinkOut {
    LinkOut { url: Some(made.url.clone()), ..LinkOut::from(&made.link) }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GuestIn {
    name: Name,
    language: Key<Language>,
    scope: Key<LinkScope>,
    relation: Option<Key<Relation>>,
}

/// `GET /visits/{id}/family-links`
///
/// # Errors
/// See `listFamilyLinks` in openapi.yaml.
pub async fn list(ask: Ask) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let visit = ask.id("id", VisitId::from_uuid)?;
    let span = ask.query(&["limit", "after"])?.span(FamilyLinkId::from_uuid)?;
    let page = family_links::list(ask.world(), visit, span).await?;
    Ok(response::page(page, |link| link.id.uuid(), |link| LinkOut::from(link)))
}

/// `POST /visits/{id}/family-links`
///
/// # Errors
/// See `createFamilyLink` in openapi.yaml.
pub async fn invite(ask: Ask) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Staff).await?;
    let visit = ask.id("id", VisitId::from_uuid)?;
    ask.query(&[])?;
    let door =
        ask.door(&format!("staff:{}", actor.id), response::made(invited, |_| None, |_| None))?;
    let body: GuestIn = ask.json()?;
    let guest = Guest {
        name: body.name.0,
        language: body.language.0,
        scope: body.scope.0,
        relation: body.relation.map_or(Relation::Invited, |key| key.0),
    };
    response::created(&family_links::invite(ask.world(), actor.id, visit, guest, door).await?)
}

/// `DELETE /family-links/{id}`
///
/// # Errors
/// See `revokeFamilyLink` in openapi.yaml.
pub async fn revoke(ask: Ask) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let link = ask.id("id", FamilyLinkId::from_uuid)?;
    ask.query(&[])?;
    family_links::revoke(ask.world(), link).await?;
    Ok(response::nothing())
}

/// What a family sees, as JSON.
#[derive(Serialize)]
pub(crate) struct FamilyOut {
    companions: Vec<FriendOut>,
    language: Key<Language>,
    quiet: bool,
    updated_at: Stamp,
}

#[derive(Serialize)]
struct FriendOut {
    companion: LooksOut,
    status: StatusOut,
    stage: Key<Stage>,
    gowning: Key<Gowning>,
    moments: Vec<MomentOut>,
    photos: Vec<FamilyPhotoOut>,
    card: Option<FamilyCardOut>,
    passport: Vec<VisaOut>,
}

#[derive(Serialize)]
struct FamilyCardOut {
    url: String,
    released_at: Stamp,
}

#[derive(Serialize)]
struct VisaOut {
    at: Stamp,
    stood_watch: bool,
}

#[derive(Serialize)]
struct FamilyPhotoOut {
    id: Uuid,
    url: String,
    at: Stamp,
}

#[derive(Serialize)]
struct LooksOut {
    name: String,
    species: Key<Species>,
    coat: Key<Coat>,
    outfit: Vec<Key<Item>>,
}

#[derive(Serialize)]
struct StatusOut {
    key: Key<FamilyStatus>,
    text: String,
    since: Stamp,
}

#[derive(Serialize)]
struct MomentOut {
    key: Key<FamilyStatus>,
    text: String,
    at: Stamp,
}

fn friend(friend: &Friend, language: Language, token: &str) -> FriendOut {
    let say = |moment: &Moment| i18n::status(language, moment.status, &friend.name);
    let moment = |moment: &Moment| MomentOut {
        key: Key(moment.status),
        text: say(moment),
        at: Stamp(moment.at),
    };
    let photo = |photo: &Photo| FamilyPhotoOut {
        id: photo.id.uuid(),
        url: format!("/api/v1/family/{token}/photos/{}", photo.id),
        at: Stamp(photo.taken_at),
    };
    let visa = |visa: &Visa| VisaOut { at: Stamp(visa.at), stood_watch: visa.stood_watch };
    FriendOut {
        companion: LooksOut {
            name: friend.name.clone(),
            species: Key(friend.species),
            coat: Key(friend.coat),
            outfit: friend.seen.outfit.iter().copied().map(Key).collect(),
        },
        status: StatusOut {
            key: Key(friend.status.status),
            text: say(&friend.status),
            since: Stamp(friend.status.at),
        },
        stage: Key(friend.seen.stage),
        gowning: Key(friend.seen.gowning),
        moments: friend.moments.iter().map(moment).collect(),
        photos: friend.photos.iter().map(photo).collect(),
        card: friend.card.as_ref().map(|card| FamilyCardOut {
            url: format!("/api/v1/family/{token}/card.pdf"),
            released_at: Stamp(card.released_at),
        }),
        passport: friend.passport.iter().map(visa).collect(),
    }
}

/// What a family sees, in a language, through this link.
pub(crate) fn family(view: &FamilyView, language: Language, token: &str) -> FamilyOut {
    FamilyOut {
        companions: view.friends.iter().map(|one| friend(one, language, token)).collect(),
        language: Key(language),
        quiet: view.quiet,
        updated_at: Stamp(view.updated_at),
    }
}

/// `GET /family/{token}`
///
/// # Errors
/// See `getFamilyView` in openapi.yaml.
pub async fn see(ask: Ask) -> Result<HttpResponse, Problem> {
    ask.count(Readers::Family, &ask.address())?;
    let language = ask.query(&["lang"])?.word::<Language>("lang")?;
    let view = family_view::see(ask.world(), ask.part("token"), &ask.address()).await?;
    Ok(response::ok(&family(&view, language.unwrap_or(view.language), ask.part("token"))))
}
