//! The first page: for staff the ways to everything, for everybody else what this is.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::domain::account::person::Role;
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::layout::Layout;
use crate::web::pages::shared::request::HtmlRequest;
use crate::web::pages::{page, photos};

#[derive(Template)]
#[template(path = "account/home.html")]
struct HomeTemplate {
    frame: Layout,
    /// How many photos wait for the second look, for whoever may take it.
    photos: Option<usize>,
}

/// `GET /`
///
/// # Errors
/// Only the store's.
pub async fn home(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let Some(staffer) = asked.any_staff().await? else {
        return page(StatusCode::OK, &HomeTemplate { frame: Layout::bare("Stuffy"), photos: None });
    };
    let frame = Layout::of(&asked, &staffer, "Stuffy").await?;
    let looks = asked.app().photo_storage.is_on() && staffer.actor.role >= Role::Lead;
    let photos = if looks { Some(photos::waiting(asked.app()).await?.len()) } else { None };
    page(StatusCode::OK, &HomeTemplate { frame, photos })
}
