//! What a stranger sees who opens a tag: the same page for every tag there is or is not (R20).
//!
//! It names nobody and says nothing of the companion; nothing is looked up for it at all.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::shared::error::{PageError, redirect_to_sign_in};
use super::shared::layout::Layout;
use super::shared::request::HtmlRequest;
use super::{page, see_other};
use crate::use_cases::tags::finder_message;
use crate::web::rate_limit::RateLimitKind;
use crate::web::validation::Text;

/// Where a companion may be found, to tap.
const WHERE: [&str; 5] =
    ["In a corridor", "In the cafeteria", "In a lift", "Outside", "Somewhere else"];

#[derive(Template)]
#[template(path = "finder.html")]
struct FinderTemplate {
    frame: Layout,
    choices: [&'static str; 5],
    thanked: bool,
    sign_in: String,
}

/// The page, whatever the tag.
///
/// # Errors
/// `too-many-requests`.
pub fn show(asked: &HtmlRequest) -> Result<HttpResponse, PageError> {
    asked.count(RateLimitKind::Finders, &asked.address())?;
    let thanked = asked.query().get("thanks").is_some();
    let sign_in = redirect_to_sign_in(asked.request().uri().path());
    let frame = Layout::bare("Somebody's friend");
    page(StatusCode::OK, &FinderTemplate { frame, choices: WHERE, thanked, sign_in })
}

/// `POST /T/{code}`: where it was found, in one tap or a few words. What is answered is the same
/// whether there is such a tag or not, and nothing moves.
///
/// # Errors
/// `cross-origin`, `too-many-requests`, `invalid`, and the store's.
pub async fn create(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    asked.from_our_own_page()?;
    asked.count(RateLimitKind::Finders, &asked.address())?;
    let form = asked.form()?;
    let place = form.get("where").filter(|told| WHERE.contains(told));
    let words: Option<Text<200>> = form.read_as("words")?;
    let told: Vec<_> =
        place.into_iter().chain(words.as_ref().map(|words| words.0.as_str())).collect();
    if let (Ok(code), false) = (asked.code(), told.is_empty()) {
        finder_message::record(asked.app(), code, told.join(": ")).await?;
    }
    Ok(see_other(&format!("{}?thanks=1", asked.request().uri().path())))
}
