//! The first page: for staff the ways to everything, for everybody else what this is.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::asked::Asked;
use super::frame::Frame;
use super::page;
use super::turned::Turned;

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    frame: Frame,
}

/// `GET /`
///
/// # Errors
/// Only the store's.
pub async fn home(asked: Asked) -> Result<HttpResponse, Turned> {
    let frame = match asked.somebody().await? {
        Some(staffer) => Frame::of(&asked, &staffer, "Stuffy").await?,
        None => Frame::bare("Stuffy"),
    };
    page(StatusCode::OK, &Home { frame })
}
