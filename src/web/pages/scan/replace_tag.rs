//! Replacing a damaged tag in two taps: "Replace tag" on the companion's page, then the new tag is scanned,
//! and "Put on". Between the two, this phone remembers for ten minutes whose tag it is.

use actix_web::HttpResponse;
use actix_web::cookie::{Cookie, SameSite, time};
use actix_web::http::StatusCode;
use askama::Template;

use crate::domain::account::person::Role;
use crate::domain::tag::{PublicUrl, TagCode};
use crate::use_cases::models::Companion;
use crate::use_cases::tags::replace_tag::{self, Replacement};
use crate::use_cases::{AppContext, UseCaseError};
use crate::web::pages::check_in::tag_page;
use crate::web::pages::shared::companion_view;
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::layout::Layout;
use crate::web::pages::shared::request::HtmlRequest;
use crate::web::pages::{page, see_other};

/// The cookie that keeps the code of the tag that goes.
const COOKIE: &str = "stuffy_replaces";
/// How long a new tag may be looked for.
const MINUTES: i64 = 10;

#[derive(Template)]
#[template(path = "scan/replace_tag.html")]
struct ReplaceTagTemplate {
    frame: Layout,
    code: TagCode,
    companion: Companion,
}

impl ReplaceTagTemplate {
    fn picture(&self) -> String {
        companion_view::plain(&self.companion)
    }
}

/// `GET /T/{code}/replace`
///
/// # Errors
/// To the sign-in page, `not-found`, `tag-not-bound`, `tag-void`.
pub async fn begin(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staffer = asked.staff(Role::Staff).await?;
    let code = asked.code()?;
    let companion = replace_tag::replaceable_companion(asked.app(), code).await?;
    let frame = Layout::of(&asked, &staffer, "Replace tag").await?;
    let mut answer = page(StatusCode::OK, &ReplaceTagTemplate { frame, code, companion })?;
    let lasts = time::Duration::minutes(MINUTES);
    let cookie = cookie(asked.app(), code.as_str(), lasts);
    answer.add_cookie(&cookie).map_err(|error| PageError::fault(&error))?;
    Ok(answer)
}

/// `POST /T/{code}/replace`, with the code of the tag that goes.
///
/// # Errors
/// `unauthenticated`, `not-found`, `tag-not-bound`, `tag-void`, `tag-bound-elsewhere`.
pub async fn put_on(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staffer = asked.staff(Role::Staff).await?;
    let (new, form) = (asked.code()?, asked.form()?);
    let old = form.get("replaces").and_then(|code| TagCode::parse(code).ok());
    let old = old.ok_or_else(|| PageError::invalid("replaces", "must be the code of a tag"))?;
    let keep_old = form.get("keep_old").is_some();
    let goes = if keep_old { "stays good" } else { "is void" };
    let remark = format!("A new tag was put on; the one before {goes}.");
    let told = Replacement { old, new, keep_old, remark };
    replace_tag::replace(asked.app(), staffer.actor, told).await?;
    let mut answer = see_other(&tag_page(new));
    let spent = cookie(asked.app(), "", time::Duration::ZERO);
    answer.add_cookie(&spent).map_err(|error| PageError::fault(&error))?;
    Ok(answer)
}

/// The companion that waits for a new tag on this phone, and the tag that goes. One whose old tag is
/// good for nothing any more waits no longer.
pub(crate) async fn pending(
    asked: &HtmlRequest,
) -> Result<Option<(TagCode, Companion)>, PageError> {
    let code = asked.query().get("replaces").map(str::to_owned).or_else(|| asked.cookie(COOKIE));
    let Some(old) = code.and_then(|code| TagCode::parse(&code).ok()) else { return Ok(None) };
    match replace_tag::replaceable_companion(asked.app(), old).await {
        Ok(companion) => Ok(Some((old, companion))),
        Err(UseCaseError::Database(error)) => Err(error.into()),
        Err(_) => Ok(None),
    }
}

fn cookie(app: &AppContext, code: &str, lasts: time::Duration) -> Cookie<'static> {
    Cookie::build(COOKIE, code.to_owned())
        .http_only(true)
        .same_site(SameSite::Lax)
        .path("/")
        .secure(app.public_url.as_ref().is_some_and(PublicUrl::is_https))
        .max_age(lasts)
        .finish()
}
