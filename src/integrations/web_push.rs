//! Web Push: words to a browser, sealed for it alone (RFC 8291), and our name beneath them (RFC 8292).
//!
//! The library seals. Our name is put here: the library's own way brings a second implementation of every
//! signature there is, asks the time by itself, and leaves the port out of whom it speaks to.

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

use crate::domain::notification::KEPT_BY_PUSH_SERVICE;
use crate::domain::time::{Time, hours};
use crate::random;
use crate::use_cases::models::PushSubscription;

/// How long our name under a message is good for; push services take at most a day.
const GOOD_FOR: Duration = hours(12);
/// By this a push service puts a newer notice in the place of one that still waits for its phone.
const TOPIC: &str = "news";

/// The key that our name is put by.
#[derive(Clone)]
pub struct PushKey {
    secret: SecretKey,
    /// How whoever runs a push service may reach us: our own address.
    contact: Option<String>,
}

/// What a browser is told: the one sentence, and the notice's id so that it is shown once.
#[derive(Serialize)]
pub struct PushText<'a> {
    /// The notice's id.
    pub id: String,
    /// The sentence.
    pub text: &'a str,
    /// Its language.
    pub lang: &'a str,
}

impl PushKey {
    /// Reads a key as [`PushKey::fresh`] writes one.
    ///
    /// # Errors
    /// That it is none.
    pub fn parse(text: &str, contact: Option<String>) -> Result<Self, &'static str> {
        let wrong = "STUFFY_PUSH_KEY is no key; stuffy push-key makes one";
        let bytes = URL_SAFE_NO_PAD.decode(text.trim()).map_err(|_| wrong)?;
        let secret = SecretKey::from_slice(&bytes).map_err(|_| wrong)?;
        Ok(Self { secret, contact })
    }

    /// A new key, in base64url.
    #[must_use]
    pub fn generate() -> String {
        loop {
            let bytes = random::bytes::<32>();
            // One in four billion is beyond the curve's order.
            if SecretKey::from_slice(&bytes).is_ok() {
                return URL_SAFE_NO_PAD.encode(bytes);
            }
        }
    }

    /// Its public half, as browsers want to know it.
    #[must_use]
    pub fn public(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.secret.public_key().to_sec1_bytes())
    }

    /// The message for a browser; nothing where its address or its keys are none.
    #[must_use]
    pub fn message(
        &self,
        browser: &PushSubscription,
        words: &PushText<'_>,
        now: Time,
    ) -> Option<Request<Vec<u8>>> {
        let to: Uri = browser.endpoint.parse().ok()?;
        let key = PublicKey::from_sec1_bytes(&browser.p256dh).ok()?;
        let auth: [u8; 16] = browser.auth.as_slice().try_into().ok()?;
        let text = serde_json::to_vec(words).ok()?;
        let sealed = web_push_native::encrypt(text, &key, &Auth::from(auth)).ok()?;
        Request::post(&to)
            .header("ttl", KEPT_BY_PUSH_SERVICE.as_secs())
            .header("topic", TOPIC)
            .header("urgency", "normal")
            .header(CONTENT_ENCODING, "aes128gcm")
            .header(CONTENT_TYPE, "application/octet-stream")
            .header(AUTHORIZATION, self.name(&to, now)?)
            .body(sealed)
            .ok()
    }

    /// Our name: who speaks, to whom, until when, signed.
    fn name(&self, to: &Uri, now: Time) -> Option<String> {
        let whom = format!("{}://{}", to.scheme_str()?, to.authority()?);
        let until = now.plus(GOOD_FOR).millis() / 1000;
        let mut claims = json!({ "aud": whom, "exp": until });
        if let Some(contact) = &self.contact {
            claims["sub"] = json!(contact);
        }
        let part = |json: &serde_json::Value| URL_SAFE_NO_PAD.encode(json.to_string());
        let said = format!("{}.{}", part(&json!({ "typ": "JWT", "alg": "ES256" })), part(&claims));
        let signature: Signature = SigningKey::from(&self.secret).sign(said.as_bytes());
        let signature = URL_SAFE_NO_PAD.encode(signature.to_bytes());
        Some(format!("vapid t={said}.{signature}, k={}", self.public()))
    }
}
