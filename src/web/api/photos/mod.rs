//! `/photos` and `/journeys/{id}/photos`: upload, review, release.

pub(crate) mod family_photos;
mod jpeg;
pub(crate) mod photo_consent;
pub(crate) mod photo_response;
pub(crate) mod upload;

use actix_web::HttpResponse;

use self::jpeg::jpeg_response;
use self::photo_response::PhotoResponse;
use super::extract::ApiRequest;
use super::response;
use crate::domain::account::person::Role;
use crate::domain::id::{JourneyId, PhotoId};
use crate::domain::photo::{PhotoSize, PhotoState};
use crate::use_cases::photos::{read, release};
use crate::web::problem::Problem;

/// `GET /photos`
pub(crate) async fn list(request: ApiRequest) -> Result<HttpResponse, Problem> {
    request.require_role(Role::Staff).await?;
    let query = request.query(&["state", "journey_id", "limit", "after"])?;
    let state = query.key::<PhotoState>("state")?;
    let journey = query.uuid("journey_id")?.map(JourneyId::from_uuid);
    let pagination = query.pagination(PhotoId::from_uuid)?;
    let page = read::list(request.app(), state, journey, pagination).await?;
    Ok(response::page(page, |view| view.photo.id.uuid(), |view| PhotoResponse::from(view)))
}

/// `GET /photos/{id}`
pub(crate) async fn get(request: ApiRequest) -> Result<HttpResponse, Problem> {
    request.require_role(Role::Staff).await?;
    let id = request.path_id("id", PhotoId::from_uuid)?;
    let size = request.query(&["size"])?.key("size")?.unwrap_or(PhotoSize::Full);
    Ok(jpeg_response(read::read_for_staff(request.app(), id, size).await?))
}

/// `DELETE /photos/{id}`
pub(crate) async fn delete(request: ApiRequest) -> Result<HttpResponse, Problem> {
    request.require_role(Role::Staff).await?;
    let id = request.path_id("id", PhotoId::from_uuid)?;
    request.query(&[])?;
    release::delete(request.app(), id).await?;
    Ok(response::no_content())
}

/// `POST /photos/{id}/release`
pub(crate) async fn release(request: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = request.require_role(Role::Lead).await?;
    let id = request.path_id("id", PhotoId::from_uuid)?;
    request.query(&[])?;
    Ok(response::ok(&PhotoResponse::from(&release::release(request.app(), actor.id, id).await?)))
}
