//! The scanner page: it stays open between scans and reads tags and walls by camera, by a hardware
//! scanner or by hand. Where the browser cannot read a code itself, the server looks at its frames.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_TYPE;
use askama::Template;
use serde::Serialize;
use tokio::sync::Semaphore;

use super::shared::error::PageError;
use super::shared::headers::with_page_headers;
use super::shared::layout::Layout;
use super::shared::redirect::see_other;
use super::shared::request::HtmlRequest;
use super::shared::response::page;
use crate::domain::account::person::Role;
use crate::domain::tag::{TagCode, TagCodeError};
use crate::printing::{self, FrameError};

/// The largest frame; a phone is asked for 100 KB at the most.
const FRAME: usize = 512 * 1024;

/// Each frame takes a core for some tens of milliseconds. Who finds no place free tries again with
/// the next frame, which is newer anyway.
static LOOKING: Semaphore = Semaphore::const_new(2);

#[derive(Template)]
#[template(path = "scanner.html")]
struct ScannerTemplate {
    frame: Layout,
    typed: String,
    wrong: Option<String>,
}

/// What was read in a frame.
#[derive(Serialize)]
struct FrameResult {
    kind: &'static str,
    code: Option<String>,
}

/// `GET /scan`; with `?code=` what was typed there leads on to what it is on.
///
/// # Errors
/// To the sign-in page.
pub async fn show(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staffer = asked.require_role(Role::Staff).await?;
    let typed = asked.query().get("code").unwrap_or_default().to_owned();
    let wrong = match seen(&typed) {
        _ if typed.is_empty() => None,
        Ok((kind, code)) => return Ok(see_other(&format!("/{kind}/{}", code.as_str()))),
        Err(wrong) => Some(wrong.to_string()),
    };
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let frame = Layout::for_staff(&asked, &staffer, "Scan").await?;
    page(status, &ScannerTemplate { frame, typed, wrong })
}

/// A tag's code, or a place's where it was read from a wall.
fn seen(text: &str) -> Result<(char, TagCode), TagCodeError> {
    match TagCode::parse(text) {
        Ok(code) => Ok(('T', code)),
        Err(wrong) => TagCode::parse_place(text).map(|code| ('P', code)).map_err(|_| wrong),
    }
}

/// `POST /scan/frame`: one frame of the camera as JPEG; 204 where there is no code in it.
///
/// # Errors
/// `unauthenticated`, `cross-origin`, `unsupported-media-type`, `too-large`, `invalid`, `busy`.
pub async fn frame(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    asked.require_role(Role::Staff).await?;
    if asked.http_request().headers().get(CONTENT_TYPE).is_none_or(|kind| kind != "image/jpeg") {
        return Err(PageError::from_code("unsupported-media-type"));
    }
    let jpeg = asked.body().clone();
    if jpeg.len() > FRAME {
        return Err(PageError::from_code("too-large"));
    }
    let Ok(_place) = LOOKING.try_acquire() else { return Err(PageError::from_code("busy")) };
    let looked = actix_web::web::block(move || printing::read(&jpeg)).await;
    let text = match looked.map_err(|error| PageError::internal(&error))? {
        Ok(Some(text)) => text,
        Ok(None) => return Ok(with_page_headers(HttpResponse::NoContent().finish())),
        Err(FrameError::TooLarge) => return Err(PageError::from_code("too-large")),
        Err(wrong @ FrameError::NotAPicture) => {
            return Err(PageError::invalid("frame", &wrong.to_string()));
        }
    };
    let seen = match seen(&text) {
        Ok(('P', code)) => FrameResult { kind: "place", code: Some(code.as_str().to_owned()) },
        Ok((_, code)) => FrameResult { kind: "tag", code: Some(code.as_str().to_owned()) },
        Err(_) => FrameResult { kind: "other", code: None },
    };
    Ok(with_page_headers(HttpResponse::Ok().json(seen)))
}
