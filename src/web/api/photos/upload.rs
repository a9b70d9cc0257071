//! `POST /journeys/{id}/photos`: uploads a photo.

use actix_web::http::header::CONTENT_TYPE;
use actix_web::{HttpResponse, web};
use tokio::sync::Semaphore;

use super::photo_response::{PhotoResponse, photo_url};
use crate::blocking;
use crate::config::photos::MAX_UPLOAD_BYTES;
use crate::domain::error::DomainError;
use crate::domain::id::JourneyId;
use crate::domain::photo::Picture;
use crate::photos::processing::{self, PhotoError};
use crate::use_cases::photos::{self, PhotoView};
use crate::web::api::response;
use crate::web::extract::callers::StaffCaller;
use crate::web::extract::headers::IdempotencyKey;
use crate::web::extract::path::PathId;
use crate::web::extract::request_parts::{FromRequestParts, RequestParts};
use crate::web::extract::state::App;
use crate::web::problem::Problem;
use crate::web::problem_code::ProblemCode;

/// Each photo keeps a core busy for some tenths of a second and takes up to 200 MB, so a third upload waits.
static PROCESSING_SLOTS: Semaphore = Semaphore::const_new(2);

/// `POST /journeys/{id}/photos`
pub(crate) async fn upload(
    staff: StaffCaller,
    app: App,
    PathId(journey): PathId<JourneyId>,
    _: PhotosEnabled,
    key: IdempotencyKey,
    Jpeg(jpeg): Jpeg,
) -> Result<HttpResponse, Problem> {
    let render = response::render_created(
        |view: &PhotoView| PhotoResponse::from(view),
        |_| None,
        |view| Some(photo_url(view.photo.id)),
    );
    let (actor, idempotent) = (staff.actor, key.request(render));
    let picture = reencode(jpeg).await?;
    response::created(&photos::upload::upload(&app, actor.id, journey, picture, idempotent).await?)
}

/// Photos are refused before their body is read where the site does not take any.
pub(crate) struct PhotosEnabled;

impl FromRequestParts for PhotosEnabled {
    async fn extract(parts: &mut RequestParts) -> Result<Self, Problem> {
        let is_enabled = parts.app().photo_storage.is_enabled();
        if is_enabled { Ok(Self) } else { Err(DomainError::PhotosOff.into()) }
    }
}

pub(crate) struct Jpeg(web::Bytes);

impl FromRequestParts for Jpeg {
    const MAX_BODY: usize = MAX_UPLOAD_BYTES;

    async fn extract(parts: &mut RequestParts) -> Result<Self, Problem> {
        let kind = parts.header(&CONTENT_TYPE);
        if !kind.is_some_and(|kind| kind.eq_ignore_ascii_case("image/jpeg")) {
            return Err(Problem::new(ProblemCode::UnsupportedMediaType, "Send image/jpeg."));
        }
        parts.body().await.map(Self)
    }
}

async fn reencode(jpeg: web::Bytes) -> Result<Picture, Problem> {
    let internal = |error: &dyn std::fmt::Display| {
        tracing::error!(%error, "Photo processing failed");
        Problem::internal()
    };
    let _slot = PROCESSING_SLOTS.acquire().await.map_err(|error| internal(&error))?;
    let result = blocking::run(move || processing::reencode(&jpeg)).await;
    result.map_err(|error| internal(&error))?.map_err(|error| match error {
        PhotoError::TooLarge => {
            Problem::new(ProblemCode::TooLarge, format!("The photo cannot be used: {error}."))
        }
        PhotoError::NotAPicture => Problem::invalid("", error.to_string()),
    })
}
