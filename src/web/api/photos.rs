//! `/photos`, `/visits/{id}/photo-consent` and a family's photos: agreed to, taken, looked at twice, shown.

use actix_web::http::header::{
    CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName,
};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::extract::ApiRequest;
use super::response::{self, PersonResponse};
use crate::domain::account::person::Role;
use crate::domain::error::DomainError;
use crate::domain::id::{JourneyId, PhotoId, VisitId};
use crate::domain::photo::{Consenter, PhotoSize, PhotoState, Picture};
use crate::json::{JsonKey, Timestamp};
use crate::photos::processing::{self, PhotoError};
use crate::use_cases::photos::{ConsentView, PhotoView, consent, read, release, upload};
use crate::web::body::{self, BodyError};
use crate::web::problem::Problem;
use crate::web::rate_limit::RateLimitKind;

/// The largest photo, in bytes: twice what a phone's camera makes.
pub const MOST: usize = 8 * 1024 * 1024;

/// Each photo takes a core for some tenths of a second and up to 200 MB; who comes third waits.
static DEVELOPING: Semaphore = Semaphore::const_new(2);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConsentRequest {
    given_by: JsonKey<Consenter>,
}

/// A consent as the contract writes it.
#[derive(Serialize)]
pub struct ConsentResponse {
    visit_id: Uuid,
    given_by: JsonKey<Consenter>,
    recorded_by: PersonResponse,
    recorded_at: Timestamp,
}

impl From<&ConsentView> for ConsentResponse {
    fn from(ConsentView { consent, recorded_by }: &ConsentView) -> Self {
        let id = consent.recorded_by.uuid();
        Self {
            visit_id: consent.visit_id.uuid(),
            given_by: JsonKey(consent.given_by),
            recorded_by: PersonResponse { id, display_name: recorded_by.clone() },
            recorded_at: Timestamp(consent.recorded_at),
        }
    }
}

/// A photo as the contract writes it.
#[derive(Serialize)]
pub struct PhotoResponse {
    id: Uuid,
    journey_id: Uuid,
    visit_id: Uuid,
    companion: NamedResponse,
    state: JsonKey<PhotoState>,
    width: i32,
    height: i32,
    taken_by: PersonResponse,
    taken_at: Timestamp,
    released_by: Option<PersonResponse>,
    released_at: Option<Timestamp>,
    url: String,
}

#[derive(Serialize)]
struct NamedResponse {
    id: Uuid,
    name: Option<String>,
}

impl From<&PhotoView> for PhotoResponse {
    fn from(view: &PhotoView) -> Self {
        let photo = &view.photo;
        let person = |id: Uuid, name: &str| PersonResponse { id, display_name: name.to_owned() };
        let name = view.released_by.as_deref().unwrap_or_default();
        Self {
            id: photo.id.uuid(),
            journey_id: photo.journey_id.uuid(),
            visit_id: photo.visit_id.uuid(),
            companion: NamedResponse {
                id: view.companion.id.uuid(),
                name: super::journeys::step_payload::kept(view.companion.name.clone()),
            },
            state: JsonKey(photo.state()),
            width: photo.width,
            height: photo.height,
            taken_by: person(photo.taken_by.uuid(), &view.taken_by),
            taken_at: Timestamp(photo.taken_at),
            released_by: photo.released_by.map(|id| person(id.uuid(), name)),
            released_at: photo.released_at.map(Timestamp),
            url: path(photo.id),
        }
    }
}

fn path(id: PhotoId) -> String {
    format!("/api/v1/photos/{id}")
}

/// `GET /visits/{id}/photo-consent`
///
/// # Errors
/// See `readPhotoConsent` in openapi.yaml.
pub async fn get_consent(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let visit = ask.id("id", VisitId::from_uuid)?;
    ask.query(&[])?;
    Ok(response::ok(&ConsentResponse::from(&read::consent_of(ask.app(), visit).await?)))
}

/// `PUT /visits/{id}/photo-consent`
///
/// # Errors
/// See `recordPhotoConsent` in openapi.yaml.
pub async fn create_consent(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Staff).await?;
    let visit = ask.id("id", VisitId::from_uuid)?;
    ask.query(&[])?;
    let body: ConsentRequest = ask.json()?;
    let kept = consent::record(ask.app(), actor.id, visit, body.given_by.0).await?;
    Ok(response::ok(&ConsentResponse::from(&kept)))
}

/// `DELETE /visits/{id}/photo-consent`
///
/// # Errors
/// See `withdrawPhotoConsent` in openapi.yaml.
pub async fn withdraw_consent(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Staff).await?;
    let visit = ask.id("id", VisitId::from_uuid)?;
    ask.query(&[])?;
    consent::withdraw(ask.app(), actor.id, visit).await?;
    Ok(response::nothing())
}

/// `POST /journeys/{id}/photos`: the body is the picture, and is read only for whoever may send it.
///
/// # Errors
/// See `takePhoto` in openapi.yaml.
pub async fn take(request: HttpRequest, payload: web::Payload) -> Result<HttpResponse, Problem> {
    let ask = ApiRequest::from_request(request);
    let actor = ask.staff(Role::Staff).await?;
    let journey = ask.id("id", JourneyId::from_uuid)?;
    ask.query(&[])?;
    if !ask.app().photo_storage.is_on() {
        return Err(DomainError::PhotosOff.into());
    }
    if !ask.header(&CONTENT_TYPE).is_some_and(|kind| kind.eq_ignore_ascii_case("image/jpeg")) {
        return Err(Problem::new("unsupported-media-type", "Send image/jpeg, and nothing else."));
    }
    let ask = match body::body(ask.request(), payload, MOST).await {
        Ok(body) => ask.with_body(body),
        Err(BodyError::Broken) => return Err(Problem::malformed("The body could not be read.")),
        Err(BodyError::TooLarge) => {
            let detail = format!("The photo is larger than the {MOST} bytes that are taken.");
            return Err(Problem::new("too-large", detail));
        }
    };
    let say = response::made(
        |view: &PhotoView| PhotoResponse::from(view),
        |_| None,
        |view| Some(path(view.photo.id)),
    );
    let door = ask.door(&format!("staff:{}", actor.id), say)?;
    let picture = develop(ask.body().clone()).await?;
    response::created(&upload::upload(ask.app(), actor.id, journey, picture, door).await?)
}

async fn develop(jpeg: web::Bytes) -> Result<Picture, Problem> {
    let fault = |cause: &dyn std::fmt::Display| {
        tracing::error!(%cause, "a photo could not be developed");
        Problem::new("internal", "The fault is ours and has been noted.")
    };
    let _place = DEVELOPING.acquire().await.map_err(|error| fault(&error))?;
    let developed = web::block(move || processing::reencode(&jpeg)).await;
    developed.map_err(|error| fault(&error))?.map_err(|spoilt| match spoilt {
        PhotoError::TooLarge => Problem::new("too-large", format!("No photo: {spoilt}.")),
        PhotoError::NotAPicture => Problem::invalid("", spoilt.to_string()),
    })
}

/// `GET /photos`
///
/// # Errors
/// See `listPhotos` in openapi.yaml.
pub async fn list(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let query = ask.query(&["state", "journey_id", "limit", "after"])?;
    let state = query.text::<PhotoState>("state")?;
    let journey = query.uuid("journey_id")?.map(JourneyId::from_uuid);
    let span = query.pagination(PhotoId::from_uuid)?;
    let page = read::list(ask.app(), state, journey, span).await?;
    Ok(response::page(page, |view| view.photo.id.uuid(), |view| PhotoResponse::from(view)))
}

/// `GET /photos/{id}`
///
/// # Errors
/// See `seePhoto` in openapi.yaml.
pub async fn get(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let id = ask.id("id", PhotoId::from_uuid)?;
    let size = ask.query(&["size"])?.text("size")?.unwrap_or(PhotoSize::Full);
    Ok(jpeg(read::read_for_staff(ask.app(), id, size).await?))
}

/// `DELETE /photos/{id}`
///
/// # Errors
/// See `deletePhoto` in openapi.yaml.
pub async fn delete(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let id = ask.id("id", PhotoId::from_uuid)?;
    ask.query(&[])?;
    release::delete(ask.app(), id).await?;
    Ok(response::nothing())
}

/// `POST /photos/{id}/release`
///
/// # Errors
/// See `releasePhoto` in openapi.yaml.
pub async fn release(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Lead).await?;
    let id = ask.id("id", PhotoId::from_uuid)?;
    ask.query(&[])?;
    Ok(response::ok(&PhotoResponse::from(&release::release(ask.app(), actor.id, id).await?)))
}

/// `GET /family/{token}/photos/{id}`
///
/// # Errors
/// See `seeFamilyPhoto` in openapi.yaml.
pub async fn family_photo(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    // Counted apart from the pages: one page has several photos, and must not use up its neighbours' looks.
    ask.check_rate_limit(RateLimitKind::Family, &format!("photos {}", ask.address()))?;
    let id = ask.id("id", PhotoId::from_uuid)?;
    let size = ask.query(&["size"])?.text("size")?.unwrap_or(PhotoSize::Full);
    Ok(jpeg(read::read_for_family(ask.app(), ask.path_segment("token"), id, size).await?))
}

/// A picture for one pair of eyes: kept nowhere, and nothing but a picture whatever a browser makes of it.
fn jpeg(bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("image/jpeg")
        .insert_header((CONTENT_DISPOSITION, "inline; filename=\"photo.jpg\""))
        .insert_header((
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; frame-ancestors 'none'; sandbox",
        ))
        .insert_header((HeaderName::from_static("cross-origin-resource-policy"), "same-origin"))
        .body(bytes)
}
