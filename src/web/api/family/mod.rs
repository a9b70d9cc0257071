//! `/family/{token}`: what a family sees through its link.

pub(crate) mod events;
pub(crate) mod family_links;
mod family_view_response;
pub(crate) mod push_subscriptions;

use actix_web::HttpResponse;

use self::family_view_response::FamilyViewResponse;
use super::extract::ApiRequest;
use super::response;
use crate::domain::family::Language;
use crate::use_cases::family::family_view;
use crate::web::family_limits::FamilyRead;
use crate::web::problem::Problem;

/// `GET /family/{token}`
pub(crate) async fn get(request: ApiRequest) -> Result<HttpResponse, Problem> {
    let token = request.path_segment("token");
    let admission = request.admit_family(FamilyRead::Page, token)?;
    let language = request.query(&["lang"])?.key::<Language>("lang")?;
    let view = family_view::view(request.app(), token, request.client_network()).await;
    let view = admission.count(view)?;
    let language = language.unwrap_or(view.language);
    Ok(response::ok(&FamilyViewResponse::new(&view, language, token)))
}
