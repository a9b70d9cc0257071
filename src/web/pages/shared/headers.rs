//! HTTP headers that every page sends.

use actix_web::HttpResponse;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY,
};

/// A page loads only what this server serves. Inline scripts and styles are blocked, so a name that
/// contains markup can never run.
const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; font-src 'self'; \
    manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

/// The scanner needs the camera; no page needs anything else.
const PERMISSIONS: &str = "camera=(self), microphone=(), geolocation=()";

/// Adds the headers. A page is never stored, because it may name a companion.
pub(crate) fn with_page_headers(mut response: HttpResponse) -> HttpResponse {
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_POLICY));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    let more = [("permissions-policy", PERMISSIONS), ("cross-origin-opener-policy", "same-origin")];
    for (name, value) in more {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}
