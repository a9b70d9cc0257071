//! `POST /journeys/{id}/photos`: uploads a photo.

use actix_web::http::header::CONTENT_TYPE;
use actix_web::{HttpRequest, HttpResponse, web};
use tokio::sync::Semaphore;

use super::photo_response::{PhotoResponse, photo_url};
use crate::config::photos::MAX_UPLOAD_BYTES;
use crate::domain::account::person::Role;
use crate::domain::error::DomainError;
use crate::domain::id::JourneyId;
use crate::domain::photo::Picture;
use crate::photos::processing::{self, PhotoError};
use crate::use_cases::photos::{self, PhotoView};
use crate::web::api::extract::ApiRequest;
use crate::web::api::response;
use crate::web::body::{self, BodyError};
use crate::web::problem::Problem;
use crate::web::problem_code::ProblemCode;

/// Each photo keeps a core busy for some tenths of a second and takes up to 200 MB, so a third upload waits.
static PROCESSING_SLOTS: Semaphore = Semaphore::const_new(2);

/// `POST /journeys/{id}/photos`: reads the body only after checking who sends it.
pub(crate) async fn upload(
    http: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let request = ApiRequest::without_body(http);
    let actor = request.require_role(Role::Staff).await?;
    let journey = request.path_id("id", JourneyId::from_uuid)?;
    request.query(&[])?;
    if !request.app().photo_storage.is_enabled() {
        return Err(DomainError::PhotosOff.into());
    }
    let request = read_photo(request, payload).await?;
    let render = response::render_created(
        |view: &PhotoView| PhotoResponse::from(view),
        |_| None,
        |view| Some(photo_url(view.photo.id)),
    );
    let idempotent = request.idempotent_request_by(actor, render)?;
    let picture = reencode(request.body().clone()).await?;
    response::created(
        &photos::upload::upload(request.app(), actor.id, journey, picture, idempotent).await?,
    )
}

async fn read_photo(request: ApiRequest, payload: web::Payload) -> Result<ApiRequest, Problem> {
    if !request.header(&CONTENT_TYPE).is_some_and(|kind| kind.eq_ignore_ascii_case("image/jpeg")) {
        return Err(Problem::new(ProblemCode::UnsupportedMediaType, "Send image/jpeg."));
    }
    match body::read_body(request.http(), payload, MAX_UPLOAD_BYTES).await {
        Ok(body) => Ok(request.with_body(body)),
        Err(BodyError::Incomplete) => {
            Err(Problem::malformed("The request body could not be read."))
        }
        Err(BodyError::TooLarge) => {
            let detail = format!("The photo is larger than {MAX_UPLOAD_BYTES} bytes.");
            Err(Problem::new(ProblemCode::TooLarge, detail))
        }
    }
}

async fn reencode(jpeg: web::Bytes) -> Result<Picture, Problem> {
    let internal = |error: &dyn std::fmt::Display| {
        tracing::error!(%error, "Photo processing failed");
        Problem::internal()
    };
    let _slot = PROCESSING_SLOTS.acquire().await.map_err(|error| internal(&error))?;
    let result = web::block(move || processing::reencode(&jpeg)).await;
    result.map_err(|error| internal(&error))?.map_err(|error| match error {
        PhotoError::TooLarge => {
            Problem::new(ProblemCode::TooLarge, format!("The photo cannot be used: {error}."))
        }
        PhotoError::NotAPicture => Problem::invalid("", error.to_string()),
    })
}
