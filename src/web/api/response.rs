//! Answers on their way out.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::query::cursor;
use crate::domain::time::Time;
use crate::json::Timestamp;
use crate::use_cases::Page;
use crate::use_cases::idempotency::RenderResponse;

/// One page of a list.
#[derive(Serialize)]
pub struct PageResponse<T> {
    items: Vec<T>,
    next: Option<String>,
}

/// A member of staff, by name.
#[derive(Clone, Serialize)]
pub struct PersonResponse {
    /// Their id.
    pub id: Uuid,
    /// As colleagues call them.
    pub display_name: String,
}

/// 200 with a body.
pub fn ok(body: &impl Serialize) -> HttpResponse {
    HttpResponse::Ok().json(body)
}

/// 200 with a body that carries its revision.
pub fn tagged(revision: i64, body: &impl Serialize) -> HttpResponse {
    HttpResponse::Ok().insert_header((header::ETAG, etag(revision))).json(body)
}

/// 204.
#[must_use]
pub fn nothing() -> HttpResponse {
    HttpResponse::NoContent().finish()
}

/// A page of a list that goes by id.
pub fn page<T, Out: Serialize>(
    page: Page<T>,
    id: impl Fn(&T) -> Uuid,
    out: impl Fn(&T) -> Out,
) -> HttpResponse {
    page_by(page, |item| cursor(id(item)), out)
}

/// A page of a list that goes by something else.
pub fn page_by<T, Out: Serialize>(
    page: Page<T>,
    cursor: impl Fn(&T) -> String,
    out: impl Fn(&T) -> Out,
) -> HttpResponse {
    let Page { items, more } = page;
    let next = items.last().filter(|_| more).map(cursor);
    ok(&PageResponse { items: items.iter().map(out).collect(), next })
}

/// A time as the contract writes it.
#[must_use]
pub const fn stamp(at: Time) -> Timestamp {
    Timestamp(at)
}

fn etag(revision: i64) -> String {
    format!("\"{revision}\"")
}

/// An answer as it is kept for a repeat: everything of it that is not made anew each time.
#[derive(Serialize, Deserialize)]
struct StoredResponse {
    etag: Option<i64>,
    location: Option<String>,
    body: Box<serde_json::value::RawValue>,
}

/// 201 for something new: how its answer is said, and kept for a repeat.
pub fn made<T: 'static, Out: Serialize>(
    out: impl Fn(&T) -> Out + Send + Sync + 'static,
    etag: fn(&T) -> Option<i64>,
    location: fn(&T) -> Option<String>,
) -> RenderResponse<T> {
    Box::new(move |made| {
        let body = serde_json::value::to_raw_value(&out(made)).unwrap_or_default();
        let kept = StoredResponse { etag: etag(made), location: location(made), body };
        serde_json::to_vec(&kept).unwrap_or_default()
    })
}

/// Says an answer that [`made`] put together, the first time or again.
///
/// # Errors
/// `internal` where the answer is not one of [`made`]'s.
pub fn created(said: &[u8]) -> Result<HttpResponse, crate::web::problem::Problem> {
    let kept: StoredResponse = serde_json::from_slice(said).map_err(|error| {
        tracing::error!(%error, "a kept answer could not be read");
        crate::web::problem::Problem::new("internal", "The fault is ours and has been noted.")
    })?;
    let mut answer = HttpResponse::build(StatusCode::CREATED);
    if let Some(revision) = kept.etag {
        answer.insert_header((header::ETAG, etag(revision)));
    }
    if let Some(location) = kept.location {
        answer.insert_header((header::LOCATION, location));
    }
    Ok(answer.content_type("application/json").body(kept.body.get().to_owned()))
}

/// An answer whose words are there already.
#[must_use]
pub fn json_text(status: StatusCode, text: String) -> HttpResponse {
    HttpResponse::build(status).content_type("application/json").body(text)
}
