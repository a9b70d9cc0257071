//! The page that strangers see when they open a tag. It is the same for every code, valid or not (R20).
//!
//! It names nobody and says nothing about the companion; the tag is not even looked up.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::shared::error::PageError;
use super::shared::layout::Layout;
use super::shared::redirect::{see_other, sign_in_url};
use super::shared::request::HtmlRequest;
use super::shared::response::page;
use crate::use_cases::tags::finder_message;
use crate::web::rate_limit::RateLimitKey;
use crate::web::validation::Text;

const LOCATIONS: [&str; 5] =
    ["In a corridor", "In the cafeteria", "In a lift", "Outside", "Somewhere else"];

#[derive(Template)]
#[template(path = "finder.html")]
struct FinderTemplate {
    frame: Layout,
    locations: [&'static str; 5],
    is_sent: bool,
    sign_in: String,
}

/// `GET /T/{code}` for strangers.
pub(crate) fn show(request: &HtmlRequest) -> Result<HttpResponse, PageError> {
    request.check_rate_limit(RateLimitKey::Finders(request.client_network()))?;
    let is_sent = request.query().get("thanks").is_some();
    let sign_in = sign_in_url(request.http_request().uri().path());
    let frame = Layout::anonymous("Found toy");
    page(StatusCode::OK, &FinderTemplate { frame, locations: LOCATIONS, is_sent, sign_in })
}

/// `POST /T/{code}`: records where the companion was found. The response is the same whether the tag
/// exists or not, and the companion's location does not change.
pub(crate) async fn create(request: HtmlRequest) -> Result<HttpResponse, PageError> {
    request.check_origin()?;
    request.check_rate_limit(RateLimitKey::Finders(request.client_network()))?;
    let form = request.form()?;
    let location = form.get("where").filter(|location| LOCATIONS.contains(location));
    let text: Option<Text<200>> = form.optional("words")?;
    let message: Vec<_> =
        location.into_iter().chain(text.as_ref().map(|text| text.0.as_str())).collect();
    if let (Ok(code), false) = (request.path_code(), message.is_empty()) {
        finder_message::record(request.app(), code, message.join(": ")).await?;
    }
    Ok(see_other(&format!("{}?thanks=1", request.http_request().uri().path())))
}
