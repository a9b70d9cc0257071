//! Scripts, styles and icons that pages load, built into the program.
//!
//! Their URLs contain a hash of all files: a phone can cache them forever, and a new version of the program
//! has new URLs. Modules import each other by relative path. `icon-192.png` and `icon-512.png` are
//! `icon.svg` without its rounded corners, rendered by a browser.

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// Name, media type and content.
type File = (&'static str, &'static str, &'static [u8]);

pub const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

macro_rules! files {
    ($($name:literal: $media_type:expr,)+) => {
        &[$(($name, $media_type, include_bytes!(concat!("../static/", $name)).as_slice())),+]
    };
}

const FILES: &[File] = files! {
    "style.css": "text/css; charset=utf-8",
    "admin.css": "text/css; charset=utf-8",
    "family.css": "text/css; charset=utf-8",
    "family.js": JAVASCRIPT,
    "app.js": JAVASCRIPT,
    "lock.js": JAVASCRIPT,
    "pin.js": JAVASCRIPT,
    "board.css": "text/css; charset=utf-8",
    "board.js": JAVASCRIPT,
    "board-rows.js": JAVASCRIPT,
    "icon.svg": "image/svg+xml",
    "screening.js": JAVASCRIPT,
    "family-links.js": JAVASCRIPT,
    "scan-actions.js": JAVASCRIPT,
    "offline-page.js": JAVASCRIPT,
    "camera.js": JAVASCRIPT,
    "tag-code.js": JAVASCRIPT,
    "queue-sender.js": JAVASCRIPT,
    "frame-decoder.js": JAVASCRIPT,
    "queue-list.js": JAVASCRIPT,
    "scan-result.js": JAVASCRIPT,
    "push.js": JAVASCRIPT,
    "photo.js": JAVASCRIPT,
    "queue.js": JAVASCRIPT,
    "queue-events.js": JAVASCRIPT,
    "queue-upload.js": JAVASCRIPT,
    "uuid.js": JAVASCRIPT,
    "scanner.js": JAVASCRIPT,
    "storage.js": JAVASCRIPT,
    "offline-main.js": JAVASCRIPT,
    "queue-badge.js": JAVASCRIPT,
    "keyboard-scanner.js": JAVASCRIPT,
    "device-context.js": JAVASCRIPT,
    "cookies.js": JAVASCRIPT,
    "icon-192.png": "image/png",
    "icon-512.png": "image/png",
};

/// The first bytes of a hash over all files; long enough to tell versions apart.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut hash = Sha256::new();
    for (name, _, content) in FILES {
        hash.update(name);
        hash.update(content);
    }
    URL_SAFE_NO_PAD.encode(&hash.finalize()[..9])
});

/// The URL of a file.
#[must_use]
pub fn url(name: &str) -> String {
    format!("/static/{}/{name}", *VERSION)
}

/// The hash in the URLs. Only content that depends on nothing but the program may be served under it.
#[must_use]
pub fn version() -> &'static str {
    VERSION.as_str()
}

/// The media type and content of a file of this version.
pub(crate) fn find(version: &str, name: &str) -> Option<(&'static str, &'static [u8])> {
    let mut files = FILES.iter().filter(|_| version == VERSION.as_str());
    files.find(|(known, ..)| *known == name).map(|(_, media_type, content)| (*media_type, *content))
}
