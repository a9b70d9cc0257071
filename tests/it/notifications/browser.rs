//! A browser with a push subscription and keys of its own, which decrypts what is sent to it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::SecretKey;
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{Signature, VerifyingKey};
use serde_json::{Value, json};
use stuffy::integrations::web_push::PushKey;

use super::receiver::{HOST, KEY, ReceivedRequest};
use crate::builders::{self, Bear, Link};
use crate::test_app::{Actor, TestHospital, TestOptions};

/// A hospital that offers Web Push.
pub(super) fn with_push() -> TestOptions {
    let key = PushKey::parse(KEY, None).expect("a key");
    TestOptions { push: Some(key.public()), ..TestOptions::default() }
}

pub(super) struct Browser {
    path: String,
    secret: SecretKey,
    auth: [u8; 16],
}

impl Browser {
    /// The number becomes part of its push URL and its keys.
    pub(super) fn new(nth: u8) -> Self {
        let secret = SecretKey::from_slice(&[nth; 32]).expect("a key");
        Self { path: format!("/push/{nth}"), secret, auth: [nth; 16] }
    }

    /// The subscription as its page sends it.
    pub(super) fn subscription(&self) -> Value {
        let point = self.secret.public_key().to_sec1_bytes();
        json!({
            "endpoint": format!("https://{HOST}{}", self.path),
            "keys": { "p256dh": URL_SAFE_NO_PAD.encode(point), "auth": URL_SAFE_NO_PAD.encode(self.auth) },
        })
    }

    pub(super) fn is_addressed(&self, request: &ReceivedRequest) -> bool {
        request.path == self.path
    }

    pub(super) fn decrypt(&self, request: &ReceivedRequest) -> Value {
        let auth = web_push_native::Auth::from(self.auth);
        let text = web_push_native::decrypt(request.body.clone(), &self.secret, &auth);
        serde_json::from_slice(&text.expect("encrypted for this browser")).expect("JSON")
    }
}

/// Verifies the VAPID header like a push service and returns its claims.
pub(super) fn verify_vapid(request: &ReceivedRequest) -> Value {
    let output = request.header("authorization").strip_prefix("vapid t=").expect("vapid");
    let (token, key) = output.split_once(", k=").expect("a key");
    let decoded = |text: &str| URL_SAFE_NO_PAD.decode(text).expect("base64url");
    let (claimed, signature) = token.rsplit_once('.').expect("a signature");
    let known = PushKey::parse(KEY, None).expect("a key").public();
    assert_eq!(key, known);
    let signature = Signature::from_slice(&decoded(signature)).expect("a signature");
    let verifying = VerifyingKey::from_sec1_bytes(&decoded(key)).expect("a key");
    verifying.verify(claimed.as_bytes(), &signature).expect("signed by this key");
    let (head, claims) = claimed.split_once('.').expect("claims");
    let head: Value = serde_json::from_slice(&decoded(head)).expect("JSON");
    assert_eq!(head, json!({ "typ": "JWT", "alg": "ES256" }));
    serde_json::from_slice(&decoded(claims)).expect("JSON")
}

pub(super) async fn invite(nurse: &Actor, bear: &Bear, language: &str) -> Link {
    builders::invite_with(nurse, &bear.visit, json!({ "language": language })).await
}

/// A nurse, a bear, and a phone of its family that has subscribed.
pub(super) async fn bear_with_subscription(
    hospital: &std::rc::Rc<TestHospital>,
) -> (Actor, Bear, Browser) {
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let (link, phone) = (invite(&nurse, &bear, "en").await, Browser::new(1));
    subscribe(hospital, &link, &phone).await;
    (nurse, bear, phone)
}

/// Subscribes and returns the path of the subscription.
pub(super) async fn subscribe(
    hospital: &std::rc::Rc<TestHospital>,
    link: &Link,
    browser: &Browser,
) -> String {
    let path = format!("{}/push-subscriptions", link.api());
    let created = hospital.stranger().post(&path, browser.subscription()).await.expect(201);
    format!("{path}/{}", created.text("id"))
}

/// A step that is news for the family.
pub(super) async fn dress(nurse: &Actor, bear: &Bear, item: &str) {
    bear.perform(nurse, json!([{ "kind": "dressed", "items": [item] }])).await;
}
