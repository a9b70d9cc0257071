//! A photo as a JPEG response.

use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, HeaderName};

/// Even if a browser took the bytes for a page, it would load and run nothing.
pub(crate) fn jpeg_response(bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("image/jpeg")
        .insert_header((CONTENT_DISPOSITION, "inline; filename=\"photo.jpg\""))
        .insert_header((
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; frame-ancestors 'none'; sandbox",
        ))
        .insert_header((HeaderName::from_static("cross-origin-resource-policy"), "same-origin"))
        .body(bytes)
}
