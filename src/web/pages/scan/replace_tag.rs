//! Replaces a damaged tag in two taps: "Replace tag" on the companion's page, then scan the new tag
//! and "Attach". In between, a cookie remembers the companion for ten minutes.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::domain::account::person::Role;
use crate::domain::tag::TagCode;
use crate::use_cases::UseCaseError;
use crate::use_cases::models::Companion;
use crate::use_cases::tags::replace_tag::{self, Replacement};
use crate::web::pages::shared::companion_view;
use crate::web::pages::shared::cookies::REPLACES;
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::layout::Layout;
use crate::web::pages::shared::paths::tag_path;
use crate::web::pages::shared::redirect::see_other;
use crate::web::pages::shared::request::HtmlRequest;
use crate::web::pages::shared::response::page;

#[derive(Template)]
#[template(path = "scan/replace_tag.html")]
struct ReplaceTagTemplate {
    frame: Layout,
    code: TagCode,
    companion: Companion,
}

impl ReplaceTagTemplate {
    fn picture(&self) -> String {
        companion_view::undressed_picture(&self.companion)
    }
}

/// `GET /T/{code}/replace`
pub async fn start(request: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staff = request.require_role(Role::Staff).await?;
    let code = request.path_code()?;
    let companion = replace_tag::replaceable_companion(request.app(), code).await?;
    let frame = Layout::for_staff(&request, &staff, "Replace tag").await?;
    let mut response = page(StatusCode::OK, &ReplaceTagTemplate { frame, code, companion })?;
    REPLACES.set(request.app(), &mut response, code.as_str())?;
    Ok(response)
}

/// `POST /T/{code}/replace` with the code of the old tag.
pub async fn replace(request: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staff = request.require_role(Role::Staff).await?;
    let (new, form) = (request.path_code()?, request.form()?);
    let old = form.get("replaces").and_then(|code| TagCode::parse(code).ok());
    let old = old.ok_or_else(|| PageError::invalid("replaces", "must be the code of a tag"))?;
    let keep_old = form.get("keep_old").is_some();
    let old_state = if keep_old { "stays active" } else { "is void" };
    let remark = format!("New tag attached; the old tag {old_state}.");
    let replacement = Replacement { old, new, keep_old, remark };
    replace_tag::replace(request.app(), staff.actor, replacement).await?;
    let mut response = see_other(&tag_path(new));
    REPLACES.remove(request.app(), &mut response)?;
    Ok(response)
}

/// The companion that waits for a new tag on this phone, and its old tag. None once the old tag is
/// no longer valid.
pub(crate) async fn pending(
    request: &HtmlRequest,
) -> Result<Option<(TagCode, Companion)>, PageError> {
    let asked = request.query().get("replaces").map(str::to_owned);
    let codes = asked.map_or_else(|| request.cookie_values(REPLACES), |code| vec![code]);
    let old = codes.iter().find_map(|code| TagCode::parse(code).ok());
    let Some(old) = old else { return Ok(None) };
    match replace_tag::replaceable_companion(request.app(), old).await {
        Ok(companion) => Ok(Some((old, companion))),
        Err(UseCaseError::Database(error)) => Err(error.into()),
        Err(_) => Ok(None),
    }
}
