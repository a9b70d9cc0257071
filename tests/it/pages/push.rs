//! Subscribing to push notifications and showing them (R37).

use std::rc::Rc;

use serde_json::{Value, json};
use stuffy::integrations::web_push::PushKey;

use super::browser::{self, Phone, Setup};
use super::page_client::PageClient;
use crate::builders::{self, Bear, check_in};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, TestHospital, TestOptions};

/// Fakes a push service, with a made-up subscription that is stored in the browser.
const SERVICE: &str = "\
    const says = { endpoint: 'https://push.example/1', expirationTime: null, keys: {\
        p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4', auth: 'BTBZMqHH6r4Tts7J_aSIgg' } };\
    const subscription = { options: {}, toJSON: () => says, unsubscribe: async () => { localStorage.removeItem('asked'); return true; } };\
    PushManager.prototype.subscribe = async (wanted) => { localStorage.setItem('asked', wanted.userVisibleOnly + ' ' + wanted.applicationServerKey.length); return subscription; };\
    PushManager.prototype.getSubscription = async () => localStorage.getItem('asked') ? subscription : null;";

fn with_push_key() -> TestOptions {
    let key = PushKey::parse(&PushKey::generate(), None).expect("a key");
    TestOptions { push: Some(key.public()), ..TestOptions::default() }
}

/// Creates a family link and returns its path.
async fn invite(nurse: &Actor, bear: &Bear, language: &str) -> String {
    builders::invite_with(nurse, &bear.visit, json!({ "language": language })).await.page()
}

/// A phone with this permission for notifications.
async fn phone(proxy: &Rc<super::proxy::Proxy>, permission: &str) -> Phone {
    let phone = Phone::new(proxy).await;
    phone.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": SERVICE })).await;
    let wanted = json!({ "permission": { "name": "notifications" }, "setting": permission, "origin": proxy.base });
    phone.devtools("Browser.setPermission", wanted).await;
    phone
}

async fn stored_endpoints(hospital: &TestHospital) -> Vec<String> {
    hospital.db.lines("SELECT endpoint AS line FROM push_subscriptions").await
}

/// The notifications that the phone shows.
async fn notifications(phone: &Phone) -> Value {
    let script = "const done = arguments[arguments.length - 1];\
        navigator.serviceWorker.getRegistration(location.pathname).then((r) => r.getNotifications())\
        .then((shown) => done(shown.map((one) => [one.tag, one.title, one.body, one.lang])), (e) => done(String(e)));";
    phone.run_async(script, vec![]).await
}

/// Delivers a push message to the service worker.
async fn deliver(phone: &Phone, data: &str) {
    phone.devtools("ServiceWorker.enable", json!({})).await;
    // The registration id is not known, so it tries the first ones.
    for registration in 0..6 {
        let message = json!({ "origin": phone.proxy.base, "registrationId": registration.to_string(), "data": data });
        phone.devtools("ServiceWorker.deliverPushMessage", message).await;
    }
}

async fn a_phone_subscribes_on_request_and_unsubscribes_again(db: Database) {
    let (hospital, proxy) = browser::hospital(db, with_push_key()).await;
    let nurse = hospital.nurse().await;
    let bear = check_in(&nurse).await;
    let page = invite(&nurse, &bear, "en").await;
    let phone = phone(&proxy, "granted").await;
    phone.open(&page).await;
    phone.wait_text("#news button", "Tell me when there is news").await;
    phone.is_accessible("the family's page, with the offer").await;
    assert_eq!(stored_endpoints(&hospital).await, Vec::<String>::new());

    phone.tap("#news button").await;
    phone.wait_text("#news [role=status]", "You will get a short note when there is news.").await;
    assert_eq!(stored_endpoints(&hospital).await, ["https://push.example/1"]);
    assert_eq!(phone.run("return localStorage.getItem('asked')", vec![]).await, json!("true 65"));
    phone.is_accessible("the family's page, with the promise").await;
    phone.screenshot("family-told").await;

    // When opened again, the page subscribes again, in case the server lost the subscription.
    hospital.db.run("DELETE FROM push_subscriptions").await.expect("lost");
    phone.open(&page).await;
    phone.wait_text("#news [role=status]", "You will get a short note").await;
    assert_eq!(stored_endpoints(&hospital).await, ["https://push.example/1"]);

    phone.tap("#news button").await;
    phone.wait_text("#news button", "Tell me when there is news").await;
    assert_eq!(stored_endpoints(&hospital).await, Vec::<String>::new());
    let workers = "const done = arguments[arguments.length - 1]; navigator.serviceWorker.getRegistrations().then((all) => done(all.length));";
    assert_eq!(phone.run_async(workers, vec![]).await, json!(0));
    assert_eq!(phone.console_errors().await, Vec::<String>::new());
}

async fn r37_a_phone_shows_the_fixed_sentence_one_notification_at_a_time(db: Database) {
    let (hospital, proxy) = browser::hospital(db, with_push_key()).await;
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
    // An unreadable message shows the default sentence.
    deliver(&phone, "garbled").await;
    shows(json!([["news", "There is news from the hospital's companion desk.", "", "en"]])).await;
}

async fn without_a_push_key_the_page_offers_no_notifications(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let page = invite(&nurse, &check_in(&nurse).await, "en").await;
    for (told, node) in
        [(false, Rc::clone(&hospital)), (true, hospital.another_node(with_push_key()).await)]
    {
        let got = PageClient::new(&node, &node.stranger()).get(&page).await;
        assert_eq!(got.text.contains("push.js"), told);
    }
}

async fn notifications_are_not_offered_without_support_or_permission(db: Database) {
    let (hospital, proxy) = browser::hospital(db, with_push_key()).await;
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

    // An iPhone's browser has no push support until the page is on the home screen.
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
    assert_eq!(stored_endpoints(&hospital).await, Vec::<String>::new());
}

on_both_databases!(
    a_phone_subscribes_on_request_and_unsubscribes_again,
    r37_a_phone_shows_the_fixed_sentence_one_notification_at_a_time,
    without_a_push_key_the_page_offers_no_notifications,
    notifications_are_not_offered_without_support_or_permission,
);
