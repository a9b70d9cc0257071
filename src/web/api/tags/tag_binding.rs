//! `/tags/{code}/companion` and `/tags/{code}/void`: puts a tag on a companion, and takes it out of use.

use actix_web::HttpResponse;
use serde::Deserialize;

use super::tag_response::TagResponse;
use crate::domain::account::person::Role;
use crate::domain::id::CompanionId;
use crate::use_cases::tags::bind_tag;
use crate::web::api::extract::ApiRequest;
use crate::web::api::response;
use crate::web::problem::Problem;
use crate::web::validation::{Id, LongText};

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
struct BindTagRequest {
    companion_id: Id,
    keep_old: Option<bool>,
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
struct VoidTagRequest {
    reason: LongText,
    lost: Option<bool>,
}

/// `PUT /tags/{code}/companion`
pub(crate) async fn bind(request: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = request.require_role(Role::Staff).await?;
    let code = request.tag_code()?;
    request.query(&[])?;
    let body: BindTagRequest = request.json()?;
    let companion = CompanionId::from_uuid(body.companion_id.0);
    let keep_old = body.keep_old.unwrap_or(false);
    let tag = bind_tag::bind(request.app(), actor, code, companion, keep_old)
        .await
        .map_err(|error| Problem::pointing_to_missing(error, "companion", "/companion_id"))?;
    Ok(response::ok(&TagResponse::new(&tag, request.app().public_url.as_ref())))
}

/// `POST /tags/{code}/void`
pub(crate) async fn void(request: ApiRequest) -> Result<HttpResponse, Problem> {
    request.require_role(Role::Staff).await?;
    let code = request.tag_code()?;
    request.query(&[])?;
    let VoidTagRequest { reason, lost } = request.json()?;
    let tag = bind_tag::void(request.app(), code, reason.0, lost.unwrap_or(false)).await?;
    Ok(response::ok(&TagResponse::new(&tag, request.app().public_url.as_ref())))
}
