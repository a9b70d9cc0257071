//! A tag opened by a phone: one address, and a face for each who asks.
//!
//! Staff see the companion's page, a phone that opened the family link of its visit is led to the
//! family's, and everybody else is asked to hand it in.

use actix_web::HttpResponse;

use super::shared::cookies::FAMILY;
use super::shared::error::PageError;
use super::shared::request::HtmlRequest;
use super::{finder, scan, see_other};
use crate::use_cases::family::family_view;

/// `GET /T/{code}`
///
/// # Errors
/// See each face.
pub async fn show(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    if let Some(staffer) = asked.any_staff().await? {
        return scan::page::show(&asked, &staffer).await;
    }
    if let (Some(token), Ok(code)) = (asked.cookie(FAMILY.name), asked.code())
        && family_view::is_visible(asked.app(), &token, code).await?
    {
        return Ok(see_other(&format!("/f/{token}")));
    }
    finder::show(&asked)
}
