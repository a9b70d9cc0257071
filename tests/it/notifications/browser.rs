//! A browser that was asked whether it wants to be told, with keys of its own: it opens what is sent to it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::SecretKey;
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{Signature, VerifyingKey};
use serde_json::{Value, json};
use stuffy::integrations::web_push::PushKey;

use super::receiver::{HOST, KEY, Letter};
use crate::builders::{self, Bear, Link};
use crate::test_app::{Actor, TestHospital, TestOptions};

/// Wishes of a hospital that tells phones.
pub(super) fn telling() -> TestOptions {
    let key = PushKey::parse(KEY, None).expect("a key");
    TestOptions { push: Some(key.public()), ..TestOptions::default() }
}

/// The browser of somebody who follows a visit.
pub(super) struct Browser {
    path: String,
    secret: SecretKey,
    auth: [u8; 16],
}

impl Browser {
    /// A browser that its push service knows by this path.
    pub(super) fn new(nth: u8) -> Self {
        let secret = SecretKey::from_slice(&[nth; 32]).expect("a key");
        Self { path: format!("/push/{nth}"), secret, auth: [nth; 16] }
    }

    /// What it says of itself, as its page sends it.
    pub(super) fn says(&self) -> Value {
        let point = self.secret.public_key().to_sec1_bytes();
        json!({
            "endpoint": format!("https://{HOST}{}", self.path),
            "keys": { "p256dh": URL_SAFE_NO_PAD.encode(point), "auth": URL_SAFE_NO_PAD.encode(self.auth) },
        })
    }

    /// Whether a letter is for it.
    pub(super) fn is_for_me(&self, letter: &Letter) -> bool {
        letter.path == self.path
    }

    /// Opens a letter with its own key.
    pub(super) fn open(&self, letter: &Letter) -> Value {
        let auth = web_push_native::Auth::from(self.auth);
        let text = web_push_native::decrypt(letter.body.clone(), &self.secret, &auth);
        serde_json::from_slice(&text.expect("sealed for this browser")).expect("JSON")
    }
}

/// Looks at the name beneath a push as a push service does: signed by the key that the browser was given.
pub(super) fn name_beneath(letter: &Letter) -> Value {
    let said = letter.header("authorization").strip_prefix("vapid t=").expect("vapid");
    let (token, key) = said.split_once(", k=").expect("a key");
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

/// Invites somebody to follow a bear.
pub(super) async fn invite(nurse: &Actor, bear: &Bear, language: &str) -> Link {
    builders::invite_with(nurse, &bear.visit, json!({ "language": language })).await
}

/// A nurse, and a bear that somebody follows on a phone that asked to be told.
pub(super) async fn followed(hospital: &std::rc::Rc<TestHospital>) -> (Actor, Bear, Browser) {
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let (link, phone) = (invite(&nurse, &bear, "en").await, Browser::new(1));
    ask(hospital, &link, &phone).await;
    (nurse, bear, phone)
}

/// Asks to be told; answers the subscription's path.
pub(super) async fn ask(
    hospital: &std::rc::Rc<TestHospital>,
    link: &Link,
    browser: &Browser,
) -> String {
    let path = format!("{}/push-subscriptions", link.api());
    let made = hospital.stranger().post(&path, browser.says()).await.expect(201);
    format!("{path}/{}", made.text("id"))
}

/// Something that a family is told: the bear is being dressed.
pub(super) async fn dress(nurse: &Actor, bear: &Bear, item: &str) {
    bear.perform(nurse, json!([{ "kind": "dressed", "items": [item] }])).await;
}
