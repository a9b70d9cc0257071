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
use crate::domain::tag::TagCode;
use crate::use_cases::UseCaseError;
use crate::use_cases::family::family_view;

/// `GET /T/{code}`
pub(crate) async fn show(request: HtmlRequest) -> Result<HttpResponse, PageError> {
    if let Some(staff) = request.signed_in_staff().await? {
        return scan::page::show(&request, &staff).await;
    }
    if let Ok(code) = request.path_code() {
        for token in request.cookie_values(FAMILY) {
            if is_visible(&request, &token, code).await? {
                return Ok(see_other(&format!("/f/{token}")));
            }
        }
    }
    finder::show(&request)
}

/// Whether a family link leads to this companion. A cookie can be made up, so it is limited like a link that is opened;
/// beyond the limit this visitor is a finder.
async fn is_visible(request: &HtmlRequest, token: &str, code: TagCode) -> Result<bool, PageError> {
    let Ok(admission) = request.admit_family(token) else { return Ok(false) };
    match admission.count(family_view::is_visible(request.app(), token, code).await) {
        Ok(is_visible) => Ok(is_visible),
        Err(UseCaseError::Database(error)) => Err(error.into()),
        Err(_) => Ok(false),
    }
}
