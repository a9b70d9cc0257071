//! `/visits/{id}/hold`: pauses and resumes the family's updates.

use actix_web::HttpResponse;
use deserr::Deserr;

use super::visit_response::visit_with_etag;
use crate::domain::id::VisitId;
use crate::domain::visit::HoldKind;
use crate::json::JsonKey;
use crate::use_cases::family::family_hold;
use crate::web::api::response;
use crate::web::extract::callers::{LeadCaller, StaffCaller};
use crate::web::extract::input_errors::InputErrors;
use crate::web::extract::json::Json;
use crate::web::extract::path::PathId;
use crate::web::extract::state::App;
use crate::web::problem::Problem;
use crate::web::validation::LongText;

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct CreateHoldRequest {
    kind: JsonKey<HoldKind>,
    reason: LongText,
}

/// `PUT /visits/{id}/hold`
pub(crate) async fn create(
    staff: StaffCaller,
    app: App,
    PathId(id): PathId<VisitId>,
    Json(body): Json<CreateHoldRequest>,
) -> Result<HttpResponse, Problem> {
    let view = family_hold::hold(&app, staff.actor, id, body.kind.0, body.reason.0).await?;
    Ok(visit_with_etag(&view))
}

/// `DELETE /visits/{id}/hold`
pub(crate) async fn release(
    _: LeadCaller,
    app: App,
    PathId(id): PathId<VisitId>,
) -> Result<HttpResponse, Problem> {
    family_hold::release(&app, id).await?;
    Ok(response::no_content())
}
