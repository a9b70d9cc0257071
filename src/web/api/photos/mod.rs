//! `/photos` and `/journeys/{id}/photos`: upload, review, release.

pub(crate) mod family_photos;
mod jpeg;
pub(crate) mod photo_consent;
pub(crate) mod photo_response;
pub(crate) mod upload;

use actix_web::HttpResponse;

use self::jpeg::jpeg_response;
use self::photo_response::PhotoResponse;
use super::response;
use crate::domain::id::{JourneyId, PhotoId};
use crate::domain::photo::{PhotoSize, PhotoState};
use crate::json::JsonKey;
use crate::use_cases::photos::{read, release};
use crate::web::extract::callers::{LeadCaller, StaffCaller};
use crate::web::extract::input_errors::InputErrors;
use crate::web::extract::path::PathId;
use crate::web::extract::query::{After, Limit, Query, pagination};
use crate::web::extract::state::App;
use crate::web::problem::Problem;
use crate::web::validation::Id;
use deserr::Deserr;

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct PhotosQuery {
    #[deserr(default)]
    state: Option<JsonKey<PhotoState>>,
    #[deserr(default)]
    journey_id: Option<Id>,
    #[deserr(default)]
    limit: Option<Limit>,
    #[deserr(default)]
    after: Option<After<PhotoId>>,
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct PhotoSizeQuery {
    #[deserr(default)]
    size: Option<JsonKey<PhotoSize>>,
}

impl PhotoSizeQuery {
    fn size(&self) -> PhotoSize {
        self.size.map_or(PhotoSize::Full, |size| size.0)
    }
}

/// `GET /photos`
pub(crate) async fn list(
    _: StaffCaller,
    app: App,
    Query(query): Query<PhotosQuery>,
) -> Result<HttpResponse, Problem> {
    let state = query.state.map(|state| state.0);
    let journey = query.journey_id.map(|id| JourneyId::from_uuid(id.0));
    let pagination = pagination(query.limit, query.after);
    let page = read::list(&app, state, journey, pagination).await?;
    Ok(response::page(page, |view| view.photo.id.uuid(), |view| PhotoResponse::from(view)))
}

/// `GET /photos/{id}`
pub(crate) async fn get(
    _: StaffCaller,
    app: App,
    PathId(id): PathId<PhotoId>,
    Query(query): Query<PhotoSizeQuery>,
) -> Result<HttpResponse, Problem> {
    Ok(jpeg_response(read::read_for_staff(&app, id, query.size()).await?))
}

/// `DELETE /photos/{id}`
pub(crate) async fn delete(
    _: StaffCaller,
    app: App,
    PathId(id): PathId<PhotoId>,
) -> Result<HttpResponse, Problem> {
    release::delete(&app, id).await?;
    Ok(response::no_content())
}

/// `POST /photos/{id}/release`
pub(crate) async fn release(
    lead: LeadCaller,
    app: App,
    PathId(id): PathId<PhotoId>,
) -> Result<HttpResponse, Problem> {
    Ok(response::ok(&PhotoResponse::from(&release::release(&app, lead.actor.id, id).await?)))
}
