//! Security headers for every response. A page sets its own policy where it needs more, which is not overwritten.

use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};

/// Default for everything that is not a page: load nothing, be framed nowhere.
const DEFAULT_CSP: &str =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// Some browsers apply the document's policy to their built-in PDF viewer, so `default-src` is left out.
const PDF_CSP: &str = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const PERMISSIONS: &str = "camera=(), microphone=(), geolocation=()";
/// One year, for this host only: the subdomains belong to the hospital.
const HSTS: &str = "max-age=31536000";

pub(crate) fn add_missing(headers: &mut HeaderMap, is_https: bool) {
    let is_pdf = headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/pdf");
    let defaults = [
        (header::CONTENT_SECURITY_POLICY, if is_pdf { PDF_CSP } else { DEFAULT_CSP }),
        // Pages override this: under no-referrer a browser hides the origin of its forms.
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("permissions-policy"), PERMISSIONS),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    for (name, value) in defaults {
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
    if is_https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(HSTS));
    }
}
