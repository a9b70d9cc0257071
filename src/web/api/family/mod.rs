//! `/family/{token}`: what a family sees through its link.

pub(crate) mod events;
pub(crate) mod family_links;
mod family_view_response;
pub(crate) mod push_subscriptions;

use actix_web::HttpResponse;

use self::family_view_response::FamilyViewResponse;
use super::response;
use crate::domain::family::Language;
use crate::json::JsonKey;
use crate::use_cases::family::family_view;
use crate::web::extract::input_errors::InputErrors;
use crate::web::extract::query::Query;
use crate::web::extract::state::App;
use crate::web::family_caller::FamilyCaller;
use crate::web::problem::Problem;
use deserr::Deserr;

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct FamilyQuery {
    #[deserr(default)]
    lang: Option<JsonKey<Language>>,
}

/// `GET /family/{token}`
pub(crate) async fn get(
    family: FamilyCaller,
    app: App,
    Query(query): Query<FamilyQuery>,
) -> Result<HttpResponse, Problem> {
    let view = family_view::view(&app, &family.token, family.network).await;
    let view = family.admission.count(view)?;
    let language = query.lang.map_or(view.language, |language| language.0);
    Ok(response::ok(&FamilyViewResponse::new(&view, language, &family.token)))
}
