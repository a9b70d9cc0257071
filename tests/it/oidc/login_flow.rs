//! The redirect to the provider and back: bound to one browser, valid for ten minutes, once, on any node.

use serde_json::json;
use stuffy::domain::account::person::Role;

use super::provider::{Fault, MockProvider};
use super::sign_in::nora;
use super::{TestBrowser, count, count_refusals, database_state, hospital, options};
use crate::databases::{Database, on_both_databases};
use crate::test_app::TestHospital;

const UNKNOWN_ATTEMPT: &str = "This browser did not start this sign-in";

async fn a_callback_works_once_and_only_in_the_browser_that_started(db: Database) {
    let provider = MockProvider::open();
    let hospital = hospital(db, &provider).await;
    let before = database_state(&hospital).await;
    let (browser, attacker) = (TestBrowser::new(&hospital), TestBrowser::new(&hospital));
    let back = browser.authorize(&provider, nora(&["ward"])).await;
    provider.take_requests();
    // Without the cookie, or with that of another attempt, no token is requested.
    attacker.get(&back).await.assert_refused(400, UNKNOWN_ATTEMPT);
    attacker.start_sign_in("/").await;
    attacker.get(&back).await.assert_refused(400, UNKNOWN_ATTEMPT);
    // Another state, no state, and a changed cookie.
    let whole = browser.cookie("stuffy_passage").expect("a cookie");
    let altered = |nth: usize, part: &str| {
        let mut parts: Vec<_> = whole.split('.').collect();
        parts[nth] = part;
        parts.join(".")
    };
    let later = (hospital.app.clock.now().millis() + 1000).to_string();
    let elsewhere = "L2FkbWlu";
    for cookie in [
        altered(1, &later),
        altered(2, "anew"),
        altered(3, elsewhere),
        altered(0, "AAAA"),
        format!("{whole}.x"),
        String::new(),
    ] {
        let copy = browser.clone();
        copy.cookies.borrow_mut().insert("__Host-stuffy_passage".to_owned(), cookie.clone());
        copy.get(&back).await.assert_refused(400, UNKNOWN_ATTEMPT);
    }
    let state = back.split("state=").nth(1).expect("a state");
    for other in [
        back.replace(state, "of-somebody-else"),
        back.replace(&format!("&state={state}"), ""),
        "/sign-in/hospital/back".to_owned(),
    ] {
        browser.clone().get(&other).await.assert_refused(400, UNKNOWN_ATTEMPT);
    }
    assert_eq!(provider.take_requests(), Vec::<String>::new());
    assert_eq!(database_state(&hospital).await, before);
    assert_eq!(count_refusals(&hospital).await, 0);

    // A second callback fails, even if the provider accepts the code again.
    let copy = browser.clone();
    browser.get(&back).await.assert_signed_in();
    browser.get(&back).await.assert_refused(400, UNKNOWN_ATTEMPT);
    copy.clone().get(&back).await.assert_refused(403, "could not be verified");
    provider.set_fault(Some(Fault::AnyCode));
    copy.clone().get(&back).await.assert_refused(400, UNKNOWN_ATTEMPT);
    assert_eq!(count(&hospital, "sessions").await, 1);
    assert_eq!(count_refusals(&hospital).await, 2);
}

async fn a_login_attempt_expires_after_ten_minutes(db: Database) {
    let provider = MockProvider::open();
    let hospital = hospital(db, &provider).await;
    let browser = TestBrowser::new(&hospital);
    let there = browser.get("/sign-in/hospital").await;
    let cookie = there
        .set
        .iter()
        .find(|cookie| cookie.starts_with("__Host-stuffy_passage="))
        .expect("a cookie")
        .clone();
    for word in ["HttpOnly", "SameSite=Lax", "Secure", "Max-Age=600"] {
        assert!(cookie.contains(word), "{cookie}");
    }
    let back = provider.authorize_user(&there.to, nora(&["ward"]));
    hospital.wait_seconds(601);
    browser.get(&back).await.assert_refused(400, UNKNOWN_ATTEMPT);
    let back = browser.authorize(&provider, nora(&["ward"])).await;
    hospital.wait_seconds(590);
    browser.get(&back).await.assert_signed_in();
}

async fn cancelled_sign_ins_and_foreign_issuers_are_rejected(db: Database) {
    let provider = MockProvider::open();
    let hospital = hospital(db, &provider).await;
    let browser = TestBrowser::new(&hospital);
    let back = browser.authorize(&provider, nora(&["ward"])).await;
    let state = back.split("state=").nth(1).expect("a state").to_owned();
    provider.take_requests();
    let off = format!(
        "/sign-in/hospital/back?error=access_denied&error_description=%3Cb%3E&state={state}"
    );
    let page = browser.clone().get(&off).await;
    page.assert_refused(403, "cancelled or declined");
    assert!(!page.text.contains("<b>"));
    // RFC 9207: the issuer parameter names another provider.
    browser
        .clone()
        .get(&format!("{back}&iss=https%3A%2F%2Felsewhere.example"))
        .await
        .assert_refused(403, "could not be verified");
    assert_eq!(provider.take_requests(), Vec::<String>::new());
    let at = provider.url().replace(':', "%3A").replace('/', "%2F");
    browser.get(&format!("{back}&iss={at}")).await.assert_signed_in();
}

async fn redirects_after_sign_in_stay_on_this_site(db: Database) {
    let provider = MockProvider::open();
    let hospital = hospital(db, &provider).await;
    for (to, leads) in [
        ("/board%3Fq%3D1", "/board?q=1"),
        ("//evil.example", "/"),
        ("https%3A%2F%2Fevil.example", "/"),
        ("/%5Cevil.example", "/"),
        ("%2F%09%2Fevil.example", "/"),
        ("evil", "/"),
        ("/sign-in/hospital", "/"),
    ] {
        let browser = TestBrowser::new(&hospital);
        let there = browser.start_sign_in(to).await;
        let page = browser.get(&provider.authorize_user(&there, nora(&["ward"]))).await;
        assert_eq!((page.status, page.to.as_str()), (303, leads), "{to}");
    }
    let long = format!("/{}", "x".repeat(1000));
    let browser = TestBrowser::new(&hospital);
    let there = browser.start_sign_in(&long).await;
    assert_eq!(browser.get(&provider.authorize_user(&there, nora(&["ward"]))).await.to, "/");
}

async fn sign_in_replaces_the_previous_session(db: Database) {
    let provider = MockProvider::open();
    let hospital = hospital(db, &provider).await;
    let nurse = hospital.nurse().await;
    let browser = TestBrowser::new(&hospital);
    let planted = nurse.token.clone().expect("a token");
    browser.cookies.borrow_mut().insert("__Host-stuffy_session".to_owned(), planted.clone());
    browser.sign_in(&provider, nora(&["ward"])).await.assert_signed_in();
    assert_ne!(browser.cookie("stuffy_session"), Some(planted));
    nurse.get("/sessions/current").await.refused(401, "unauthenticated");
    assert_eq!(
        browser.api_client().get("/sessions/current").await.text("user/username"),
        "nora.lind"
    );
}

async fn on_a_shared_phone_users_must_authenticate_again(db: Database) {
    let provider = MockProvider::open();
    let hospital = hospital(db, &provider).await;
    let admin = hospital.admin().await;
    let own = TestBrowser::new(&hospital);
    assert!(!own.start_sign_in("/").await.contains("prompt="));
    let url = admin.post("/phones", json!({ "name": "Bay 3" })).await.expect(201).text("url");
    let path = url.strip_prefix("https://stuffy.example").expect("our public URL").to_owned();
    let enrolled = crate::pages::page_client::PageClient::new(&hospital, &hospital.stranger())
        .post(&path, &[])
        .await;
    let mut cookies =
        enrolled.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
    let phone =
        cookies.find_map(|cookie| cookie.strip_prefix("__Host-stuffy_phone=")).expect("a phone");
    let browser = TestBrowser::new(&hospital);
    browser.cookies.borrow_mut().insert(
        "__Host-stuffy_phone".to_owned(),
        phone.split(';').next().expect("a value").to_owned(),
    );
    let there = browser.start_sign_in("/board").await;
    assert!(there.contains("prompt=login") && there.contains("max_age=0"), "{there}");
    // The user removed the prompt from the URL, and the previous user still has a session at the provider.
    for fault in [Fault::Remembered, Fault::NoAuthTime] {
        provider.set_fault(Some(fault));
        let there = browser.start_sign_in("/board").await;
        browser
            .get(&provider.authorize_user(&there, nora(&["ward"])))
            .await
            .assert_refused(403, "could not be verified");
    }
    provider.set_fault(None);
    browser.sign_in(&provider, nora(&["ward"])).await.assert_signed_in();
    let held =
        hospital.db.lines("SELECT 'x' AS line FROM sessions WHERE phone_id IS NOT NULL").await;
    assert_eq!(held.len(), 1);
    // The next sign-in recognises the account.
    let page = browser.get("/sign-in?next=/board").await;
    assert!(page.text.contains("href=\"/sign-in/hospital?to=/board\">Nora Lind"), "{}", page.text);
}

async fn concurrent_first_sign_ins_create_one_account(db: Database) {
    let provider = MockProvider::open();
    let hospital = hospital(db, &provider).await;
    let guests: Vec<_> = (0..4).map(|_| TestBrowser::new(&hospital)).collect();
    let mut backs = Vec::new();
    for browser in &guests {
        backs.push(browser.authorize(&provider, nora(&["ward"])).await);
    }
    let [a, b, c, d] = &guests[..] else { unreachable!() };
    let pages =
        tokio::join!(a.get(&backs[0]), b.get(&backs[1]), c.get(&backs[2]), d.get(&backs[3]));
    for page in [pages.0, pages.1, pages.2, pages.3] {
        page.assert_signed_in();
    }
    assert_eq!((count(&hospital, "staff").await, count(&hospital, "sessions").await), (1, 4));
}

async fn without_configuration_there_is_no_oidc_sign_in(db: Database) {
    let hospital = TestHospital::start(db).await;
    let browser = TestBrowser::new(&hospital);
    assert!(!browser.get("/sign-in").await.text.contains("/sign-in/hospital"));
    for path in ["/sign-in/hospital", "/sign-in/hospital/back?code=1&state=2"] {
        assert_eq!(browser.get(path).await.status, 404);
    }
    hospital.sign_in_as("nurse", Role::Staff).await;
}

async fn a_login_attempt_can_finish_on_another_node(db: Database) {
    let provider = MockProvider::open();
    let hospital = hospital(db, &provider).await;
    let node = hospital.another_node(options(&provider)).await;
    let browser = TestBrowser::new(&hospital);
    let back = browser.authorize(&provider, nora(&["ward"])).await;
    let (there, copy) = (browser.on_node(&node), browser.clone());
    there.get(&back).await.assert_signed_in();
    there.on_node(&hospital).api_client().get("/sessions/current").await.expect(200);
    // An attempt used on one node is used on all.
    provider.set_fault(Some(Fault::AnyCode));
    copy.get(&back).await.assert_refused(400, UNKNOWN_ATTEMPT);
}

on_both_databases!(
    a_callback_works_once_and_only_in_the_browser_that_started,
    a_login_attempt_expires_after_ten_minutes,
    cancelled_sign_ins_and_foreign_issuers_are_rejected,
    redirects_after_sign_in_stay_on_this_site,
    sign_in_replaces_the_previous_session,
    on_a_shared_phone_users_must_authenticate_again,
    concurrent_first_sign_ins_create_one_account,
    without_configuration_there_is_no_oidc_sign_in,
    a_login_attempt_can_finish_on_another_node,
);
