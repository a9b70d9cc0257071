//! Redirects after a form was handled, and the sign-in page's URL.

use actix_web::HttpResponse;
use actix_web::http::header::{HeaderValue, LOCATION};

use super::headers::with_page_headers;

/// Redirects with 303, so that reloading the next page does not submit the form again.
#[must_use]
pub(crate) fn see_other(path: &str) -> HttpResponse {
    let mut response = HttpResponse::SeeOther().finish();
    let location = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(LOCATION, location);
    with_page_headers(response)
}

/// The sign-in page's URL; after signing in the user returns to `next`.
#[must_use]
pub(crate) fn sign_in_url(next: &str) -> String {
    format!("/sign-in?next={}", query_escape(next))
}

/// Percent-encodes a text for use in a query string.
#[must_use]
pub(crate) fn query_escape(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte);
    text.bytes()
        .flat_map(|byte| match byte {
            byte if is_plain(byte) => vec![char::from(byte)],
            other => format!("%{other:02X}").chars().collect(),
        })
        .collect()
}
