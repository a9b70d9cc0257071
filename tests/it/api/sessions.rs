//! `/sessions`: signing in and out, idle lock, cookies and password guessing (R31).

use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use stuffy::domain::account::person::Role;
use stuffy::domain::session_policy::SessionPolicy;

use crate::databases::{Database, on_both_databases};
use crate::test_app::{PASSWORD, Reply, TestHospital, TestOptions};

async fn sign_in(hospital: &Rc<TestHospital>, username: &str, password: &str) -> Reply {
    let body = json!({ "username": username, "password": password });
    hospital.stranger().post("/sessions", body).await
}

async fn r31_a_named_user_signs_in_and_out(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let me = nurse.get("/sessions/current").await.expect(200);
    assert_eq!(
        me["user"],
        json!({
            "id": nurse.id, "username": "nurse", "display_name": "The nurse", "role": "staff",
        })
    );

    let session = sign_in(&hospital, "nurse", PASSWORD).await.expect(201);
    let token = session.text("token");
    assert_eq!(session["user"], me["user"]);
    let cookie = session.header("set-cookie").expect("a cookie").to_owned();
    let parts: BTreeSet<_> = cookie.split("; ").map(str::to_owned).collect();
    let named = format!("__Host-stuffy_session={token}");
    for part in [&named, "HttpOnly", "SameSite=Lax", "Secure", "Path=/", "Max-Age=2592000"] {
        assert!(parts.contains(part), "{part} in {cookie}");
    }

    // Only the hash of a token is stored; the name beside it shows that the search works.
    assert_eq!(hospital.db.rows_with("The nurse").await.len(), 1);
    assert_eq!(hospital.db.rows_with(&token).await, Vec::<String>::new());

    let phone = nurse.with_token(&token);
    let signed_out = phone.delete("/sessions/current").await.expect(204);
    let deleted = signed_out.header("set-cookie").expect("a cookie").to_owned();
    assert!(
        deleted.starts_with("__Host-stuffy_session=;") && deleted.contains("Max-Age=0"),
        "{deleted}"
    );
    phone.get("/sessions/current").await.refused(401, "unauthenticated");
    phone.delete("/sessions/current").await.refused(401, "unauthenticated");
    nurse.get("/sessions/current").await.expect(200);
}

async fn a_cookie_can_change_data_only_from_our_own_pages(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let cookie = format!("stuffy_session={}", nurse.token.as_deref().expect("a token"));
    let (page, base) = (hospital.stranger(), hospital.base().to_owned());
    let child = || Some(json!({ "alias": "Little Star" }).to_string());
    let elsewhere = ("origin", "https://elsewhere.example");
    let other_port = ("origin", "http://127.0.0.1:1");
    let own = ("origin", "https://stuffy.example");

    for reading in [&[][..], &[elsewhere]] {
        let headers = [&[("cookie", cookie.as_str())], reading].concat();
        page.request(Method::GET, "/children", &headers, None).await.expect(200);
    }
    for from in [
        &[][..],
        &[elsewhere],
        &[other_port],
        &[("origin", "null")],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[elsewhere, ("sec-fetch-site", "same-origin")],
        &[own, ("sec-fetch-site", "cross-site")],
        &[own, ("sec-fetch-site", "same-site")],
        &[own, ("sec-fetch-site", "none")],
        // With a public address, the host of the request proves nothing.
        &[("origin", base.as_str())],
        &[("origin", "https://elsewhere.example"), ("x-forwarded-host", "elsewhere.example")],
        &[("origin", "http://stuffy.example")],
        &[("origin", "https://stuffy.example:8443")],
    ] {
        let headers = [&[("cookie", cookie.as_str())], from].concat();
        page.request(Method::POST, "/children", &headers, child())
            .await
            .refused(403, "cross-origin");
        page.request(Method::DELETE, "/sessions/current", &headers, None)
            .await
            .refused(403, "cross-origin");
    }
    assert_eq!(nurse.get("/children").await.expect(200)["items"], json!([]));
    for from in [
        &[("origin", "https://stuffy.example")][..],
        &[("origin", "https://STUFFY.example:443")],
        &[("origin", "https://stuffy.example"), ("sec-fetch-site", "same-origin")],
        &[("sec-fetch-site", "same-origin")],
        &[("origin", "null"), ("sec-fetch-site", "same-origin")],
    ] {
        let headers = [&[("cookie", cookie.as_str())], from].concat();
        page.request(Method::POST, "/children", &headers, child()).await.expect(201);
    }
    // The header takes precedence over the cookie, even if it is wrong.
    let both = [("cookie", cookie.as_str()), ("authorization", "Bearer wrong")];
    page.request(Method::GET, "/children", &both, None).await.refused(401, "unauthenticated");
    for wrong in ["Basic bnVyc2U6eA==", "Bearer", "Bearer ", "nonsense"] {
        page.request(Method::GET, "/children", &[("authorization", wrong)], None)
            .await
            .refused(401, "unauthenticated");
    }
    let ours = [("cookie", cookie.as_str()), own];
    page.request(Method::DELETE, "/sessions/current", &ours, None).await.expect(204);
    nurse.get("/children").await.refused(401, "unauthenticated");
}

async fn r31_an_idle_session_locks_and_use_postpones_it(db: Database) {
    let minutes = |n: u64| Duration::from_secs(n * 60);
    let signing_in =
        SessionPolicy { idle_lock: minutes(2), max_age: minutes(60), ..SessionPolicy::default() };
    let hospital = TestHospital::start_with(
        db,
        TestOptions { signing_in, public_url: None, ..TestOptions::default() },
    )
    .await;
    let nurse = hospital.nurse().await;
    let current = nurse.get("/sessions/current").await.expect(200);
    assert_eq!(current["idle_lock_seconds"], 120.0);
    for seconds in [110, 110, 119] {
        hospital.wait_seconds(seconds);
        nurse.get("/children").await.expect(200);
    }
    hospital.wait_seconds(120);
    nurse.get("/children").await.refused(401, "unauthenticated");
    nurse.get("/sessions/current").await.refused(401, "unauthenticated");

    // A session ends even if it is used all the time.
    let session = sign_in(&hospital, "nurse", PASSWORD).await.expect(201);
    let plain = session.header("set-cookie").expect("a cookie").to_owned();
    assert!(!plain.contains("Secure"), "a site without https could not use {plain}");
    let busy = nurse.with_token(&session.text("token"));
    for _ in 0..35 {
        hospital.wait_seconds(100);
        busy.get("/sessions/current").await.expect(200);
    }
    assert!(session.text("expires_at") > hospital.now());
    hospital.wait_seconds(100);
    busy.get("/sessions/current").await.refused(401, "unauthenticated");
}

async fn password_guessing_reveals_nothing_and_is_throttled(db: Database) {
    let signing_in = SessionPolicy {
        failures_per_user: 3,
        failures_per_address: 7,
        ..TestOptions::default().signing_in
    };
    let hospital =
        TestHospital::start_with(db, TestOptions { signing_in, ..TestOptions::default() }).await;
    hospital.nurse().await;
    hospital.sign_in_as("lead", Role::Lead).await;

    let wrong =
        sign_in(&hospital, "nurse", "not the password").await.refused(401, "bad-credentials");
    let unknown = sign_in(&hospital, "nobody.here", PASSWORD).await.refused(401, "bad-credentials");
    assert_eq!(wrong.bytes, unknown.bytes);
    assert_eq!(wrong.header("www-authenticate"), unknown.header("www-authenticate"));
    assert!(wrong.header("set-cookie").is_none());
    for _ in 0..2 {
        sign_in(&hospital, "nurse", "not the password").await.refused(401, "bad-credentials");
        sign_in(&hospital, "nobody.here", PASSWORD).await.refused(401, "bad-credentials");
    }
    // After three failures even the right password has to wait, and an unknown name looks the same.
    hospital.wait_minutes(5);
    let locked = sign_in(&hospital, "nurse", PASSWORD).await.refused(429, "too-many-requests");
    let nobody =
        sign_in(&hospital, "nobody.here", PASSWORD).await.refused(429, "too-many-requests");
    assert_eq!(locked.bytes, nobody.bytes);
    let wait: u64 = locked.header("retry-after").expect("when").parse().expect("seconds");
    assert!((600..=601).contains(&wait), "{wait}");
    sign_in(&hospital, "lead", PASSWORD).await.expect(201);
    // After the seventh failure from one address, everybody there has to wait.
    sign_in(&hospital, "lead", "not the password").await.refused(401, "bad-credentials");
    sign_in(&hospital, "lead", PASSWORD).await.refused(429, "too-many-requests");

    hospital.wait_seconds(wait);
    for _ in 0..2 {
        for _ in 0..2 {
            sign_in(&hospital, "nurse", "not the password").await.refused(401, "bad-credentials");
        }
        sign_in(&hospital, "nurse", PASSWORD).await.expect(201);
    }
}

on_both_databases!(
    r31_a_named_user_signs_in_and_out,
    a_cookie_can_change_data_only_from_our_own_pages,
    r31_an_idle_session_locks_and_use_postpones_it,
    password_guessing_reveals_nothing_and_is_throttled,
);
