//! Limits count the address of the client, not that of the proxy, and clients do not choose their address.

use reqwest::Method;
use serde_json::json;
use stuffy::domain::session_policy::SessionPolicy;

use super::site::Site;
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, PASSWORD, Reply, TestOptions};

/// The last byte of the stranger's address.
const STRANGER: u8 = 66;
/// The last byte of the address that a ward shares.
const WARD: u8 = 2;
/// Failed sign-ins from an address before unknown browsers there have to wait; the default.
const FAILURES: usize = 100;

async fn sign_in(by: &Actor, headers: &[(&str, &str)], username: &str, password: &str) -> Reply {
    let credentials = json!({ "username": username, "password": password });
    by.request(Method::POST, "/sessions", headers, Some(credentials.to_string())).await
}

async fn open(db: Database, failures: usize) -> Site {
    let signing_in = SessionPolicy {
        failures_per_address: i32::try_from(failures).expect("few"),
        ..TestOptions::default().signing_in
    };
    let site = Site::open(db, TestOptions { signing_in, ..TestOptions::default() }).await;
    site.hospital.nurse().await;
    site
}

async fn a_strangers_wrong_passwords_lock_out_nobody_else(db: Database) {
    let site = open(db, FAILURES).await;
    let stranger = site.seen_from(STRANGER).stranger();
    for nth in 0..FAILURES {
        // Names that nobody has, so that no limit of a single name is reached.
        sign_in(&stranger, &[], &format!("nobody-{nth}"), "a wrong password").await.expect(401);
    }
    sign_in(&stranger, &[], "nurse", PASSWORD).await.expect(429);
    let ward = site.seen_from(WARD).stranger();
    sign_in(&ward, &[], "nurse", PASSWORD).await.expect(201);
}

#[actix_web::test]
async fn a_client_does_not_choose_its_address() {
    let site = open(Database::sqlite(), 3).await;
    let stranger = site.seen_from(STRANGER).stranger();
    for nth in 0..3 {
        let (address, element) = (format!("192.0.2.{nth}"), format!("for=192.0.2.{nth}"));
        let forged = [("x-forwarded-for", address.as_str()), ("forwarded", element.as_str())];
        sign_in(&stranger, &forged, &format!("nobody-{nth}"), "wrong").await.expect(401);
    }
    let ward = [("x-forwarded-for", "127.0.0.2"), ("forwarded", "for=127.0.0.2")];
    sign_in(&stranger, &ward, "nurse", PASSWORD).await.expect(429);
}

#[actix_web::test]
async fn a_client_does_not_use_up_the_limit_of_another_address() {
    let site = open(Database::sqlite(), 3).await;
    let stranger = site.seen_from(STRANGER).stranger();
    let ward = [("x-forwarded-for", "127.0.0.2"), ("forwarded", "for=127.0.0.2")];
    for nth in 0..3 {
        sign_in(&stranger, &ward, &format!("nobody-{nth}"), "wrong").await.expect(401);
    }
    sign_in(&site.seen_from(WARD).stranger(), &[], "nurse", PASSWORD).await.expect(201);
}

on_both_databases!(a_strangers_wrong_passwords_lock_out_nobody_else,);
