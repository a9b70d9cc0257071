//! `/tags/{code}/companion` and `/tags/{code}/void`: puts a tag on a companion, and takes it out of use.

use actix_web::HttpResponse;
use deserr::Deserr;

use super::tag_response::TagResponse;
use crate::domain::id::CompanionId;
use crate::use_cases::tags::bind_tag;
use crate::web::api::response;
use crate::web::extract::callers::StaffCaller;
use crate::web::extract::input_errors::InputErrors;
use crate::web::extract::json::Json;
use crate::web::extract::path::PathCode;
use crate::web::extract::state::App;
use crate::web::problem::Problem;
use crate::web::validation::{Id, LongText};

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct BindTagRequest {
    companion_id: Id,
    #[deserr(default)]
    keep_old: Option<bool>,
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct VoidTagRequest {
    reason: LongText,
    #[deserr(default)]
    lost: Option<bool>,
}

/// `PUT /tags/{code}/companion`
pub(crate) async fn bind(
    staff: StaffCaller,
    app: App,
    PathCode(code): PathCode,
    Json(body): Json<BindTagRequest>,
) -> Result<HttpResponse, Problem> {
    let companion = CompanionId::from_uuid(body.companion_id.0);
    let keep_old = body.keep_old.unwrap_or(false);
    let tag = bind_tag::bind(&app, staff.actor, code, companion, keep_old)
        .await
        .map_err(|error| Problem::pointing_to_missing(error, "companion", "/companion_id"))?;
    Ok(response::ok(&TagResponse::new(&tag, app.public_url.as_ref())))
}

/// `POST /tags/{code}/void`
pub(crate) async fn void(
    _: StaffCaller,
    app: App,
    PathCode(code): PathCode,
    Json(body): Json<VoidTagRequest>,
) -> Result<HttpResponse, Problem> {
    let VoidTagRequest { reason, lost } = body;
    let tag = bind_tag::void(&app, code, reason.0, lost.unwrap_or(false)).await?;
    Ok(response::ok(&TagResponse::new(&tag, app.public_url.as_ref())))
}
