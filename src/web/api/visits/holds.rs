//! `/visits/{id}/hold`: pauses and resumes the family's updates.

use actix_web::HttpResponse;
use serde::Deserialize;

use super::visit_response::visit_with_etag;
use crate::domain::account::person::Role;
use crate::domain::id::VisitId;
use crate::domain::visit::HoldKind;
use crate::json::JsonKey;
use crate::use_cases::family::family_hold;
use crate::web::api::extract::ApiRequest;
use crate::web::api::response;
use crate::web::problem::Problem;
use crate::web::validation::LongText;

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
struct CreateHoldRequest {
    kind: JsonKey<HoldKind>,
    reason: LongText,
}

/// `PUT /visits/{id}/hold`
pub(crate) async fn create(request: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = request.require_role(Role::Staff).await?;
    let id = request.path_id("id", VisitId::from_uuid)?;
    request.query(&[])?;
    let body: CreateHoldRequest = request.json()?;
    let view = family_hold::hold(request.app(), actor, id, body.kind.0, body.reason.0).await?;
    Ok(visit_with_etag(&view))
}

/// `DELETE /visits/{id}/hold`
pub(crate) async fn release(request: ApiRequest) -> Result<HttpResponse, Problem> {
    request.require_role(Role::Lead).await?;
    let id = request.path_id("id", VisitId::from_uuid)?;
    request.query(&[])?;
    family_hold::release(request.app(), id).await?;
    Ok(response::no_content())
}
