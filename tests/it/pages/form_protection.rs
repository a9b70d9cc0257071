//! Protection of forms against session fixation and cross-site request forgery.

use reqwest::header::HeaderMap;
use reqwest::redirect::Policy;
use reqwest::{Client, Method};

use super::access::{Scene, form_routes};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, PASSWORD, TestHospital};

/// Sends a form like a browser, with exactly these headers.
async fn send(
    hospital: &TestHospital,
    path: &str,
    headers: &[(&str, &str)],
    form: &str,
) -> (u16, HeaderMap, String) {
    let client = Client::builder().no_proxy().redirect(Policy::none()).build().expect("a client");
    let mut request = client.request(Method::POST, format!("{}{path}", hospital.base()));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request
        .header("content-type", "application/x-www-form-urlencoded")
        .header("accept", "text/html");
    let response = request.body(form.to_owned()).send().await.expect("a response");
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    (status, headers, response.text().await.expect("text"))
}

/// A cookie that the response sets, with its attributes.
fn set(headers: &HeaderMap, name: &str) -> String {
    let all = headers.get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok());
    let begins = format!("__Host-{name}=");
    all.filter(|cookie| cookie.starts_with(&begins)).collect::<Vec<_>>().join(" and ")
}

fn value(cookie: &str) -> String {
    let pair = cookie.split(';').next().unwrap_or_default();
    pair.split_once('=').map(|(_, value)| value.to_owned()).unwrap_or_default()
}

async fn is_good(stranger: &Actor, token: &str) -> bool {
    stranger.with_token(token).get("/sessions/current").await.status == 200
}

async fn sign_in_ignores_planted_session_cookies(db: Database) {
    let hospital = TestHospital::start(db).await;
    let stranger = hospital.stranger();
    hospital.nurse().await;
    let mallory = hospital.lead().await.token.expect("a token");
    let words = format!("username=nurse&password={}", PASSWORD.replace(' ', "+"));
    let own = ("sec-fetch-site", "same-origin");
    let mut tokens = Vec::new();
    // Planted tokens: an invented one, and the token of another user, whose session ends.
    for planted in ["made-up-and-planted", &mallory] {
        let cookie = format!("stuffy_session={planted}; stuffy_queue=que_{planted}");
        let (status, headers, _) =
            send(&hospital, "/sign-in", &[("cookie", &cookie), own], &words).await;
        assert_eq!(status, 303);
        let (session, queue, known) = (
            set(&headers, "stuffy_session"),
            set(&headers, "stuffy_queue"),
            set(&headers, "stuffy_known"),
        );
        for part in ["; HttpOnly", "; SameSite=Lax", "; Secure", "; Path=/", "; Max-Age="] {
            assert!(session.contains(part), "{part} in {session}");
        }
        // The queue token is readable by scripts and sent to same-site requests only.
        assert!(
            !queue.contains("HttpOnly")
                && queue.contains("; SameSite=Strict")
                && queue.contains("; Secure"),
            "{queue}"
        );
        assert!(
            known.contains("; HttpOnly")
                && known.contains("; SameSite=Strict")
                && known.contains("; Secure"),
            "{known}"
        );
        assert!(
            [&session, &queue, &known].iter().all(|cookie| !cookie.contains("Domain")),
            "of this host alone"
        );
        let token = value(&session);
        assert!(token.len() == 43 && token != planted && value(&queue) != format!("que_{planted}"));
        assert!(is_good(&stranger, &token).await);
        assert!(!is_good(&stranger, planted).await, "what was planted opens nothing");
        tokens.push(token);
    }
    assert_ne!(tokens[0], tokens[1], "each sign-in makes a session of its own");
    // A failed sign-in creates no session.
    let (status, headers, _) =
        send(&hospital, "/sign-in", &[own], "username=nurse&password=wrong").await;
    assert_eq!((status, set(&headers, "stuffy_session").as_str()), (401, ""));

    // Signing out ends the session on the server, even if the cookie survives.
    let cookie = format!("stuffy_session={}", tokens[1]);
    let (status, headers, _) = send(&hospital, "/sign-out", &[("cookie", &cookie), own], "").await;
    assert_eq!((status, value(&set(&headers, "stuffy_session")).as_str()), (303, ""));
    assert!(!is_good(&stranger, &tokens[1]).await);
    assert!(is_good(&stranger, &tokens[0]).await, "and no other");
}

async fn cross_site_forms_are_rejected(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let scene = Scene::set(&admin, &nurse).await;
    let cookie = format!("stuffy_session={}", admin.token.as_deref().expect("a token"));
    let before = hospital.db.all_but_the_audit().await;
    let mut wrong = Vec::new();
    for path in form_routes() {
        let elsewhere: &[&[(&str, &str)]] = &[
            &[("origin", "https://elsewhere.example")],
            &[("origin", "null")],
            &[],
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site"), ("origin", "null")],
            &[("origin", "https://elsewhere.example"), ("sec-fetch-site", "same-origin")],
            &[("origin", "http://stuffy.example")],
            &[("origin", "https://stuffy.example.elsewhere.example")],
        ];
        for from in elsewhere {
            let headers = [&[("cookie", cookie.as_str())], *from].concat();
            let (status, headers, _) =
                send(&hospital, &scene.path(path), &headers, "username=admin&password=x").await;
            if status != 403 || headers.contains_key("set-cookie") {
                wrong.push(format!("POST {path} from {from:?} answers {status}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(hospital.db.all_but_the_audit().await, before, "and nothing came of it");
    // The same form is accepted from our own site.
    let own = [("cookie", cookie.as_str()), ("origin", "https://stuffy.example")];
    let (status, ..) = send(&hospital, "/sign-out", &own, "").await;
    assert_eq!(status, 303);
}

on_both_databases!(sign_in_ignores_planted_session_cookies, cross_site_forms_are_rejected,);
