//! The webhook: another system is told that there is news, in the manner of Standard Webhooks, naming nobody.
//!
//! docs/webhook.md says how it is read and checked.

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
use crate::domain::time::Time;
use crate::json::{JsonKey, Timestamp};
use crate::use_cases::family::outbox::OutgoingNotification;

/// Where another system takes our messages, and the secret it knows them by.
#[derive(Clone)]
pub struct Webhook {
    to: Uri,
    secret: Vec<u8>,
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
    /// Reads the two settings.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn parse(url: &str, secret: &str) -> Result<Self, &'static str> {
        let no_address = "STUFFY_WEBHOOK_URL is no http or https address";
        let to: Uri = url.trim().parse().map_err(|_| no_address)?;
        let known = [Some(&Scheme::HTTP), Some(&Scheme::HTTPS)].contains(&to.scheme());
        let named = to.authority().is_some_and(|host| !host.as_str().contains('@'));
        if !known || !named {
            return Err(no_address);
        }
        let no_secret = "STUFFY_WEBHOOK_SECRET is not whsec_ and 24 to 64 bytes in base64";
        let secret = secret.trim().strip_prefix("whsec_").ok_or(no_secret)?;
        let secret = STANDARD.decode(secret).map_err(|_| no_secret)?;
        if (24..=64).contains(&secret.len()) { Ok(Self { to, secret }) } else { Err(no_secret) }
    }

    /// Where it is.
    #[must_use]
    pub const fn address(&self) -> &Uri {
        &self.to
    }

    /// The message that there is news for a link.
    #[must_use]
    pub fn message(
        &self,
        parcel: &OutgoingNotification,
        text: String,
        now: Time,
    ) -> Option<Request<Vec<u8>>> {
        let notice = &parcel.entry;
        let message = Message {
            r#type: "family.news",
            timestamp: Timestamp(notice.made_at),
            data: Data {
                notice_id: notice.id.uuid(),
                link_id: notice.link_id.uuid(),
                language: JsonKey(parcel.language),
                text,
            },
        };
        let body = serde_json::to_vec(&message).ok()?;
        let (id, sent_at) = (notice.id.to_string(), (now.millis() / 1000).to_string());
        let signature = self.signature(&id, &sent_at, &body)?;
        Request::post(&self.to)
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
