//! The webhook: signed as in Standard Webhooks, documented in openapi.yaml, without names.

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Value, json};
use standardwebhooks::Webhook as Judge;
use stuffy::integrations::webhook::Webhook;

use super::browser::{dress, invite};
use super::receiver::{HOST, MockPushService, ReceivedRequest, Reply, SECRET};
use crate::builders::{self, Rooms};
use crate::contract::Contract;
use crate::databases::{Database, on_both_databases};
use crate::test_app::TestHospital;

/// Verifies with the reference library of Standard Webhooks. It uses the system clock and the tests a manual one, so
/// the library signs the same message and the signatures are compared.
fn verifies_signature(request: &ReceivedRequest) -> bool {
    let judge = Judge::new(SECRET).expect("a secret");
    let sent_at = request.header("webhook-timestamp").parse().expect("seconds");
    let signed = judge.sign(request.header("webhook-id"), sent_at, &request.body).expect("signed");
    signed == request.header("webhook-signature")
}

async fn r37_the_webhook_says_only_that_there_is_news(db: Database) {
    let (push_service, hospital) = (MockPushService::open().await, TestHospital::start(db).await);
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;
    let bear = builders::check_in(&nurse).await;
    let link = invite(&nurse, &bear, "es").await;
    let sender = push_service.sender_with(&hospital, None, Some(hook()));
    hospital.wait_minutes(1);
    let made_at = hospital.now();
    nurse.scan(&bear.tag, json!({ "place_id": rooms.pre_op })).await.expect(201);
    hospital.wait_seconds(2);
    sender.send_due().await.expect("sent");
    let [request] = &push_service.take_requests()[..] else { panic!("one letter") };
    let body: Value = serde_json::from_slice(&request.body).expect("JSON");
    let id = request.header("webhook-id");
    assert_eq!(
        body,
        json!({
            "type": "family.news",
            "timestamp": made_at,
            "data": { "notice_id": id, "link_id": link.id, "language": "es", "text": "Hay noticias del mostrador de los compañeros del hospital." },
        })
    );
    assert_eq!(request.header("content-type"), "application/json");
    assert_eq!(
        request.header("webhook-timestamp"),
        (hospital.app.clock.now().millis() / 1000).to_string()
    );
    assert!(verifies_signature(request));
    let mut forged = request.clone();
    forged.body.push(b' ');
    assert!(!verifies_signature(&forged));
    matches_the_contract(request);
}

async fn webhook_requests_are_retried_until_410(db: Database) {
    let (push_service, hospital) = (MockPushService::open().await, TestHospital::start(db).await);
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    invite(&nurse, &bear, "en").await;
    let sender = push_service.sender_with(&hospital, None, Some(hook()));
    push_service.reply_with(&[Reply::Status(400), Reply::Status(410)]);
    dress(&nurse, &bear, "gown").await;
    sender.send_due().await.expect("sent");
    hospital.wait_minutes(5);
    sender.send_due().await.expect("sent");
    hospital.wait_minutes(500);
    sender.send_due().await.expect("sent");
    let requests = push_service.take_requests();
    assert_eq!(requests.len(), 2);
    assert!(requests.iter().all(verifies_signature), "signed again for each attempt");
    assert_eq!(requests[0].header("webhook-id"), requests[1].header("webhook-id"));
    assert_ne!(requests[0].header("webhook-signature"), requests[1].header("webhook-signature"));
}

on_both_databases!(
    r37_the_webhook_says_only_that_there_is_news,
    webhook_requests_are_retried_until_410,
);

fn hook() -> Webhook {
    Webhook::parse(&format!("https://{HOST}/hook"), SECRET).expect("a webhook")
}

/// Checks body and headers against `webhooks` in openapi.yaml.
fn matches_the_contract(request: &ReceivedRequest) {
    let (contract, here) = (Contract::get(), "/webhooks/familyNews/post");
    let (schema, _) = contract
        .at(&format!("{here}/requestBody/content/application~1json/schema"))
        .expect("a body");
    let body: Value = serde_json::from_slice(&request.body).expect("JSON");
    contract.validate(&schema, &body).expect("the body matches the contract");
    let (_, operation) = contract.at(here).expect("the webhook");
    let headers = operation["parameters"].as_array().expect("headers");
    assert_eq!(headers.len(), 3);
    for (nth, header) in headers.iter().enumerate() {
        let value = json!(request.header(header["name"].as_str().expect("a name")));
        let (schema, _) =
            contract.at(&format!("{here}/parameters/{nth}/schema")).expect("a schema");
        contract.validate(&schema, &value).unwrap_or_else(|why| panic!("{header}: {why}"));
    }
}

/// docs/webhook.md shows a signed message, so that receivers can test their code with it.
#[test]
fn the_example_in_the_docs_is_correct() {
    let page = include_str!("../../../docs/webhook.md");
    let block = |kind: &str| {
        let rest = page.split(&format!("```{kind}\n")).nth(1).expect("a block");
        rest.split("\n```").next().expect("the rest").to_owned()
    };
    let mut headers = HeaderMap::new();
    let message = block("http");
    let (head, body) = message.split_once("\n\n").expect("a head and a body");
    for line in head.lines().skip(1) {
        let (name, value) = line.split_once(": ").expect("a header");
        let name: HeaderName = name.parse().expect("a name");
        headers.insert(name, HeaderValue::from_str(value).expect("a value"));
    }
    let value = |name: &str| headers[name].to_str().expect("text").to_owned();
    let judge = Judge::new(SECRET).expect("a secret");
    let sent_at = value("webhook-timestamp").parse().expect("seconds");
    let signed = judge.sign(&value("webhook-id"), sent_at, body.as_bytes()).expect("signed");
    assert_eq!(signed, value("webhook-signature"));
    assert!(page.contains(SECRET));
    let body: Value = serde_json::from_str(body).expect("JSON");
    Contract::get().validate("/components/schemas/FamilyNews", &body).expect("true");
}

#[test]
fn invalid_webhook_settings_are_rejected() {
    for address in ["", "hook", "ftp://a/b", "https://", "https://me:word@a/b"] {
        assert!(Webhook::parse(address, SECRET).is_err(), "{address}");
    }
    for secret in ["", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_short", "whsec_!!!!"] {
        assert!(Webhook::parse("https://messenger.example/hook", secret).is_err(), "{secret}");
    }
    assert!(Webhook::parse("http://10.0.0.7:8080/hook?x=1", SECRET).is_ok());
}
