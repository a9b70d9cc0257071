//! A tag opened by a phone: one address, and a face for each who asks.
//!
//! Staff see the companion's page, a phone that opened the family link of its visit is led to the
//! family's, and everybody else is asked to hand it in.

use actix_web::HttpResponse;

use super::shared::cookies::FAMILY;
use super::shared::error::PageError;
use super::shared::redirect::see_other;
use super::shared::request::HtmlRequest;
use super::{finder, scan};
use crate::use_cases::family::family_view;

/// `GET /T/{code}`
///
/// # Errors
/// See each face.
pub async fn show(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    if let Some(staffer) = asked.signed_in_staff().await? {
        return scan::show(&asked, &staffer).await;
    }
    if let (Some(token), Ok(code)) = (asked.cookie(FAMILY.name), asked.path_code())
        && family_view::is_visible(asked.app(), &token, code).await?
    {
        return Ok(see_other(&format!("/f/{token}")));
    }
    finder::show(&asked)
}
