//! Telling a phone that there is news: what the family's page offers, and the worker that shows it.
//!
//! Nothing is offered where the site has no key, nor without script, nor by a browser that cannot be told: on an
//! iPhone, one whose page is not on the home screen.

use actix_web::{HttpResponse, web};
use serde_json::json;

use crate::domain::family::Language;
use crate::i18n;
use crate::web::pages::shared::assets;
use crate::web::pages::shared::request::HtmlRequest;
use crate::web::pages::shared::static_file::revalidated;
use crate::web::push_config::PushConfig;

/// What the worker does, but for the sentence that it falls back to and the icon.
const WORKER: &str = include_str!("../static/family-service-worker.js");

/// The part of the family's page that offers it; `html/family/push.html` shows it.
pub struct PushPanel {
    /// The key that a browser is to let through.
    pub key: String,
    /// The address of the script.
    pub script: String,
}

impl PushPanel {
    /// The part, where this site can tell anybody.
    #[must_use]
    pub fn of(asked: &HtmlRequest) -> Option<Self> {
        let offer = asked.http_request().app_data::<web::Data<PushConfig>>()?;
        let key = offer.0.clone()?;
        Some(Self { key, script: assets::url("push.js") })
    }
}

/// `GET /f/sw.js`: the worker of the families' pages. It stands under `/f/` so that each link's page registers
/// it for itself alone; it shows what is pushed, opens the page, and keeps nothing.
pub async fn worker(asked: HtmlRequest) -> HttpResponse {
    let script = format!(
        "const NEWS = {};\nconst ICON = {};\n{WORKER}",
        json!(i18n::notification_text(Language::English)),
        json!(assets::url("icon-192.png")),
    );
    revalidated(&asked, assets::JAVASCRIPT, script)
}
