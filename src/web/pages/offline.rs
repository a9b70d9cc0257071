//! What a phone needs to work without a connection: the service worker, the app manifest and the offline page.
//!
//! The service worker caches the files below and the page `/offline`, but never an API response and no page
//! that shows a companion: phones are shared, and what they show must be current.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde_json::json;

use super::shared::assets;
use super::shared::error::PageError;
use super::shared::layout::Layout;
use super::shared::request::HtmlRequest;
use super::shared::response::page;
use super::shared::static_file::revalidated;
use crate::domain::account::person::Role;

/// The service worker without its list of files, which is prepended when it is served.
const SERVICE_WORKER: &str = include_str!("static/service-worker.js");

/// What `/offline` loads and nothing else, because every phone downloads all of it before it can work offline.
const CACHED_FILES: [&str; 21] = [
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
    "cookies.js",
];

#[derive(Template)]
#[template(path = "offline.html")]
struct OfflineTemplate {
    frame: Layout,
}

#[derive(Template)]
#[template(path = "offline_queue.html")]
struct OfflineQueueTemplate {
    frame: Layout,
}

/// `GET /offline`: shown in place of every page while there is no connection.
pub(crate) async fn offline() -> Result<HttpResponse, PageError> {
    page(StatusCode::OK, &OfflineTemplate { frame: Layout::anonymous("No signal") })
}

/// `GET /queue`: the scans stored on this phone, waiting or refused.
pub(crate) async fn queue(request: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staff = request.require_role(Role::Staff).await?;
    let frame = Layout::for_staff(&request, &staff, "Unsent scans").await?;
    page(StatusCode::OK, &OfflineQueueTemplate { frame })
}

/// `GET /sw.js`: the service worker, at the root so that it can control every page. It lists the cached
/// files by their versioned URLs, so a new version is a different worker with its own cache.
pub(crate) async fn service_worker(request: HtmlRequest) -> HttpResponse {
    let mut files: Vec<_> = CACHED_FILES.iter().map(|name| assets::url(name)).collect();
    files.push("/manifest.webmanifest".to_owned());
    let script = format!(
        "import {{ sendQueue }} from '{}';\nconst VERSION = '{}';\nconst FILES = {};\n{SERVICE_WORKER}",
        assets::url("queue-upload.js"),
        assets::version(),
        json!(files),
    );
    revalidated(&request, assets::JAVASCRIPT, script)
}

/// `GET /manifest.webmanifest`: name and icons of the installed app.
pub(crate) async fn manifest(request: HtmlRequest) -> HttpResponse {
    let icon = |file: &str, sizes: &str, kind: &str, purpose: &str| json!({ "src": assets::url(file), "sizes": sizes, "type": kind, "purpose": purpose });
    let manifest = json!({
        "id": "/",
        "name": "Stuffy",
        "short_name": "Stuffy",
        "description": "Follows a child's stuffed companion through surgery.",
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
    revalidated(&request, "application/manifest+json", manifest.to_string())
}
