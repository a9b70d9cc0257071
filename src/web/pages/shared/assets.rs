//! What pages load: one style, a few small modules and the icons, built into the program.
//!
//! They stand under an address that holds a hash of them all, so a phone keeps them for ever and a
//! new version of the program is a new address; modules import each other by relative path.
//! `icon-192.png` and `icon-512.png` are `icon.svg` without its round corners, drawn by a browser.

use std::sync::LazyLock;

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use super::error::PageError;
use super::request::HtmlRequest;
use crate::domain::error::DomainError;

/// One file: its name, its media type, what is in it.
type File = (&'static str, &'static str, &'static [u8]);

/// The media type of a script.
pub const SCRIPT: &str = "text/javascript; charset=utf-8";
/// For what stands under an address that stays the same: kept, and asked for anew each time.
pub const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

macro_rules! files {
    ($($name:literal: $kind:expr,)+) => {
        &[$(($name, $kind, include_bytes!(concat!("../static/", $name)).as_slice())),+]
    };
}

/// Every file there is.
const FILES: &[File] = files! {
    "style.css": "text/css; charset=utf-8",
    "admin.css": "text/css; charset=utf-8",
    "family.css": "text/css; charset=utf-8",
    "family.js": SCRIPT,
    "app.js": SCRIPT,
    "lock.js": SCRIPT,
    "pin.js": SCRIPT,
    "board.css": "text/css; charset=utf-8",
    "board.js": SCRIPT,
    "board-rows.js": SCRIPT,
    "icon.svg": "image/svg+xml",
    "screening.js": SCRIPT,
    "family-links.js": SCRIPT,
    "scan-actions.js": SCRIPT,
    "offline-page.js": SCRIPT,
    "camera.js": SCRIPT,
    "tag-code.js": SCRIPT,
    "queue-sender.js": SCRIPT,
    "frame-decoder.js": SCRIPT,
    "queue-list.js": SCRIPT,
    "scan-result.js": SCRIPT,
    "push.js": SCRIPT,
    "photo.js": SCRIPT,
    "queue.js": SCRIPT,
    "queue-events.js": SCRIPT,
    "queue-upload.js": SCRIPT,
    "uuid.js": SCRIPT,
    "scanner.js": SCRIPT,
    "storage.js": SCRIPT,
    "offline-main.js": SCRIPT,
    "queue-badge.js": SCRIPT,
    "keyboard-scanner.js": SCRIPT,
    "device-context.js": SCRIPT,
    "icon-192.png": "image/png",
    "icon-512.png": "image/png",
};

/// A hash of all files, short enough for an address.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut hash = Sha256::new();
    for (name, _, content) in FILES {
        hash.update(name);
        hash.update(content);
    }
    URL_SAFE_NO_PAD.encode(&hash.finalize()[..9])
});

/// The address of a file.
#[must_use]
pub fn address(name: &str) -> String {
    format!("/static/{}/{name}", *VERSION)
}

/// The hash that addresses hold: what follows from the program, and not from what is kept, may stand
/// under it.
#[must_use]
pub fn version() -> &'static str {
    VERSION.as_str()
}

/// `GET /static/{version}/{file}`
///
/// # Errors
/// `not-found`, for a file of another version as well: it would be kept for ever under a wrong name.
pub async fn file(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let (version, name) = (asked.part("version"), asked.part("file"));
    let found = FILES.iter().find(|(known, ..)| *known == name && version == VERSION.as_str());
    let (_, kind, content) = found.ok_or(DomainError::NotFound("file"))?;
    Ok(HttpResponse::Ok()
        .content_type(*kind)
        .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .body(*content))
}
