//! Cookies that another host below the same domain has planted sign nobody in as somebody else, and nobody out.

use reqwest::Method;
use serde_json::json;

use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, Reply, TestHospital, TestOptions};

fn token(actor: &Actor) -> &str {
    actor.token.as_deref().expect("a token")
}

/// Asks who is signed in with these cookies.
async fn who(hospital: &std::rc::Rc<TestHospital>, cookies: &str) -> Reply {
    let headers = [("cookie", cookies)];
    hospital.stranger().request(Method::GET, "/sessions/current", &headers, None).await
}

async fn the_cookie_of_this_host_wins_over_a_planted_one(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (nurse, mallory) = (hospital.nurse().await, hospital.lead().await);
    let own = format!("__Host-stuffy_session={}", token(&nurse));
    let planted = format!("stuffy_session={}", token(&mallory));
    for cookies in [
        format!("{planted}; {own}"),
        format!("{own}; {planted}"),
        format!("{planted}; {own}; {planted}x"),
        format!("stuffy_session; =; {own}"),
        format!("__Host-stuffy_session=made-up; {own}"),
    ] {
        let me = who(&hospital, &cookies).await.expect(200);
        assert_eq!(me.text("user/id"), nurse.id, "{cookies}");
    }
    // A session that is over is not replaced by a planted one.
    nurse.delete("/sessions/current").await.expect(204);
    who(&hospital, &format!("{planted}; {own}")).await.refused(401, "unauthenticated");
}

async fn of_plain_cookies_the_one_that_authenticates_wins(db: Database) {
    let http = TestOptions { public_url: None, ..TestOptions::default() };
    let hospital = TestHospital::start_with(db, http).await;
    let (nurse, mallory) = (hospital.nurse().await, hospital.lead().await);
    let own = format!("stuffy_session={}", token(&nurse));
    for cookies in [
        format!("stuffy_session=made-up; {own}"),
        format!("{own}; stuffy_session=made-up"),
        format!("stuffy_session=; stuffy_session; {own}"),
        format!("{own}; {own}"),
    ] {
        assert_eq!(who(&hospital, &cookies).await.expect(200).text("user/id"), nurse.id);
    }
    // Two valid sessions of different people: nobody acts as somebody else.
    let both = format!("stuffy_session={}; {own}", token(&mallory));
    who(&hospital, &both).await.refused(401, "unauthenticated");
    // Without https there is no prefix to trust.
    let prefixed = format!("__Host-stuffy_session={}; {own}", token(&mallory));
    assert_eq!(who(&hospital, &prefixed).await.expect(200).text("user/id"), nurse.id);
}

async fn cookies_of_the_version_before_are_read_and_deleted(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let cookie = format!("stuffy_session={}", token(&nurse));
    who(&hospital, &cookie).await.expect(200);
    let headers = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin")];
    let out = hospital
        .stranger()
        .request(Method::DELETE, "/sessions/current", &headers, None)
        .await
        .expect(204);
    let set: Vec<_> = out.headers.get_all("set-cookie").iter().collect();
    for name in ["stuffy_session", "stuffy_queue"] {
        for name in [name.to_owned(), format!("__Host-{name}")] {
            let deleted = format!("{name}=;");
            let found = set.iter().filter_map(|value| value.to_str().ok());
            let found: Vec<_> = found.filter(|value| value.starts_with(&deleted)).collect();
            assert_eq!(found.len(), 1, "{name} in {set:?}");
            assert!(found[0].contains("Max-Age=0") && found[0].contains("Path=/"), "{found:?}");
            assert!(found[0].contains("Secure") && !found[0].contains("Domain"), "{found:?}");
        }
    }
}

async fn a_planted_phone_cookie_does_not_hide_the_enrolled_phone(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    super::phones::set_pin(&nurse, "2580").await.expect(204);
    let phone = super::phones::Phone::enrolled(&admin, "Bay 3").await;
    let sign_in = async |cookies: String| {
        let body = json!({ "username": "nurse", "pin": "2580" }).to_string();
        let headers = [("cookie", cookies.as_str())];
        hospital.stranger().request(Method::POST, "/sessions/pin", &headers, Some(body)).await
    };
    sign_in(format!("stuffy_phone=planted; {}", phone.cookie)).await.expect(201);
    sign_in(format!("stuffy_phone=planted; __Host-{}", phone.cookie)).await.expect(201);
    let other = super::phones::Phone::enrolled(&admin, "Mallory's").await;
    sign_in(format!("{}; __Host-{}", other.cookie, phone.cookie)).await.expect(201);
    sign_in(format!("{}; {}", other.cookie, phone.cookie)).await.refused(403, "phone-not-enrolled");
}

on_both_databases!(
    the_cookie_of_this_host_wins_over_a_planted_one,
    of_plain_cookies_the_one_that_authenticates_wins,
    cookies_of_the_version_before_are_read_and_deleted,
    a_planted_phone_cookie_does_not_hide_the_enrolled_phone,
);
