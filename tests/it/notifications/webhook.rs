//! The webhook: in the manner of Standard Webhooks, as openapi.yaml has it, and naming nobody.

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Value, json};
use standardwebhooks::Webhook as Judge;
use stuffy::integrations::webhook::Webhook;

use super::browser::{dress, invite};
use super::receiver::{HOST, Letter, Manner, PostOffice, SECRET};
use crate::builders::{self, Rooms};
use crate::contract::Contract;
use crate::databases::{Database, on_both_databases};
use crate::test_app::Hospital;

/// Whether the reference library of Standard Webhooks finds the signature true. Its clock is the machine's, the
/// tests' stands still: so it signs for itself.
fn is_true(letter: &Letter) -> bool {
    let judge = Judge::new(SECRET).expect("a secret");
    let sent_at = letter.header("webhook-timestamp").parse().expect("seconds");
    let signed = judge.sign(letter.header("webhook-id"), sent_at, &letter.body).expect("signed");
    signed == letter.header("webhook-signature")
}

async fn r37_another_system_is_told_that_there_is_news_and_nothing_else(db: Database) {
    let (office, hospital) = (PostOffice::open().await, Hospital::open(db).await);
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;
    let bear = builders::check_in(&nurse).await;
    let link = invite(&nurse, &bear, "es").await;
    let sender = office.sender_of(&hospital, None, Some(hook()));
    hospital.wait_minutes(1);
    let made_at = hospital.now();
    nurse.scan(&bear.tag, json!({ "place_id": rooms.pre_op })).await.expect(201);
    hospital.wait_seconds(2);
    sender.send_due().await.expect("sent");
    let [letter] = &office.letters()[..] else { panic!("one letter") };
    let body: Value = serde_json::from_slice(&letter.body).expect("JSON");
    let id = letter.header("webhook-id");
    assert_eq!(
        body,
        json!({
            "type": "family.news",
            "timestamp": made_at,
            "data": { "notice_id": id, "link_id": link.id, "language": "es", "text": "Hay noticias del mostrador de los compañeros del hospital." },
        })
    );
    assert_eq!(letter.header("content-type"), "application/json");
    assert_eq!(
        letter.header("webhook-timestamp"),
        (hospital.app.clock.now().millis() / 1000).to_string()
    );
    assert!(is_true(letter));
    let mut forged = letter.clone();
    forged.body.push(b' ');
    assert!(!is_true(&forged));
    is_as_the_contract_has_it(letter);
}

async fn what_it_does_not_take_is_sent_again_until_it_wants_no_more(db: Database) {
    let (office, hospital) = (PostOffice::open().await, Hospital::open(db).await);
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    invite(&nurse, &bear, "en").await;
    let sender = office.sender_of(&hospital, None, Some(hook()));
    office.answers(&[Manner::Says(400), Manner::Says(410)]);
    dress(&nurse, &bear, "gown").await;
    sender.send_due().await.expect("sent");
    hospital.wait_minutes(5);
    sender.send_due().await.expect("sent");
    hospital.wait_minutes(500);
    sender.send_due().await.expect("sent");
    let letters = office.letters();
    assert_eq!(letters.len(), 2);
    assert!(letters.iter().all(is_true), "signed anew at its own time");
    assert_eq!(letters[0].header("webhook-id"), letters[1].header("webhook-id"));
    assert_ne!(letters[0].header("webhook-signature"), letters[1].header("webhook-signature"));
}

on_both_databases!(
    r37_another_system_is_told_that_there_is_news_and_nothing_else,
    what_it_does_not_take_is_sent_again_until_it_wants_no_more,
);

fn hook() -> Webhook {
    Webhook::parse(&format!("https://{HOST}/hook"), SECRET).expect("a webhook")
}

/// Body and headers, against `webhooks` in openapi.yaml.
fn is_as_the_contract_has_it(letter: &Letter) {
    let (contract, here) = (Contract::get(), "/webhooks/familyNews/post");
    let (schema, _) = contract
        .at(&format!("{here}/requestBody/content/application~1json/schema"))
        .expect("a body");
    let body: Value = serde_json::from_slice(&letter.body).expect("JSON");
    contract.validate(&schema, &body).expect("the body is as the contract has it");
    let (_, operation) = contract.at(here).expect("the webhook");
    let headers = operation["parameters"].as_array().expect("headers");
    assert_eq!(headers.len(), 3);
    for (nth, header) in headers.iter().enumerate() {
        let value = json!(letter.header(header["name"].as_str().expect("a name")));
        let (schema, _) =
            contract.at(&format!("{here}/parameters/{nth}/schema")).expect("a schema");
        contract.validate(&schema, &value).unwrap_or_else(|why| panic!("{header}: {why}"));
    }
}

/// docs/webhook.md shows a message with its signature, for whoever checks their own code by it.
#[test]
fn the_example_in_the_docs_is_true() {
    let page = include_str!("../../../docs/webhook.md");
    let block = |kind: &str| {
        let rest = page.split(&format!("```{kind}\n")).nth(1).expect("a block");
        rest.split("\n```").next().expect("its end").to_owned()
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
fn settings_that_are_none_are_refused() {
    for address in ["", "hook", "ftp://a/b", "https://", "https://me:word@a/b"] {
        assert!(Webhook::parse(address, SECRET).is_err(), "{address}");
    }
    for secret in ["", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_short", "whsec_!!!!"] {
        assert!(Webhook::parse("https://messenger.example/hook", secret).is_err(), "{secret}");
    }
    assert!(Webhook::parse("http://10.0.0.7:8080/hook?x=1", SECRET).is_ok());
}
