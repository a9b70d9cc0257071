//! Forms and cookies behind a proxy that terminates TLS.

use std::rc::Rc;

use reqwest::header::HeaderMap;

use super::site::Site;
use crate::databases::Database;
use crate::test_app::{PASSWORD, TestHospital, TestOptions};

/// The last byte of the address of the browser.
const DESK: u8 = 2;

/// Sends the sign-in form with these headers; returns the status and the headers of the response.
async fn sign_in(seen: &Rc<TestHospital>, headers: &[(&str, &str)]) -> (u16, HeaderMap) {
    let mut request = seen
        .client()
        .post(format!("{}/sign-in", seen.base()))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("accept", "text/html");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let form = format!("username=nurse&password={}", PASSWORD.replace(' ', "+"));
    let response = request.body(form).send().await.expect("a response");
    (response.status().as_u16(), response.headers().clone())
}

fn set_cookies(headers: &HeaderMap) -> Vec<&str> {
    headers.get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok()).collect()
}

#[actix_web::test]
async fn a_form_from_the_public_url_is_accepted_with_secure_cookies() {
    let site = Site::open(Database::sqlite(), TestOptions::default()).await;
    site.hospital.nurse().await;
    let (status, headers) = sign_in(
        &site.seen_from(DESK),
        &[("origin", &site.origin), ("sec-fetch-site", "same-origin")],
    )
    .await;
    assert_eq!(status, 303);
    expect_secure(&set_cookies(&headers));
    assert!(headers.contains_key("strict-transport-security"));
}

#[actix_web::test]
async fn scheme_and_host_come_from_the_proxy_if_there_is_no_public_url() {
    let site = Site::without_public_url(Database::sqlite()).await;
    site.hospital.nurse().await;
    let desk = site.seen_from(DESK);
    assert_eq!(sign_in(&desk, &[("origin", &site.origin)]).await.0, 303);
    let plain = site.origin.replacen("https", "http", 1);
    assert_eq!(sign_in(&desk, &[("origin", &plain)]).await.0, 403, "another scheme");
}

/// All cookies of a sign-in have the prefix that only https may set, and what it demands.
#[track_caller]
fn expect_secure(cookies: &[&str]) {
    assert_eq!(cookies.len(), 3, "{cookies:?}");
    for cookie in cookies {
        assert!(cookie.starts_with("__Host-"), "{cookie}");
        assert!(cookie.contains("; Secure") && cookie.contains("; Path=/"), "{cookie}");
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
}

#[actix_web::test]
async fn forged_origins_and_hosts_are_refused() {
    let with_url = Site::open(Database::sqlite(), TestOptions::default()).await;
    with_url.hospital.nurse().await;
    let without_url = Site::without_public_url(Database::sqlite()).await;
    without_url.hospital.nurse().await;
    for site in [&with_url, &without_url] {
        refuses_forgeries(site).await;
    }
}

async fn refuses_forgeries(site: &Site) {
    let evil = ("origin", "https://elsewhere.example");
    let forged: &[&[(&str, &str)]] = &[
        &[evil],
        &[evil, ("x-forwarded-host", "elsewhere.example")],
        &[evil, ("forwarded", "host=elsewhere.example;proto=https")],
        &[evil, ("x-forwarded-host", "elsewhere.example"), ("x-forwarded-proto", "https")],
        &[evil, ("x-forwarded-host", "elsewhere.example"), ("sec-fetch-site", "same-origin")],
        &[("origin", &site.origin), ("sec-fetch-site", "cross-site")],
        &[("origin", &site.origin), ("sec-fetch-site", "same-site")],
        &[("origin", "null")],
        &[],
    ];
    let desk = site.seen_from(DESK);
    for headers in forged {
        let (status, answer) = sign_in(&desk, headers).await;
        assert_eq!((status, set_cookies(&answer)), (403, vec![]), "{headers:?}");
    }
}
