//! Web Push: messages encrypted for one browser (RFC 8291) and signed with our VAPID key (RFC 8292).
//!
//! The library encrypts; the signature is made here. The library's own would bring a second implementation of every
//! signature algorithm, read the system clock itself, and leave the port out of the audience.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hyper::Request;
use hyper::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE};
use hyper::http::Uri;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use p256::{PublicKey, SecretKey};
use serde::Serialize;
use serde_json::json;
use web_push_native::Auth;

use crate::domain::notification::PUSH_TTL;
use crate::domain::time::{Time, hours};
use crate::random;

/// Lifetime of a VAPID token; push services accept at most a day.
const TOKEN_LIFETIME: Duration = hours(12);
/// A push service replaces an undelivered message by a newer one with the same topic.
const TOPIC: &str = "news";

const INVALID_KEY: &str = "STUFFY_PUSH_KEY is invalid; generate one with stuffy push-key";

/// The VAPID key that signs our messages.
#[derive(Clone)]
pub struct PushKey {
    secret: SecretKey,
    /// Our public URL, by which operators of a push service can contact us.
    contact: Option<String>,
}

/// A browser's subscription, as its push service issued it.
pub struct PushTarget<'a> {
    /// URL of the push service for this browser; a secret.
    pub endpoint: &'a str,
    /// The browser's public key, an uncompressed point of P-256.
    pub p256dh: &'a [u8],
    /// The authentication secret, 16 bytes.
    pub auth: &'a [u8],
}

#[derive(Serialize)]
pub struct PushText<'a> {
    /// Lets the browser show each notification once.
    pub id: String,
    pub text: &'a str,
    pub lang: &'a str,
}

impl PushKey {
    /// Parses a key as [`generate`](Self::generate) writes it.
    pub fn parse(text: &str, contact: Option<String>) -> Result<Self, &'static str> {
        let bytes = URL_SAFE_NO_PAD.decode(text.trim()).map_err(|_| INVALID_KEY)?;
        let secret = SecretKey::from_slice(&bytes).map_err(|_| INVALID_KEY)?;
        Ok(Self { secret, contact })
    }

    /// A new private key in base64url.
    #[must_use]
    pub fn generate() -> String {
        loop {
            let bytes = random::bytes::<32>();
            // One in four billion values exceeds the order of the curve.
            if SecretKey::from_slice(&bytes).is_ok() {
                return URL_SAFE_NO_PAD.encode(bytes);
            }
        }
    }

    /// The public key in base64url, as browsers expect it.
    #[must_use]
    pub fn public(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.secret.public_key().to_sec1_bytes())
    }

    /// The encrypted and signed request; none if the target's URL or keys are invalid.
    #[must_use]
    pub fn message(
        &self,
        target: &PushTarget<'_>,
        text: &PushText<'_>,
        now: Time,
    ) -> Option<Request<Vec<u8>>> {
        let url: Uri = target.endpoint.parse().ok()?;
        let key = PublicKey::from_sec1_bytes(target.p256dh).ok()?;
        let auth: [u8; 16] = target.auth.try_into().ok()?;
        let text = serde_json::to_vec(text).ok()?;
        let encrypted = web_push_native::encrypt(text, &key, &Auth::from(auth)).ok()?;
        Request::post(&url)
            .header("ttl", PUSH_TTL.as_secs())
            .header("topic", TOPIC)
            .header("urgency", "normal")
            .header(CONTENT_ENCODING, "aes128gcm")
            .header(CONTENT_TYPE, "application/octet-stream")
            .header(AUTHORIZATION, self.authorization(&url, now)?)
            .body(encrypted)
            .ok()
    }

    /// The VAPID header: a JWT for the push service, and our public key.
    fn authorization(&self, url: &Uri, now: Time) -> Option<String> {
        let audience = format!("{}://{}", url.scheme_str()?, url.authority()?);
        let expires = now.plus(TOKEN_LIFETIME).millis() / 1000;
        let mut claims = json!({ "aud": audience, "exp": expires });
        if let Some(contact) = &self.contact {
            claims["sub"] = json!(contact);
        }
        let encode = |json: &serde_json::Value| URL_SAFE_NO_PAD.encode(json.to_string());
        let header = encode(&json!({ "typ": "JWT", "alg": "ES256" }));
        let unsigned = format!("{header}.{}", encode(&claims));
        let signature: Signature = SigningKey::from(&self.secret).sign(unsigned.as_bytes());
        let signature = URL_SAFE_NO_PAD.encode(signature.to_bytes());
        Some(format!("vapid t={unsigned}.{signature}, k={}", self.public()))
    }
}
