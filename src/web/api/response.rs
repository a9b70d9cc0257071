//! Builds API responses.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::use_cases::Page;
use crate::use_cases::idempotency::RenderResponse;
use crate::web::cursor;
use crate::web::problem::Problem;

#[derive(Serialize)]
struct PageResponse<T> {
    items: Vec<T>,
    next: Option<String>,
}

#[derive(Clone, Serialize)]
pub(crate) struct PersonResponse {
    pub(crate) id: Uuid,
    pub(crate) display_name: String,
}

pub(crate) fn ok(body: &impl Serialize) -> HttpResponse {
    HttpResponse::Ok().json(body)
}

pub(crate) fn ok_with_etag(revision: i64, body: &impl Serialize) -> HttpResponse {
    HttpResponse::Ok().insert_header((header::ETAG, etag(revision))).json(body)
}

pub(crate) fn no_content() -> HttpResponse {
    HttpResponse::NoContent().finish()
}

/// A page of a list that is ordered by id.
pub(crate) fn page<T, Out: Serialize>(
    page: Page<T>,
    id: impl Fn(&T) -> Uuid,
    out: impl Fn(&T) -> Out,
) -> HttpResponse {
    page_with_cursor(page, |item| cursor::of_id(id(item)), out)
}

pub(crate) fn page_with_cursor<T, Out: Serialize>(
    page: Page<T>,
    cursor: impl Fn(&T) -> String,
    out: impl Fn(&T) -> Out,
) -> HttpResponse {
    let Page { items, more } = page;
    let next = items.last().filter(|_| more).map(cursor);
    ok(&PageResponse { items: items.iter().map(out).collect(), next })
}

fn etag(revision: i64) -> String {
    format!("\"{revision}\"")
}

/// A 201 response as stored for a repeat of the request: everything but the headers that differ each time.
#[derive(Serialize, Deserialize)]
struct StoredResponse {
    etag: Option<i64>,
    location: Option<String>,
    body: Box<serde_json::value::RawValue>,
}

/// Renders a 201 response in the form that is stored for a repeat; [`created`] sends it.
pub(crate) fn render_created<T: 'static, Out: Serialize>(
    out: impl Fn(&T) -> Out + Send + Sync + 'static,
    revision: fn(&T) -> Option<i64>,
    location: fn(&T) -> Option<String>,
) -> RenderResponse<T> {
    Box::new(move |created| {
        let body = serde_json::value::to_raw_value(&out(created)).unwrap_or_default();
        let stored = StoredResponse { etag: revision(created), location: location(created), body };
        serde_json::to_vec(&stored).unwrap_or_default()
    })
}

/// Sends what [`render_created`] rendered, now or for an earlier request.
pub(crate) fn created(stored: &[u8]) -> Result<HttpResponse, Problem> {
    let stored: StoredResponse = serde_json::from_slice(stored).map_err(|error| {
        tracing::error!(%error, "Stored response cannot be parsed");
        Problem::internal()
    })?;
    let mut response = HttpResponse::build(StatusCode::CREATED);
    if let Some(revision) = stored.etag {
        response.insert_header((header::ETAG, etag(revision)));
    }
    if let Some(location) = stored.location {
        response.insert_header((header::LOCATION, location));
    }
    Ok(response.content_type("application/json").body(stored.body.get().to_owned()))
}

/// A response whose JSON is already rendered.
pub(crate) fn json_text(status: StatusCode, text: String) -> HttpResponse {
    HttpResponse::build(status).content_type("application/json").body(text)
}

/// A purge replaces a text by an empty one, which the API renders as null.
pub(crate) fn null_if_purged(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}
