//! `/family/{token}/photos/{id}`: a released photo as its family sees it.

use actix_web::HttpResponse;

use super::jpeg::jpeg_response;
use crate::domain::id::PhotoId;
use crate::domain::photo::PhotoSize;
use crate::use_cases::photos::read;
use crate::web::api::extract::ApiRequest;
use crate::web::problem::Problem;
use crate::web::rate_limit::RateLimitKind;

/// `GET /family/{token}/photos/{id}`
pub(crate) async fn get(request: ApiRequest) -> Result<HttpResponse, Problem> {
    // Counted apart from pages: one page has several photos, which must not use up the limit for pages.
    request
        .check_rate_limit(RateLimitKind::Family, &format!("photos {}", request.client_address()))?;
    let id = request.path_id("id", PhotoId::from_uuid)?;
    let size = request.query(&["size"])?.key("size")?.unwrap_or(PhotoSize::Full);
    Ok(jpeg_response(
        read::read_for_family(request.app(), request.path_segment("token"), id, size).await?,
    ))
}
