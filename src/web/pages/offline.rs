//! The shell: what stays on a phone, so that it opens where there is no signal. It names nobody.
//!
//! The service worker keeps these files and the one page `/offline`, and never an answer of the API
//! nor a page that shows a companion: a phone is shared, and what it shows must be true.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH};
use askama::Template;
use serde_json::json;

use super::shared::assets;
use super::shared::error::PageError;
use super::shared::layout::Layout;
use super::shared::request::HtmlRequest;
use super::{page, with_page_headers};
use crate::domain::account::person::Role;

/// What the service worker does, but for the files that it keeps.
const WORKER: &str = include_str!("static/service-worker.js");

/// What `/offline` loads: no more, for every phone fetches all of it before it has a shell.
const KEPT: [&str; 20] = [
    "style.css",
    "icon.svg",
    "offline-main.js",
    "scan-actions.js",
    "offline-page.js",
    "camera.js",
    "tag-code.js",
    "frame-decoder.js",
    "queue-list.js",
    "lock.js",
    "scan-result.js",
    "queue.js",
    "queue-events.js",
    "queue-upload.js",
    "uuid.js",
    "scanner.js",
    "storage.js",
    "queue-badge.js",
    "keyboard-scanner.js",
    "device-context.js",
];

#[derive(Template)]
#[template(path = "offline.html")]
struct OfflineTemplate {
    frame: Layout,
}

#[derive(Template)]
#[template(path = "offline_queue.html")]
struct QueueTemplate {
    frame: Layout,
}

/// `GET /offline`: the page that stands in for every other while there is no signal.
///
/// # Errors
/// Only a fault of ours.
pub async fn offline() -> Result<HttpResponse, PageError> {
    page(StatusCode::OK, &OfflineTemplate { frame: Layout::bare("No signal") })
}

/// `GET /queue`: what this phone keeps, and what was refused, for a person to settle.
///
/// # Errors
/// To the sign-in page.
pub async fn queue(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staffer = asked.staff(Role::Staff).await?;
    page(
        StatusCode::OK,
        &QueueTemplate { frame: Layout::of(&asked, &staffer, "Unsent scans").await? },
    )
}

/// `GET /sw.js`: the service worker, at the root so that it may stand in for every page. It names
/// the files it keeps, so another version of them is another worker, with a cache of its own.
pub async fn worker(asked: HtmlRequest) -> HttpResponse {
    let mut files: Vec<_> = KEPT.iter().map(|name| assets::address(name)).collect();
    files.push("/manifest.webmanifest".to_owned());
    let script = format!(
        "import {{ sendQueue }} from '{}';\nconst VERSION = '{}';\nconst FILES = {};\n{WORKER}",
        assets::address("queue-upload.js"),
        assets::version(),
        json!(files),
    );
    asked_again(&asked, assets::SCRIPT, script)
}

/// `GET /manifest.webmanifest`: what an installed app is called and looks like.
pub async fn manifest(asked: HtmlRequest) -> HttpResponse {
    let icon = |file: &str, sizes: &str, kind: &str, purpose: &str| json!({ "src": assets::address(file), "sizes": sizes, "type": kind, "purpose": purpose });
    let manifest = json!({
        "id": "/",
        "name": "Stuffy",
        "short_name": "Stuffy",
        "description": "Keeps watch over a child's stuffed companion.",
        "start_url": "/scan",
        "scope": "/",
        "display": "standalone",
        "background_color": "#0d1418",
        "theme_color": "#0f5e73",
        "icons": [
            icon("icon.svg", "any", "image/svg+xml", "any"),
            icon("icon-192.png", "192x192", "image/png", "any maskable"),
            icon("icon-512.png", "512x512", "image/png", "any maskable"),
        ],
    });
    asked_again(&asked, "application/manifest+json", manifest.to_string())
}

/// What stands under an address that stays the same from version to version: a phone asks each time
/// whether there is another.
pub(crate) fn asked_again(asked: &HtmlRequest, kind: &'static str, text: String) -> HttpResponse {
    let version = format!("W/\"{}\"", assets::version());
    let known = asked.request().headers().get(IF_NONE_MATCH);
    let same = known.is_some_and(|known| known.as_bytes() == version.as_bytes());
    let mut answer = if same { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer.insert_header((ETAG, version));
    let answer = if same { answer.finish() } else { answer.content_type(kind).body(text) };
    let mut answer = with_page_headers(answer);
    answer.headers_mut().insert(CACHE_CONTROL, assets::ASK_AGAIN);
    answer
}
