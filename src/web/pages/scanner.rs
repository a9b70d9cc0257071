//! The scanner page: it stays open between scans and reads tags and walls by camera, by a hardware
//! scanner or by hand. Where the browser cannot read a code itself, the server looks at its frames.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_TYPE;
use askama::Template;
use serde::Serialize;
use tokio::sync::Semaphore;

use super::shared::error::Turned;
use super::shared::layout::Frame;
use super::shared::request::Asked;
use super::{dress, page, see_other};
use crate::domain::account::person::Role;
use crate::domain::tag::{Code, CodeError};
use crate::printing::{self, FrameError};

/// The largest frame; a phone is asked for 100 KB at the most.
const FRAME: usize = 512 * 1024;

/// Each frame takes a core for some tens of milliseconds. Who finds no place free tries again with
/// the next frame, which is newer anyway.
static LOOKING: Semaphore = Semaphore::const_new(2);

#[derive(Template)]
#[template(path = "scanner.html")]
struct Scanner {
    frame: Frame,
    typed: String,
    wrong: Option<String>,
}

/// What was read in a frame.
#[derive(Serialize)]
struct Seen {
    kind: &'static str,
    code: Option<String>,
}

/// `GET /scan`; with `?code=` what was typed there leads on to what it is on.
///
/// # Errors
/// To the sign-in page.
pub async fn show(asked: Asked) -> Result<HttpResponse, Turned> {
    let staffer = asked.staff(Role::Staff).await?;
    let typed = asked.query().get("code").unwrap_or_default().to_owned();
    let wrong = match seen(&typed) {
        _ if typed.is_empty() => None,
        Ok((kind, code)) => return Ok(see_other(&format!("/{kind}/{}", code.as_str()))),
        Err(wrong) => Some(wrong.to_string()),
    };
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let frame = Frame::of(&asked, &staffer, "Scan").await?;
    page(status, &Scanner { frame, typed, wrong })
}

/// A tag's code, or a place's where it was read from a wall.
fn seen(text: &str) -> Result<(char, Code), CodeError> {
    match Code::parse(text) {
        Ok(code) => Ok(('T', code)),
        Err(wrong) => Code::parse_place(text).map(|code| ('P', code)).map_err(|_| wrong),
    }
}

/// `POST /scan/frame`: one frame of the camera as JPEG; 204 where there is no code in it.
///
/// # Errors
/// `unauthenticated`, `cross-origin`, `unsupported-media-type`, `too-large`, `invalid`, `busy`.
pub async fn frame(asked: Asked) -> Result<HttpResponse, Turned> {
    asked.staff(Role::Staff).await?;
    if asked.request().headers().get(CONTENT_TYPE).is_none_or(|kind| kind != "image/jpeg") {
        return Err(Turned::kind("unsupported-media-type"));
    }
    let jpeg = asked.body().clone();
    if jpeg.len() > FRAME {
        return Err(Turned::kind("too-large"));
    }
    let Ok(_place) = LOOKING.try_acquire() else { return Err(Turned::kind("busy")) };
    let looked = actix_web::web::block(move || printing::read(&jpeg)).await;
    let text = match looked.map_err(|error| Turned::fault(&error))? {
        Ok(Some(text)) => text,
        Ok(None) => return Ok(dress(HttpResponse::NoContent().finish())),
        Err(FrameError::TooLarge) => return Err(Turned::kind("too-large")),
        Err(wrong @ FrameError::NotAPicture) => {
            return Err(Turned::invalid("frame", &wrong.to_string()));
        }
    };
    let seen = match seen(&text) {
        Ok(('P', code)) => Seen { kind: "place", code: Some(code.as_str().to_owned()) },
        Ok((_, code)) => Seen { kind: "tag", code: Some(code.as_str().to_owned()) },
        Err(_) => Seen { kind: "other", code: None },
    };
    Ok(dress(HttpResponse::Ok().json(seen)))
}
