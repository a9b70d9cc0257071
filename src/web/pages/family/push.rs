//! Push notifications: the offer on the family's page, and the service worker that shows them.
//!
//! The offer is hidden if the site has no push key, without a script, and in browsers without push
//! support, such as an iPhone's until the page is on the home screen.

use actix_web::{HttpResponse, web};
use serde_json::json;

use crate::domain::family::Language;
use crate::i18n;
use crate::web::extract::callers::Anyone;
use crate::web::pages::shared::assets;
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::request::HtmlRequest;
use crate::web::pages::shared::static_file::revalidated;
use crate::web::push_config::PushConfig;

/// Without the fallback sentence and the icon, which are prepended when it is served.
const WORKER: &str = include_str!("../static/family-service-worker.js");

pub struct PushPanel {
    /// The public key that the browser subscribes with.
    pub key: String,
    pub script: String,
}

impl PushPanel {
    /// None if push notifications are not configured.
    pub(super) fn new(request: &HtmlRequest) -> Option<Self> {
        let config = request.http_request().app_data::<web::Data<PushConfig>>()?;
        let key = config.0.clone()?;
        Some(Self { key, script: assets::url("push.js") })
    }
}

/// `GET /f/sw.js`. Its path under `/f/` lets each link's page register it for its own URL only. The
/// worker shows notifications, opens the page, and stores nothing.
pub async fn worker(_: Anyone, request: HtmlRequest) -> Result<HttpResponse, PageError> {
    let script = format!(
        "const NEWS = {};\nconst ICON = {};\n{WORKER}",
        json!(i18n::notification_text(Language::English)),
        json!(assets::url("icon-192.png")),
    );
    Ok(revalidated(&request, assets::JAVASCRIPT, script))
}
