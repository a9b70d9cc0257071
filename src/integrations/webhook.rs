//! The webhook: a signed request to another system that there is news, without any names.
//!
//! It follows Standard Webhooks; docs/webhook.md describes it for receivers.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use hyper::Request;
use hyper::header::CONTENT_TYPE;
use hyper::http::Uri;
use hyper::http::uri::Scheme;
use serde::Serialize;
use sha2::Sha256;
use uuid::Uuid;

use crate::domain::family::Language;
use crate::domain::id::{FamilyLinkId, OutboxEntryId};
use crate::domain::time::Time;
use crate::json::{JsonKey, Timestamp};

const INVALID_URL: &str = "STUFFY_WEBHOOK_URL is not an http or https URL";
const INVALID_SECRET: &str =
    "STUFFY_WEBHOOK_SECRET must be whsec_ followed by 24 to 64 bytes in base64";

#[derive(Clone)]
pub struct Webhook {
    url: Uri,
    secret: Vec<u8>,
}

pub struct WebhookNotification {
    pub id: OutboxEntryId,
    pub link_id: FamilyLinkId,
    pub language: Language,
    pub created_at: Time,
    pub text: String,
}

#[derive(Serialize)]
struct Message {
    r#type: &'static str,
    timestamp: Timestamp,
    data: Data,
}

#[derive(Serialize)]
struct Data {
    notice_id: Uuid,
    link_id: Uuid,
    language: JsonKey<Language>,
    text: String,
}

impl Webhook {
    /// Parses the two settings.
    pub fn parse(url: &str, secret: &str) -> Result<Self, &'static str> {
        let url: Uri = url.trim().parse().map_err(|_| INVALID_URL)?;
        let is_http = [Some(&Scheme::HTTP), Some(&Scheme::HTTPS)].contains(&url.scheme());
        let has_host = url.authority().is_some_and(|host| !host.as_str().contains('@'));
        if !is_http || !has_host {
            return Err(INVALID_URL);
        }
        let secret = secret.trim().strip_prefix("whsec_").ok_or(INVALID_SECRET)?;
        let secret = STANDARD.decode(secret).map_err(|_| INVALID_SECRET)?;
        if (24..=64).contains(&secret.len()) {
            Ok(Self { url, secret })
        } else {
            Err(INVALID_SECRET)
        }
    }

    #[must_use]
    pub fn message(
        &self,
        notification: WebhookNotification,
        now: Time,
    ) -> Option<Request<Vec<u8>>> {
        let WebhookNotification { id, link_id, language, created_at, text } = notification;
        let message = Message {
            r#type: "family.news",
            timestamp: Timestamp(created_at),
            data: Data {
                notice_id: id.uuid(),
                link_id: link_id.uuid(),
                language: JsonKey(language),
                text,
            },
        };
        let body = serde_json::to_vec(&message).ok()?;
        let (id, sent_at) = (id.to_string(), (now.millis() / 1000).to_string());
        let signature = self.signature(&id, &sent_at, &body)?;
        Request::post(&self.url)
            .header(CONTENT_TYPE, "application/json")
            .header("webhook-id", id)
            .header("webhook-timestamp", sent_at)
            .header("webhook-signature", signature)
            .body(body)
            .ok()
    }

    fn signature(&self, id: &str, sent_at: &str, body: &[u8]) -> Option<String> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.secret).ok()?;
        for part in [id.as_bytes(), b".", sent_at.as_bytes(), b".", body] {
            mac.update(part);
        }
        Some(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
    }
}
