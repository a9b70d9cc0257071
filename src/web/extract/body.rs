//! Reads a request body within a size limit and a time limit.

use std::time::Duration;

use actix_web::http::header::CONTENT_LENGTH;
use actix_web::{HttpRequest, web};
use tokio::time::timeout;

/// For whoever is not signed in.
pub(crate) const MAX_ANONYMOUS_BODY: usize = 64 * 1024;

/// Bytes per second expected even on a poor connection; a slower body times out.
const MIN_BYTES_PER_SECOND: usize = 8 * 1024;

/// How long a client may take to start sending; the body itself gets extra time by its length.
#[derive(Clone, Copy, Debug)]
pub struct RequestTimeout(pub Duration);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BodyError {
    #[error("the body is too large")]
    TooLarge,
    #[error("the body was cut off or timed out")]
    Incomplete,
}

pub(crate) async fn read_body(
    request: &HttpRequest,
    payload: web::Payload,
    max_bytes: usize,
) -> Result<web::Bytes, BodyError> {
    let to_start =
        request.app_data::<web::Data<RequestTimeout>>().map_or(Duration::MAX, |data| data.0);
    let length = content_length(request).unwrap_or(max_bytes).min(max_bytes);
    let to_transfer = u64::try_from(length / MIN_BYTES_PER_SECOND).unwrap_or_default();
    let limit = to_start.saturating_add(Duration::from_secs(to_transfer));
    match timeout(limit, payload.to_bytes_limited(max_bytes)).await {
        Ok(Ok(Ok(body))) => Ok(body),
        Ok(Err(_)) => Err(BodyError::TooLarge),
        Ok(Ok(Err(_))) | Err(_) => Err(BodyError::Incomplete),
    }
}

/// The announced length, if there is one.
pub(crate) fn content_length(request: &HttpRequest) -> Option<usize> {
    request.headers().get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
