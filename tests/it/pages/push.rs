//! Asking to be told on a phone, and what the phone shows (R37).

use std::rc::Rc;

use serde_json::{Value, json};
use stuffy::integrations::web_push::PushKey;

use super::browser::{self, Phone, Setup};
use super::page_client::PageClient;
use crate::builders::{self, Bear, check_in};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, TestHospital, TestOptions};

/// A browser without a push service is given one of this test's own: what it would say of itself is made up, and
/// kept for as long as the browser keeps anything.
const SERVICE: &str = "\
    const says = { endpoint: 'https://push.example/1', expirationTime: null, keys: {\
        p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4', auth: 'BTBZMqHH6r4Tts7J_aSIgg' } };\
    const subscription = { options: {}, toJSON: () => says, unsubscribe: async () => { localStorage.removeItem('asked'); return true; } };\
    PushManager.prototype.subscribe = async (wanted) => { localStorage.setItem('asked', wanted.userVisibleOnly + ' ' + wanted.applicationServerKey.length); return subscription; };\
    PushManager.prototype.getSubscription = async () => localStorage.getItem('asked') ? subscription : null;";

fn telling() -> TestOptions {
    let key = PushKey::parse(&PushKey::generate(), None).expect("a key");
    TestOptions { push: Some(key.public()), ..TestOptions::default() }
}

/// The path of somebody's page.
async fn invite(nurse: &Actor, bear: &Bear, language: &str) -> String {
    builders::invite_with(nurse, &bear.visit, json!({ "language": language })).await.page()
}

/// A phone whose owner lets pages tell it things, or does not.
async fn phone(proxy: &Rc<super::proxy::Proxy>, permission: &str) -> Phone {
    let phone = Phone::new(proxy).await;
    phone.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": SERVICE })).await;
    let wanted = json!({ "permission": { "name": "notifications" }, "setting": permission, "origin": proxy.base });
    phone.devtools("Browser.setPermission", wanted).await;
    phone
}

async fn kept(hospital: &TestHospital) -> Vec<String> {
    hospital.db.lines("SELECT endpoint AS line FROM push_subscriptions").await
}

/// What the phone shows now.
async fn notifications(phone: &Phone) -> Value {
    let script = "const done = arguments[arguments.length - 1];\
        navigator.serviceWorker.getRegistration(location.pathname).then((r) => r.getNotifications())\
        .then((shown) => done(shown.map((one) => [one.tag, one.title, one.body, one.lang])), (e) => done(String(e)));";
    phone.run_async(script, vec![]).await
}

/// Hands the worker what a push service would.
async fn deliver(phone: &Phone, data: &str) {
    phone.devtools("ServiceWorker.enable", json!({})).await;
    // The browser counts its workers; this phone has one, and the others are none.
    for registration in 0..6 {
        let message = json!({ "origin": phone.proxy.base, "registrationId": registration.to_string(), "data": data });
        phone.devtools("ServiceWorker.deliverPushMessage", message).await;
    }
}

async fn a_phone_is_told_when_its_owner_asked_for_it_and_until_they_end_it(db: Database) {
    let (hospital, proxy) = browser::hospital(db, telling()).await;
    let nurse = hospital.nurse().await;
    let bear = check_in(&nurse).await;
    let page = invite(&nurse, &bear, "en").await;
    let phone = phone(&proxy, "granted").await;
    phone.open(&page).await;
    phone.wait_text("#news button", "Tell me when there is news").await;
    phone.is_accessible("the family's page, with the offer").await;
    assert_eq!(kept(&hospital).await, Vec::<String>::new());

    phone.tap("#news button").await;
    phone.wait_text("#news [role=status]", "You will get a short note when there is news.").await;
    assert_eq!(kept(&hospital).await, ["https://push.example/1"]);
    assert_eq!(phone.run("return localStorage.getItem('asked')", vec![]).await, json!("true 65"));
    phone.is_accessible("the family's page, with the promise").await;
    phone.screenshot("family-told").await;

    // Opened again it says so by itself, and the server hears of it again, should it have lost it.
    hospital.db.run("DELETE FROM push_subscriptions").await.expect("lost");
    phone.open(&page).await;
    phone.wait_text("#news [role=status]", "You will get a short note").await;
    assert_eq!(kept(&hospital).await, ["https://push.example/1"]);

    phone.tap("#news button").await;
    phone.wait_text("#news button", "Tell me when there is news").await;
    assert_eq!(kept(&hospital).await, Vec::<String>::new());
    let workers = "const done = arguments[arguments.length - 1]; navigator.serviceWorker.getRegistrations().then((all) => done(all.length));";
    assert_eq!(phone.run_async(workers, vec![]).await, json!(0));
    assert_eq!(phone.console_errors().await, Vec::<String>::new());
}

async fn r37_a_phone_shows_the_one_sentence_and_one_at_a_time(db: Database) {
    let (hospital, proxy) = browser::hospital(db, telling()).await;
    let nurse = hospital.nurse().await;
    let bear = check_in(&nurse).await;
    let page = invite(&nurse, &bear, "es").await;
    let phone = phone(&proxy, "granted").await;
    phone.open(&page).await;
    phone.tap("#news button").await;
    phone.wait_text("#news [role=status]", "Le llegará un aviso corto").await;
    let shows = async |wanted: Value| {
        let mut looks = tokio::time::interval(std::time::Duration::from_millis(40));
        let come = async {
            while notifications(&phone).await != wanted {
                looks.tick().await;
            }
        };
        let come = tokio::time::timeout(std::time::Duration::from_secs(20), come).await;
        assert!(come.is_ok(), "{wanted} is not {}", notifications(&phone).await);
    };
    let sentence = "Hay noticias del mostrador de los compañeros del hospital.";
    let told = |id: &str| json!({ "id": id, "text": sentence, "lang": "es" }).to_string();
    deliver(&phone, &told("one")).await;
    shows(json!([["one", sentence, "", "es"]])).await;
    deliver(&phone, &told("one")).await;
    deliver(&phone, &told("two")).await;
    shows(json!([["two", sentence, "", "es"]])).await;
    // What it cannot read it shows by the sentence that it has.
    deliver(&phone, "garbled").await;
    shows(json!([["news", "There is news from the hospital's companion desk.", "", "en"]])).await;
}

async fn without_a_key_the_page_offers_nothing(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let page = invite(&nurse, &check_in(&nurse).await, "en").await;
    for (told, node) in
        [(false, Rc::clone(&hospital)), (true, hospital.another_node(telling()).await)]
    {
        let got = PageClient::new(&node, &node.stranger()).get(&page).await;
        assert_eq!(got.text.contains("push.js"), told);
    }
}

async fn whoever_cannot_be_told_or_said_no_is_offered_nothing(db: Database) {
    let (hospital, proxy) = browser::hospital(db, telling()).await;
    let nurse = hospital.nurse().await;
    let bear = check_in(&nurse).await;
    let page = invite(&nurse, &bear, "en").await;
    let without = Phone::with(&proxy, Setup { script: false, ..Setup::default() }).await;
    without.open(&page).await;
    without.find(".friend").await;
    assert!(!without.everything().await.contains("news"));

    let phone = phone(&proxy, "denied").await;
    phone
        .devtools(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": "addEventListener('load', () => { window.loaded = true; })" }),
        )
        .await;
    phone.open(&page).await;
    phone.wait_until("loaded", "return window.loaded === true").await;
    assert!(!phone.everything().await.contains("news"));

    // An iPhone tells only what is on the home screen: elsewhere its browser has no push at all.
    phone
        .devtools(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": "delete window.PushManager" }),
        )
        .await;
    let wanted = json!({ "permission": { "name": "notifications" }, "setting": "granted", "origin": proxy.base });
    phone.devtools("Browser.setPermission", wanted).await;
    phone.open(&page).await;
    phone.wait_until("loaded", "return window.loaded === true").await;
    assert!(!phone.everything().await.contains("news"));
    assert_eq!(kept(&hospital).await, Vec::<String>::new());
}

on_both_databases!(
    a_phone_is_told_when_its_owner_asked_for_it_and_until_they_end_it,
    r37_a_phone_shows_the_one_sentence_and_one_at_a_time,
    without_a_key_the_page_offers_nothing,
    whoever_cannot_be_told_or_said_no_is_offered_nothing,
);
