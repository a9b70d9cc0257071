//! The pages: HTML for phones, on the same actions as the API.
//!
//! Every page works without script, but for the camera and the queue. A form is answered by 303 to
//! the page that shows what came of it, so that nothing is sent twice by going back; a refusal is a
//! page of its own with its status. Templates are in `html/`, what they load is in `static/`.

pub mod admin;
pub mod alerts;
pub mod board;
pub mod cards;
pub mod check_in;
pub mod family;
pub mod finder;
pub mod family_links;
pub mod family_hold;
pub mod photos;
pub mod place;
pub mod print;
pub mod portraits;
pub mod scan;
pub mod scanner;
pub mod offline;
pub mod tag;
pub mod wall_display;
pub mod shared;
pub mod account;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, LOCATION,
    REFERRER_POLICY,
};
use askama::Template;

use shared::error::PageError;

/// What a page may load: what this server serves, and nothing else, ever. No script and no style
/// within the page itself, so that a name with a bracket in it stays a name.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; font-src 'self'; \
    manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

/// The camera is for the scanner; nothing else of a phone is wanted.
const PERMISSIONS: &str = "camera=(self), microphone=(), geolocation=()";

/// A page, kept nowhere: it may name a companion.
///
/// # Errors
/// A fault of ours where the template cannot be rendered.
pub fn page(status: StatusCode, template: &impl Template) -> Result<HttpResponse, PageError> {
    let html = template.render().map_err(|error| PageError::fault(&error))?;
    Ok(with_page_headers(
        HttpResponse::build(status).content_type("text/html; charset=utf-8").body(html),
    ))
}

/// To another page, after a form was taken.
#[must_use]
pub fn see_other(path: &str) -> HttpResponse {
    let mut answer = HttpResponse::SeeOther().finish();
    let to = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
    answer.headers_mut().insert(LOCATION, to);
    with_page_headers(answer)
}

/// A list for a spreadsheet, to be kept as a file.
#[must_use]
pub fn attachment(file: &str, csv: Vec<u8>) -> HttpResponse {
    let kind = "text/csv; charset=utf-8; header=present";
    let name = format!("attachment; filename=\"{file}\"");
    let mut answer = HttpResponse::Ok();
    with_page_headers(
        answer.content_type(kind).insert_header((CONTENT_DISPOSITION, name)).body(csv),
    )
}

/// A text as it stands in the query of an address.
#[must_use]
pub fn query_escape(text: &str) -> String {
    let kept = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte);
    text.bytes()
        .flat_map(|byte| match byte {
            byte if kept(byte) => vec![char::from(byte)],
            other => format!("%{other:02X}").chars().collect(),
        })
        .collect()
}

/// The headers that every page has.
fn with_page_headers(mut answer: HttpResponse) -> HttpResponse {
    let headers = answer.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    let more = [("permissions-policy", PERMISSIONS), ("cross-origin-opener-policy", "same-origin")];
    for (name, value) in more {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    answer
}
