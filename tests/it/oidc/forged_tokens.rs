//! Invalid responses of the provider: each one shows an error page, creates no session and changes nothing.

use std::time::Duration;

use stuffy::domain::session_policy::SessionPolicy;

use super::provider::{Fault, MockProvider};
use super::sign_in::nora;
use super::{TestBrowser, count, count_refusals, database_state, hospital, options};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{TestHospital, TestOptions};

const LIES: [Fault; 15] = [
    Fault::Nonce,
    Fault::NoNonce,
    Fault::Audience,
    Fault::TwoAudiences,
    Fault::Party,
    Fault::Issuer,
    Fault::Expired,
    Fault::IssuedLongAgo,
    Fault::IssuedTomorrow,
    Fault::Signature,
    Fault::AlgNone,
    Fault::SignedByTheSecret,
    Fault::UnknownKey,
    Fault::NoToken,
    Fault::NoSubject,
];

async fn forged_or_invalid_tokens_never_sign_in(db: Database) {
    let provider = MockProvider::open();
    let hospital = hospital(db, &provider).await;
    // She has an account already, and another user is signed in at this browser: neither changes.
    TestBrowser::new(&hospital).sign_in(&provider, nora(&["ward"])).await.assert_signed_in();
    let browser = TestBrowser::new(&hospital);
    browser.sign_in(&provider, nora(&["ward"])).await.assert_signed_in();
    for fault in LIES {
        let (before, counted) = (database_state(&hospital).await, count_refusals(&hospital).await);
        provider.set_fault(Some(fault));
        let page = browser.sign_in(&provider, nora(&["it"])).await;
        page.assert_refused(403, "could not be verified");
        assert_eq!(database_state(&hospital).await, before, "{fault:?}");
        assert_eq!(count_refusals(&hospital).await, counted + 1, "{fault:?}");
        assert_eq!(
            browser.api_client().get("/sessions/current").await.expect(200).text("user/role"),
            "staff"
        );
        assert!(
            page.set.iter().any(|cookie| cookie.starts_with("__Host-stuffy_passage=;")),
            "{fault:?}"
        );
    }
    provider.set_fault(None);
    browser.sign_in(&provider, nora(&["ward"])).await.assert_signed_in();
}

async fn a_provider_with_another_issuer_or_http_endpoints_is_rejected(db: Database) {
    let provider = MockProvider::open();
    let hospital = hospital(db, &provider).await;
    for fault in [Fault::OtherIssuer, Fault::HttpEndpoints, Fault::Broken] {
        provider.set_fault(Some(fault));
        let browser = TestBrowser::new(&hospital);
        browser.get("/sign-in/hospital").await.assert_refused(503, "unavailable");
        assert_eq!(browser.cookie("stuffy_passage"), None);
    }
    // The provider fails during a sign-in.
    provider.set_fault(None);
    let browser = TestBrowser::new(&hospital);
    let back = browser.authorize(&provider, nora(&["ward"])).await;
    provider.set_fault(Some(Fault::Broken));
    browser.get(&back).await.assert_refused(503, "unavailable");
    assert_eq!((count(&hospital, "staff").await, count(&hospital, "sessions").await), (0, 0));
}

async fn an_unavailable_provider_is_reported_and_passwords_still_work(db: Database) {
    let provider = MockProvider::open();
    let accounts = Some(provider.client_with_timeout(Duration::from_secs(2)));
    let hospital =
        TestHospital::start_with(db, TestOptions { accounts, ..TestOptions::default() }).await;
    provider.use_clock(&hospital.app.clock);
    provider.set_fault(Some(Fault::Silent));
    let browser = TestBrowser::new(&hospital);
    let page = browser.get("/sign-in/hospital?to=/board").await;
    page.assert_refused(503, "passwords and PINs of Stuffy still work");
    hospital.nurse().await;
    // It recovers without a restart or a delay.
    provider.set_fault(None);
    let back = browser.authorize(&provider, nora(&["ward"])).await;
    let before = database_state(&hospital).await;
    provider.set_fault(Some(Fault::Silent));
    browser.get(&back).await.assert_refused(503, "unavailable");
    assert_eq!(database_state(&hospital).await, before);
    provider.set_fault(None);
    browser.sign_in(&provider, nora(&["ward"])).await.assert_signed_in();
}

async fn the_server_starts_without_a_reachable_provider(db: Database) {
    let provider = MockProvider::open();
    let mut setup = provider.config();
    let free = std::net::TcpListener::bind(("127.0.0.1", 0))
        .expect("a port")
        .local_addr()
        .expect("an address");
    setup.issuer = format!("http://{free}");
    let http_client =
        stuffy::integrations::http_client::OutboundHttpClient::with_system_roots().expect("TLS");
    let away =
        stuffy::integrations::oidc::Provider::new(setup, http_client, Duration::from_secs(5))
            .expect("settings");
    let hospital = TestHospital::start_with(
        db,
        TestOptions { accounts: Some(away), ..TestOptions::default() },
    )
    .await;
    let page = TestBrowser::new(&hospital).get("/sign-in").await;
    assert!(page.text.contains("Sign in with your hospital account"), "{}", page.text);
    TestBrowser::new(&hospital).get("/sign-in/hospital").await.assert_refused(503, "unavailable");
}

async fn changed_signing_keys_are_fetched(db: Database) {
    let provider = MockProvider::open();
    let hospital = hospital(db, &provider).await;
    TestBrowser::new(&hospital).sign_in(&provider, nora(&["ward"])).await.assert_signed_in();
    TestBrowser::new(&hospital).sign_in(&provider, nora(&["ward"])).await.assert_signed_in();
    let requests = provider.take_requests();
    assert_eq!(requests.iter().filter(|what| *what == "keys").count(), 1, "{requests:?}");
    provider.rotate_key();
    TestBrowser::new(&hospital).sign_in(&provider, nora(&["ward"])).await.assert_signed_in();
    let requests = provider.take_requests();
    assert_eq!(requests.iter().filter(|what| *what == "keys").count(), 1, "{requests:?}");
    // The metadata is fetched again after an hour.
    hospital.wait_minutes(61);
    TestBrowser::new(&hospital).sign_in(&provider, nora(&["ward"])).await.assert_signed_in();
    assert!(provider.take_requests().contains(&"keys".to_owned()));
}

async fn repeated_invalid_sign_ins_are_throttled_per_address(db: Database) {
    let provider = MockProvider::open();
    let signing_in = SessionPolicy { failures_per_address: 3, ..TestOptions::default().signing_in };
    let hospital =
        TestHospital::start_with(db, TestOptions { signing_in, ..options(&provider) }).await;
    provider.use_clock(&hospital.app.clock);
    provider.set_fault(Some(Fault::Nonce));
    for _ in 0..3 {
        TestBrowser::new(&hospital)
            .sign_in(&provider, nora(&["ward"]))
            .await
            .assert_refused(403, "could not be verified");
    }
    provider.set_fault(None);
    provider.take_requests();
    let browser = TestBrowser::new(&hospital);
    browser.sign_in(&provider, nora(&["ward"])).await.assert_refused(429, "");
    assert_eq!(provider.take_requests(), Vec::<String>::new());
    // Password sign-ins are counted separately.
    let nurse = hospital.nurse().await;
    nurse.get("/sessions/current").await.expect(200);
    hospital.wait_minutes(16);
    for _ in 0..4 {
        let wrong = serde_json::json!({ "username": "somebody", "password": "not it at all" });
        hospital.stranger().post("/sessions", wrong).await;
    }
    browser.sign_in(&provider, nora(&["ward"])).await.assert_signed_in();
}

on_both_databases!(
    forged_or_invalid_tokens_never_sign_in,
    a_provider_with_another_issuer_or_http_endpoints_is_rejected,
    an_unavailable_provider_is_reported_and_passwords_still_work,
    the_server_starts_without_a_reachable_provider,
    changed_signing_keys_are_fetched,
    repeated_invalid_sign_ins_are_throttled_per_address,
);
