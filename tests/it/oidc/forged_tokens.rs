//! What is not proven: each lie of the sign-in is a page that says so, no session, and nothing changed.

use std::time::Duration;

use stuffy::domain::site_rules::SessionPolicy;

use super::provider::{Lie, Sign};
use super::sign_in::nora;
use super::{Guest, count, hospital, refused, untouched, wishes};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Hospital, Wishes};

/// Each way in which what it says proves nothing.
const LIES: [Lie; 15] = [
    Lie::Nonce,
    Lie::NoNonce,
    Lie::Audience,
    Lie::TwoAudiences,
    Lie::Party,
    Lie::Issuer,
    Lie::Expired,
    Lie::MadeLongAgo,
    Lie::MadeTomorrow,
    Lie::Signature,
    Lie::AlgNone,
    Lie::SignedByTheSecret,
    Lie::UnknownKey,
    Lie::NoToken,
    Lie::NoSubject,
];

async fn no_lie_lets_anybody_in(db: Database) {
    let provider = Sign::open();
    let hospital = hospital(db, &provider).await;
    // She was here before, and somebody is signed in at this browser: neither changes.
    Guest::of(&hospital).comes_in(&provider, nora(&["ward"])).await.is_in();
    let guest = Guest::of(&hospital);
    guest.comes_in(&provider, nora(&["ward"])).await.is_in();
    for lie in LIES {
        let (before, counted) = (untouched(&hospital).await, refused(&hospital).await);
        provider.lies(Some(lie));
        let page = guest.comes_in(&provider, nora(&["it"])).await;
        page.is_refused(403, "could not be relied on");
        assert_eq!(untouched(&hospital).await, before, "{lie:?}");
        assert_eq!(refused(&hospital).await, counted + 1, "{lie:?}");
        assert_eq!(
            guest.as_actor().get("/sessions/current").await.expect(200).text("user/role"),
            "staff"
        );
        assert!(page.set.iter().any(|cookie| cookie.starts_with("stuffy_passage=;")), "{lie:?}");
    }
    provider.lies(None);
    guest.comes_in(&provider, nora(&["ward"])).await.is_in();
}

async fn what_goes_by_another_name_or_leads_into_the_open_is_not_asked(db: Database) {
    let provider = Sign::open();
    let hospital = hospital(db, &provider).await;
    for lie in [Lie::CalledOtherwise, Lie::DoorInTheOpen, Lie::Broken] {
        provider.lies(Some(lie));
        let guest = Guest::of(&hospital);
        guest.get("/sign-in/hospital").await.is_refused(503, "does not answer");
        assert_eq!(guest.cookie("stuffy_passage"), None);
    }
    // It broke while somebody was there.
    provider.lies(None);
    let guest = Guest::of(&hospital);
    let back = guest.goes_there(&provider, nora(&["ward"])).await;
    provider.lies(Some(Lie::Broken));
    guest.get(&back).await.is_refused(503, "does not answer");
    assert_eq!((count(&hospital, "staff").await, count(&hospital, "sessions").await), (0, 0));
}

async fn one_that_is_away_or_silent_is_told_of_and_passwords_work_meanwhile(db: Database) {
    let provider = Sign::open();
    let accounts = Some(provider.known_with(Duration::from_secs(2)));
    let hospital = Hospital::open_with(db, Wishes { accounts, ..Wishes::default() }).await;
    provider.goes_by(&hospital.app.clock);
    provider.lies(Some(Lie::Silent));
    let guest = Guest::of(&hospital);
    let page = guest.get("/sign-in/hospital?to=/board").await;
    page.is_refused(503, "passwords and PINs of this house work meanwhile");
    hospital.nurse().await;
    // It is back: no restart, no waiting.
    provider.lies(None);
    let back = guest.goes_there(&provider, nora(&["ward"])).await;
    let before = untouched(&hospital).await;
    provider.lies(Some(Lie::Silent));
    guest.get(&back).await.is_refused(503, "does not answer");
    assert_eq!(untouched(&hospital).await, before);
    provider.lies(None);
    guest.comes_in(&provider, nora(&["ward"])).await.is_in();
}

async fn nobody_listens_at_all_and_the_house_opens(db: Database) {
    let provider = Sign::open();
    let mut setup = provider.setup();
    let free = std::net::TcpListener::bind(("127.0.0.1", 0))
        .expect("a port")
        .local_addr()
        .expect("an address");
    setup.issuer = format!("http://{free}");
    let courier =
        stuffy::integrations::http_client::OutboundHttpClient::with_system_roots().expect("TLS");
    let away = stuffy::integrations::oidc::Provider::new(setup, courier, Duration::from_secs(5))
        .expect("settings");
    let hospital =
        Hospital::open_with(db, Wishes { accounts: Some(away), ..Wishes::default() }).await;
    let page = Guest::of(&hospital).get("/sign-in").await;
    assert!(page.text.contains("Sign in with your hospital account"), "{}", page.text);
    Guest::of(&hospital).get("/sign-in/hospital").await.is_refused(503, "does not answer");
}

async fn a_changed_key_is_asked_for(db: Database) {
    let provider = Sign::open();
    let hospital = hospital(db, &provider).await;
    Guest::of(&hospital).comes_in(&provider, nora(&["ward"])).await.is_in();
    Guest::of(&hospital).comes_in(&provider, nora(&["ward"])).await.is_in();
    let asked = provider.was_asked();
    assert_eq!(asked.iter().filter(|what| *what == "keys").count(), 1, "{asked:?}");
    provider.changes_its_key();
    Guest::of(&hospital).comes_in(&provider, nora(&["ward"])).await.is_in();
    let asked = provider.was_asked();
    assert_eq!(asked.iter().filter(|what| *what == "keys").count(), 1, "{asked:?}");
    // What was told is old after an hour, and asked for anew.
    hospital.wait_minutes(61);
    Guest::of(&hospital).comes_in(&provider, nora(&["ward"])).await.is_in();
    assert!(provider.was_asked().contains(&"keys".to_owned()));
}

async fn who_is_refused_too_often_waits_and_nobody_else_does(db: Database) {
    let provider = Sign::open();
    let signing_in = SessionPolicy { failures_per_address: 3, ..Wishes::default().signing_in };
    let hospital = Hospital::open_with(db, Wishes { signing_in, ..wishes(&provider) }).await;
    provider.goes_by(&hospital.app.clock);
    provider.lies(Some(Lie::Nonce));
    for _ in 0..3 {
        Guest::of(&hospital)
            .comes_in(&provider, nora(&["ward"]))
            .await
            .is_refused(403, "relied on");
    }
    provider.lies(None);
    provider.was_asked();
    let guest = Guest::of(&hospital);
    guest.comes_in(&provider, nora(&["ward"])).await.is_refused(429, "");
    assert_eq!(provider.was_asked(), Vec::<String>::new());
    // Passwords of this house are counted elsewhere, and the other way round.
    let nurse = hospital.nurse().await;
    nurse.get("/sessions/current").await.expect(200);
    hospital.wait_minutes(16);
    for _ in 0..4 {
        let wrong = serde_json::json!({ "username": "somebody", "password": "not it at all" });
        hospital.stranger().post("/sessions", wrong).await;
    }
    guest.comes_in(&provider, nora(&["ward"])).await.is_in();
}

on_both_databases!(
    no_lie_lets_anybody_in,
    what_goes_by_another_name_or_leads_into_the_open_is_not_asked,
    one_that_is_away_or_silent_is_told_of_and_passwords_work_meanwhile,
    nobody_listens_at_all_and_the_house_opens,
    a_changed_key_is_asked_for,
    who_is_refused_too_often_waits_and_nobody_else_does,
);
