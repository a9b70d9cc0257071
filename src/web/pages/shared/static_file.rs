//! Serving the built-in files, with the caching rules for each kind of URL.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, ETAG, HeaderValue, IF_NONE_MATCH};

use super::assets;
use super::error::PageError;
use super::headers::with_page_headers;
use super::request::HtmlRequest;
use crate::domain::error::DomainError;
use crate::web::extract::callers::Anyone;

/// For URLs that contain the version.
pub(crate) const CACHE_FOREVER: &str = "public, max-age=31536000, immutable";

/// `GET /static/{version}/{file}`
///
/// A file of another version is not found: phones would cache it forever under the wrong URL.
pub(crate) async fn show(_: Anyone, request: HtmlRequest) -> Result<HttpResponse, PageError> {
    let (version, name) = (request.path_param("version"), request.path_param("file"));
    let (media_type, content) = assets::find(version, name).ok_or(DomainError::NotFound("file"))?;
    Ok(HttpResponse::Ok()
        .content_type(media_type)
        .insert_header((CACHE_CONTROL, CACHE_FOREVER))
        .body(content))
}

/// A text under a URL that is the same in every version: the browser asks each time whether it changed.
pub(crate) fn revalidated(
    request: &HtmlRequest,
    media_type: &'static str,
    text: String,
) -> HttpResponse {
    let etag = format!("W/\"{}\"", assets::version());
    let cached = request.http_request().headers().get(IF_NONE_MATCH);
    let is_current = cached.is_some_and(|cached| cached.as_bytes() == etag.as_bytes());
    let mut builder = if is_current { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    builder.insert_header((ETAG, etag));
    let response =
        if is_current { builder.finish() } else { builder.content_type(media_type).body(text) };
    let mut response = with_page_headers(response);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
