//! What a browser is told with every answer, whoever made it: to load nothing, frame nothing, lend nothing.
//!
//! A page says for itself what it needs beyond that, and what it says stands.

use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};

/// What is no page loads nothing and is shown within nothing.
const POLICY: &str =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// The same for what a browser's own reader draws, which some hold to the policy of what is read.
const OF_A_PDF: &str = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const PERMISSIONS: &str = "camera=(), microphone=(), geolocation=()";
/// A year; of this host alone, for what else a hospital has beneath its name is not ours to say.
const BY_TLS_ALONE: &str = "max-age=31536000";

/// Adds what an answer does not say by itself.
pub(crate) fn add_missing(headers: &mut HeaderMap, by_tls: bool) {
    let is_pdf = headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/pdf");
    let usual = [
        (header::CONTENT_SECURITY_POLICY, if is_pdf { OF_A_PDF } else { POLICY }),
        // A page says otherwise: under no-referrer a browser hides where its forms come from.
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("permissions-policy"), PERMISSIONS),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    for (name, value) in usual {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    let always = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    for (name, value) in always {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if by_tls {
        let name = header::STRICT_TRANSPORT_SECURITY;
        headers.insert(name, HeaderValue::from_static(BY_TLS_ALONE));
    }
}
