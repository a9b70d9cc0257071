//! Shared phones (R31): enrolling, signing in with a PIN, locking and revoking.

use std::rc::Rc;
use std::time::Duration;

use serde_json::json;
use stuffy::domain::account::person::Role;
use stuffy::domain::session_policy::SessionPolicy;

use super::browser::{self, Phone, Setup};
use super::page_client::PageClient;
use crate::databases::{Database, in_a_browser};
use crate::test_app::{PASSWORD, TestHospital, TestOptions};

/// Pages lock after two minutes without use, the default.
fn locking() -> TestOptions {
    let signing_in =
        SessionPolicy { idle_lock: Duration::from_mins(2), ..SessionPolicy::default() };
    TestOptions { signing_in, ..TestOptions::default() }
}

/// Adds a user with a PIN.
async fn with_pin(hospital: &Rc<TestHospital>, username: &str, pin: &str) {
    let staff = hospital.sign_in_as(username, Role::Staff).await;
    staff
        .put("/sessions/current/pin", json!({ "password": PASSWORD, "pin": pin }))
        .await
        .expect(204);
}

/// Enrols a phone with a code from an admin.
async fn enrol(hospital: &Rc<TestHospital>, phone: &Phone) {
    let admin = hospital.admin().await;
    let url = admin.post("/phones", json!({ "name": "Bay 3" })).await.expect(201).text("url");
    phone.open(url.strip_prefix(&phone.proxy.base).expect("the proxy's URL")).await;
    phone.tap("main [type=submit]").await;
    phone.find("[name=password]").await;
}

async fn sign_in_with_password(phone: &Phone, username: &str) {
    phone.open("/sign-in?by=password").await;
    phone.fill("[name=username]", username).await;
    phone.fill("[name=password]", PASSWORD).await;
    phone.press("form.stack [type=submit]").await;
    phone.find(".top .lock").await;
}

/// Chooses a user and enters the PIN on the keypad.
async fn sign_in_with_pin_pad(phone: &Phone, username: &str, pin: &str) {
    phone.tap(&format!("a[href*='who={username}']")).await;
    phone.find(".pad").await;
    for digit in pin.chars() {
        let key = format!(".pad [value='{digit}']");
        let rect = phone.find(&key).await.rect().await.expect("a size");
        assert!(rect.width >= 64.0 && rect.height >= 64.0, "{}x{}", rect.width, rect.height);
        phone.tap(&key).await;
    }
    phone.tap("form.pin [type=submit]").await;
    phone.find(".top .lock").await;
}

/// Moves the phone's clock on.
async fn pass(phone: &Phone, seconds: u32) {
    let script =
        "const now = Date.now.bind(Date), by = arguments[0] * 1000; Date.now = () => now() + by;";
    phone.run(script, vec![json!(seconds)]).await;
}

async fn ended(hospital: &TestHospital) -> usize {
    let ended = "SELECT 'x' AS line FROM sessions WHERE ended_at IS NOT NULL";
    hospital.db.lines(ended).await.len()
}

async fn r31_a_phone_is_enrolled_used_with_a_pin_and_revoked_without_script(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    hospital.sign_in_as("admin", Role::Admin).await;
    hospital.sign_in_as("nurse", Role::Staff).await;
    let desk = Phone::with(&proxy, Setup { size: (1200, 900), ..Setup::default() }).await;
    desk.sign_in("admin").await;
    desk.open("/admin/phones").await;
    desk.fill("[name=name]", "Bay <3>").await;
    desk.tap("form.stack [type=submit]").await;
    desk.find(".qr svg").await;
    desk.is_accessible("the code of a new phone").await;
    let url = desk.text("#enrol-url").await;

    let phone = Phone::with(&proxy, Setup { script: false, ..Setup::default() }).await;
    let path = url.strip_prefix(&proxy.base).expect("the proxy's URL").to_owned();
    phone.open(&path).await;
    assert!(phone.text("main").await.contains("Bay <3>"));
    phone.tap("main [type=submit]").await;
    phone.fill("[name=username]", "nurse").await;
    phone.fill("[name=password]", PASSWORD).await;
    phone.tap("form.stack [type=submit]").await;
    phone.find(".top .lock").await;
    phone.open("/pin").await;
    for (pin, again, message) in [
        ("1234", "1234", "in sequence"),
        ("2580", "2581", "do not match"),
        ("2580", "2580", "PIN saved"),
    ] {
        phone.fill("[name=password]", PASSWORD).await;
        phone.fill("[name=pin]", pin).await;
        phone.fill("[name=again]", again).await;
        phone.tap("form.stack [type=submit]").await;
        phone.wait_text("main p", message).await;
    }
    phone.tap(".lock").await;
    phone.tap("a[href*='who=nurse']").await;
    phone.fill("[name=pin]", "9517").await;
    phone.tap("form.pin [type=submit]").await;
    phone.find(".refused").await;
    assert!(phone.text(".refused").await.contains("Incorrect PIN"));
    phone.fill("[name=pin]", "2580").await;
    phone.tap("form.pin [type=submit]").await;
    phone.wait_text(".top", "The nurse").await;
    // The code cannot be used again.
    desk.open(&path).await;
    assert!(desk.everything().await.contains("No such enrolment"));

    // A lost phone is revoked with one tap.
    desk.open("/admin/phones").await;
    desk.taps();
    desk.tap(".phones .bad").await;
    assert_eq!(desk.taps(), 1);
    desk.wait_text(".phones .off", "revoked").await;
    assert_eq!(desk.count(".phones .bad").await, 0);
    phone.open("/pin").await;
    assert!(phone.path().await.starts_with("/sign-in"));
    assert_eq!(phone.count("a[href*='who=']").await, 0);
    phone.find("[name=password]").await;
}

async fn r31_one_phone_of_many_is_found_and_revoked(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let admin = hospital.admin().await;
    let new = PageClient::new(&hospital, &hospital.stranger());
    for nth in 1..=52 {
        let url = admin
            .post("/phones", json!({ "name": format!("Bay {nth}") }))
            .await
            .expect(201)
            .text("url");
        let path = url.strip_prefix(&proxy.base).expect("the proxy's URL");
        assert_eq!(new.post(path, &[]).await.status, 303);
    }
    let desk =
        Phone::with(&proxy, Setup { size: (1200, 900), script: false, ..Setup::default() }).await;
    desk.sign_in("admin").await;
    desk.open("/admin/phones").await;
    assert_eq!(desk.count(".phones li").await, 50);
    assert!(desk.text(".phones li").await.contains("Bay 52"), "the newest first");
    desk.press("a[rel=next]").await;
    desk.wait_text(".phones", "Bay 1").await;
    assert_eq!(desk.count(".phones li").await, 2);
    assert_eq!(desk.count("a[rel=next]").await, 0);
    desk.fill("[name=q]", "bay 17").await;
    desk.press(".search button").await;
    desk.wait_text(".phones", "Bay 17").await;
    assert_eq!(desk.count(".phones li").await, 1);
    desk.press(".phones .bad").await;
    desk.wait_text(".saved", "Revoked").await;
    let listed = admin.get("/phones?limit=200").await.expect(200);
    let revoked = |phone: &&serde_json::Value| phone["revoked_at"].is_string();
    let gone: Vec<_> = listed["items"].as_array().expect("phones").iter().filter(revoked).collect();
    assert_eq!(gone.len(), 1);
    assert_eq!(gone[0]["name"], "Bay 17");
}

async fn r31_an_idle_page_locks_and_the_next_user_sees_nothing_of_it(db: Database) {
    let (hospital, proxy) = browser::hospital(db, locking()).await;
    with_pin(&hospital, "nurse", "2580").await;
    with_pin(&hospital, "other", "1379").await;
    let phone = Phone::new(&proxy).await;
    enrol(&hospital, &phone).await;
    sign_in_with_password(&phone, "other").await;
    sign_in_with_password(&phone, "nurse").await;
    phone.open("/pin").await;
    phone.fill("[name=pin]", "4711").await;
    let before = ended(&hospital).await;
    pass(&phone, 121).await;
    phone.wait_until("locked", "return location.pathname === '/sign-in'").await;
    assert_eq!(ended(&hospital).await, before + 1, "the session ended with the page");
    assert_eq!(phone.count(".top .lock").await, 0);
    phone.is_accessible("the names of a phone").await;

    sign_in_with_pin_pad(&phone, "other", "1379").await;
    assert_eq!(phone.path().await, "/pin", "back where the phone was");
    assert!(phone.text(".top").await.contains("The other"));
    let typed = "return document.querySelector('[name=pin]').value";
    assert_eq!(phone.run(typed, vec![]).await, json!(""));
    for _ in 0..5 {
        phone.driver.back().await.expect("back");
        phone
            .wait_until(
                "a page",
                "return document.readyState === 'complete' && !!document.querySelector('h1')",
            )
            .await;
        let who =
            phone.run("return document.querySelector('.top .lock')?.innerText ?? ''", vec![]).await;
        assert!(!who.to_string().contains("The nurse"), "{who}");
        let value =
            phone.run("return document.querySelector('[name=pin]')?.value ?? ''", vec![]).await;
        assert_eq!(value, json!(""), "what the nurse typed");
    }
}

async fn r31_nothing_stays_readable_on_a_phone_locked_offline(db: Database) {
    let (hospital, proxy) = browser::hospital(db, locking()).await;
    hospital.sign_in_as("nurse", Role::Staff).await;
    let phone = Phone::new(&proxy).await;
    phone.sign_in("nurse").await;
    phone.open("/pin").await;
    let before = ended(&hospital).await;
    proxy.disconnect();
    phone.tap(".lock").await;
    phone.wait_text("main", "no signal").await;
    assert!(!phone.everything().await.contains("The nurse"));
    let words = phone.run("return document.body.outerHTML + document.cookie", vec![]).await;
    assert!(!words.to_string().contains("nurse") && !words.to_string().contains("que_"), "{words}");
    phone.is_accessible("locked without signal").await;
    proxy.reconnect();
    // Any page opened next is locked as well.
    phone.open("/").await;
    phone.wait_until("locked", "return location.pathname === '/sign-in'").await;
    assert_eq!(ended(&hospital).await, before + 1);
}

async fn r31_activity_keeps_a_session_and_another_sign_in_replaces_the_page(db: Database) {
    let (hospital, proxy) = browser::hospital(db, locking()).await;
    hospital.sign_in_as("nurse", Role::Staff).await;
    hospital.sign_in_as("other", Role::Staff).await;
    let phone = Phone::new(&proxy).await;
    phone.sign_in("nurse").await;
    hospital.wait_seconds(100);
    pass(&phone, 100).await;
    phone.press("h1").await;
    let asked = "return performance.getEntriesByType('resource').some(e => e.name.endsWith('/sessions/current') && e.responseEnd > 0)";
    phone.wait_until("the server is notified", asked).await;
    hospital.wait_seconds(100);
    phone.open("/pin").await;
    assert!(phone.text(".top").await.contains("The nurse"));

    let script = "const done = arguments[1]; const body = new URLSearchParams({ username: 'other', password: arguments[0] });\
            fetch('/sign-in', { method: 'POST', body, redirect: 'manual' }).then(() => done(true), e => done(String(e)))";
    assert_eq!(phone.run_async(script, vec![json!(PASSWORD)]).await, json!(true));
    phone.wait_text(".top", "The other").await;
    // When a session ends elsewhere, its page locks.
    let admin = hospital.admin().await;
    let other = hospital.sign_in_as("other", Role::Staff).await;
    admin
        .patch(&format!("/staff/{}", other.id), &json!(1), json!({ "disabled": true }))
        .await
        .expect(200);
    pass(&phone, 60).await;
    phone.press("h1").await;
    phone.wait_until("locked", "return location.pathname === '/sign-in'").await;
    assert_eq!(phone.console_errors().await.iter().filter(|line| !line.contains("401")).count(), 0);
}

async fn phone_pages_are_accessible(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    with_pin(&hospital, "nurse", "2580").await;
    let phone = Phone::new(&proxy).await;
    let url = hospital
        .admin()
        .await
        .post("/phones", json!({ "name": "Bay 3" }))
        .await
        .expect(201)
        .text("url");
    phone.open(url.strip_prefix(&proxy.base).expect("the proxy's URL")).await;
    phone.is_accessible("enrolling").await;
    phone.tap("main [type=submit]").await;
    phone.find("[name=password]").await;
    sign_in_with_password(&phone, "nurse").await;
    phone.open("/pin").await;
    phone.is_accessible("one's own PIN").await;
    phone.screenshot("pin").await;
    phone.tap(".lock").await;
    phone.find("a[href*='who=nurse']").await;
    phone.screenshot("names").await;
    phone.tap("a[href*='who=nurse']").await;
    phone.find(".pad").await;
    phone.is_accessible("the PIN pad").await;
    phone.screenshot("pad").await;
    let wrong = phone.console_errors().await;
    assert_eq!(wrong, Vec::<String>::new());
}

in_a_browser!(
    r31_a_phone_is_enrolled_used_with_a_pin_and_revoked_without_script,
    r31_one_phone_of_many_is_found_and_revoked,
    r31_an_idle_page_locks_and_the_next_user_sees_nothing_of_it,
    r31_nothing_stays_readable_on_a_phone_locked_offline,
    r31_activity_keeps_a_session_and_another_sign_in_replaces_the_page,
    phone_pages_are_accessible,
);
