//! Opening a tag with a phone: one URL, and a different page for each kind of visitor.
//!
//! Staff see the companion's page, a phone that opened a family link of its visit is redirected to the
//! family's page, and everybody else is asked to hand the companion in.

use actix_web::HttpResponse;

use super::shared::cookies::FAMILY;
use super::shared::error::PageError;
use super::shared::redirect::see_other;
use super::shared::request::HtmlRequest;
use super::{finder, scan};
use crate::web::extract::callers::OptionalStaff;
use crate::use_cases::family::family_view;

/// `GET /T/{code}`
pub(crate) async fn show(OptionalStaff(staff): OptionalStaff, request: HtmlRequest) -> Result<HttpResponse, PageError> {
    if let Some(staff) = staff {
        return scan::page::show(&request, &staff).await;
    }
    if let (Some(token), Ok(code)) = (request.cookie(FAMILY.name), request.path_code())
        && family_view::is_visible(request.app(), &token, code).await?
    {
        return Ok(see_other(&format!("/f/{token}")));
    }
    finder::show(&request)
}
