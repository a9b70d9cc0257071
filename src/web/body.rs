//! How long a client may take to say what it wants, and whether this server is about to leave.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use actix_web::http::header::CONTENT_LENGTH;
use actix_web::{HttpRequest, web};
use tokio::time::timeout;

/// Bytes a second that a body comes at even on a poor line; one that is slower is given up.
const PACE: usize = 8 * 1024;

/// How long a client may take to begin what it says.
#[derive(Clone, Copy, Debug)]
pub struct RequestTimeout(pub Duration);

/// Why there is no body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyError {
    /// It is larger than what is taken.
    TooLarge,
    /// It broke off, or did not come in time.
    Broken,
}

/// Reads a body of so many bytes at the most, and waits for it no longer than a poor line would take.
///
/// # Errors
/// Why there is none.
pub async fn body(
    request: &HttpRequest,
    payload: web::Payload,
    most: usize,
) -> Result<web::Bytes, BodyError> {
    let patience =
        request.app_data::<web::Data<RequestTimeout>>().map_or(Duration::MAX, |data| data.0);
    let length = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    let length = length.and_then(|text| text.parse().ok()).unwrap_or(most).min(most);
    let on_its_way = Duration::from_secs(u64::try_from(length / PACE).unwrap_or_default());
    match timeout(patience.saturating_add(on_its_way), payload.to_bytes_limited(most)).await {
        Ok(Ok(Ok(body))) => Ok(body),
        Ok(Err(_)) => Err(BodyError::TooLarge),
        Ok(Ok(Err(_))) | Err(_) => Err(BodyError::Broken),
    }
}

/// Whether this server is about to leave: it serves on, and asks everybody to go elsewhere.
#[derive(Clone, Debug, Default)]
pub struct ShutdownFlag(Arc<AtomicBool>);

impl ShutdownFlag {
    /// It is.
    pub fn begin(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it is.
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
