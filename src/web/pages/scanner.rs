//! The scanner page. It stays open between scans and reads tags and place posters by camera, by a hand
//! scanner or by typing. If the browser cannot decode QR codes, the server decodes camera frames.

use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Serialize;
use tokio::sync::Semaphore;

use super::shared::error::PageError;
use super::shared::headers::with_page_headers;
use super::shared::layout::Layout;
use super::shared::redirect::see_other;
use super::shared::request::HtmlRequest;
use super::shared::response::page;
use crate::blocking;
use crate::domain::tag::{TagCode, TagCodeError};
use crate::printing::{self, FrameError};
use crate::web::extract::callers::StaffCaller;
use crate::web::extract::request_parts::{FromRequestParts, RequestParts};
use crate::web::problem::Problem;
use crate::web::problem_code::ProblemCode;

/// In bytes; the script sends at most 100 KB.
const MAX_FRAME_SIZE: usize = 512 * 1024;

/// Decoding a frame keeps a core busy for some tens of milliseconds. A request beyond this limit is
/// rejected; the script then sends its next frame, which is newer anyway.
static DECODERS: Semaphore = Semaphore::const_new(2);

#[derive(Template)]
#[template(path = "scanner.html")]
struct ScannerTemplate {
    frame: Layout,
    typed: String,
    error: Option<String>,
}

/// What was decoded from a frame.
#[derive(Serialize)]
struct FrameResult {
    kind: &'static str,
    code: Option<String>,
}

/// `GET /scan`; with `?code=` it redirects to the page of that tag or place.
pub(crate) async fn show(
    staff: StaffCaller,
    request: HtmlRequest,
) -> Result<HttpResponse, PageError> {
    let typed = request.query().get("code").unwrap_or_default().to_owned();
    let error = match parse_code(&typed) {
        _ if typed.is_empty() => None,
        Ok((kind, code)) => return Ok(see_other(&format!("/{kind}/{}", code.as_str()))),
        Err(error) => Some(error.to_string()),
    };
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let frame = Layout::for_staff(&request, &staff, "Scan").await?;
    page(status, &ScannerTemplate { frame, typed, error })
}

/// The code of a tag (`T`) or of a place (`P`), with the first letter of its URL path.
fn parse_code(text: &str) -> Result<(char, TagCode), TagCodeError> {
    match TagCode::parse(text) {
        Ok(code) => Ok(('T', code)),
        Err(error) => TagCode::parse_place(text).map(|code| ('P', code)).map_err(|_| error),
    }
}

/// A camera frame.
pub(crate) struct Frame(web::Bytes);

impl FromRequestParts for Frame {
    const MAX_BODY: usize = MAX_FRAME_SIZE;

    async fn extract(parts: &mut RequestParts) -> Result<Self, Problem> {
        if parts.header(&CONTENT_TYPE) != Some("image/jpeg") {
            return Err(ProblemCode::UnsupportedMediaType.into());
        }
        parts.body().await.map(Self)
    }
}

/// `POST /scan/frame`: decodes one camera frame (JPEG); 204 if it shows no QR code.
pub(crate) async fn decode_frame(
    _: StaffCaller,
    Frame(jpeg): Frame,
) -> Result<HttpResponse, PageError> {
    let Ok(_permit) = DECODERS.try_acquire() else {
        return Err(PageError::from_code(ProblemCode::Busy));
    };
    let decoded = blocking::run(move || printing::decode(&jpeg)).await;
    match decoded.map_err(|error| PageError::internal(&error))? {
        Ok(Some(text)) => Ok(with_page_headers(HttpResponse::Ok().json(frame_result(&text)))),
        Ok(None) => Ok(with_page_headers(HttpResponse::NoContent().finish())),
        Err(FrameError::TooLarge) => Err(PageError::from_code(ProblemCode::TooLarge)),
        Err(error @ FrameError::NotAPicture) => {
            Err(PageError::invalid("frame", &error.to_string()))
        }
    }
}

/// A QR code of another application is reported without its content.
fn frame_result(text: &str) -> FrameResult {
    match parse_code(text) {
        Ok(('P', code)) => FrameResult { kind: "place", code: Some(code.as_str().to_owned()) },
        Ok((_, code)) => FrameResult { kind: "tag", code: Some(code.as_str().to_owned()) },
        Err(_) => FrameResult { kind: "other", code: None },
    }
}
