//! Password guessing throttles the guesser only: not the user whose name is guessed, nor known devices behind the same
//! address.

use std::net::{IpAddr, Ipv4Addr};
use std::rc::Rc;

use reqwest::Client;
use serde_json::{Value, json};
use stuffy::domain::session_policy::SessionPolicy;

use super::phones::Phone;
use crate::databases::{Database, on_both_databases};
use crate::test_app::{PASSWORD, TestHospital, TestOptions};

/// The last byte of the address that the whole ward shares.
const WARD: u8 = 1;

/// A browser with an address and cookies of its own.
struct Browser {
    client: Client,
    base: String,
    cookie: String,
}

struct SignInReply {
    status: u16,
    code: Value,
    cookies: String,
}

impl Browser {
    /// `address` is the last byte of 127.0.0.x.
    fn at(hospital: &Rc<TestHospital>, address: u8) -> Self {
        let address = IpAddr::V4(Ipv4Addr::new(127, 0, 0, address));
        let client = Client::builder().no_proxy().local_address(address).build().expect("a client");
        Self { client, base: hospital.base().to_owned(), cookie: String::new() }
    }

    fn with(self, cookie: &str) -> Self {
        Self { cookie: cookie.to_owned(), ..self }
    }

    async fn send(&self, path: &str, body: Value) -> SignInReply {
        let request =
            self.client.post(format!("{}/api/v1{path}", self.base)).header("cookie", &self.cookie);
        let response = request.json(&body).send().await.expect("a response");
        let status = response.status().as_u16();
        let set = response
            .headers()
            .get_all("set-cookie")
            .iter()
            .filter_map(|cookie| cookie.to_str().ok()?.split(';').next());
        let cookies = set.collect::<Vec<_>>().join("; ");
        let body: Value = response.json().await.expect("JSON");
        SignInReply { status, code: body["code"].clone(), cookies }
    }

    async fn sign_in(&self, username: &str, password: &str) -> SignInReply {
        self.send("/sessions", json!({ "username": username, "password": password })).await
    }

    /// Guesses until it is blocked; returns the number of guesses before that.
    async fn guess(&self, username: &str) -> usize {
        for nth in 0..100 {
            let reply = self.sign_in(username, &format!("guess number {nth}")).await;
            if reply.status == 429 {
                return nth;
            }
            assert_eq!((reply.status, reply.code), (401, json!("bad-credentials")));
        }
        100
    }
}

/// A hospital that blocks after three failures for a name and seven from an address.
async fn open(db: Database) -> Rc<TestHospital> {
    let signing_in = SessionPolicy {
        failures_per_user: 3,
        failures_per_address: 7,
        ..TestOptions::default().signing_in
    };
    let hospital =
        TestHospital::start_with(db, TestOptions { signing_in, ..TestOptions::default() }).await;
    hospital.nurse().await;
    hospital.lead().await;
    hospital
}

async fn guessing_at_a_username_blocks_only_the_guesser(db: Database) {
    let hospital = open(db).await;
    let far = Browser::at(&hospital, 66);
    assert_eq!(far.guess("nurse").await, 3);
    assert_eq!(far.sign_in("nurse", PASSWORD).await.status, 429);
    // She can still sign in from the ward on an unknown browser.
    for _ in 0..5 {
        assert_eq!(Browser::at(&hospital, WARD).sign_in("nurse", PASSWORD).await.status, 201);
    }
    hospital.wait_minutes(16);
    assert_eq!(far.sign_in("nurse", PASSWORD).await.status, 201);
}

async fn known_devices_can_sign_in_while_their_address_is_blocked(db: Database) {
    let hospital = open(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    nurse
        .put("/sessions/current/pin", json!({ "password": PASSWORD, "pin": "2580" }))
        .await
        .expect(204);
    let phone = Phone::enrolled(&admin, "Bay 3").await;
    let desk = Browser::at(&hospital, WARD).sign_in("nurse", PASSWORD).await;
    let mut allowed = 0;
    for name in ["nurse", "lead", "admin", "nobody.here"] {
        allowed += Browser::at(&hospital, WARD).guess(name).await;
    }
    assert_eq!(allowed, 7, "the address is blocked");
    assert_eq!(Browser::at(&hospital, WARD).sign_in("nurse", PASSWORD).await.status, 429);

    let here = |cookie: &str| Browser::at(&hospital, WARD).with(cookie);
    assert_eq!(
        here(&desk.cookies).sign_in("nurse", PASSWORD).await.status,
        201,
        "a browser where she signed in before"
    );
    assert_eq!(
        here(&phone.cookie).sign_in("lead", PASSWORD).await.status,
        201,
        "an enrolled phone"
    );
    let pin = here(&phone.cookie)
        .send("/sessions/pin", json!({ "username": "nurse", "pin": "2580" }))
        .await;
    assert_eq!(pin.status, 201, "and its PINs");
    nurse.get("/sessions/current").await.expect(200);
    assert_eq!(
        Browser::at(&hospital, 2).sign_in("admin", PASSWORD).await.status,
        201,
        "another address"
    );
    // Guessing on the phone blocks that name on that phone only.
    assert_eq!(here(&phone.cookie).guess("lead").await, 3);
    assert_eq!(here(&phone.cookie).sign_in("nurse", PASSWORD).await.status, 201);
    assert_eq!(Browser::at(&hospital, 2).sign_in("lead", PASSWORD).await.status, 201);
}

async fn a_known_device_cookie_grants_nothing_and_covers_only_its_users(db: Database) {
    let hospital = open(db).await;
    let first = Browser::at(&hospital, WARD).sign_in("nurse", PASSWORD).await;
    let known = first
        .cookies
        .split("; ")
        .find(|cookie| cookie.starts_with("__Host-stuffy_known="))
        .expect("a known-device cookie")
        .to_owned();
    let desk = || Browser::at(&hospital, 3).with(&known);
    let reply = hospital
        .stranger()
        .request(reqwest::Method::GET, "/children", &[("cookie", &known)], None)
        .await;
    reply.refused(401, "unauthenticated");
    // With the cookie, guessing is blocked just as soon, and blocks nobody else.
    assert_eq!(desk().guess("nurse").await, 3);
    assert_eq!(desk().sign_in("nurse", PASSWORD).await.status, 429);
    assert_eq!(Browser::at(&hospital, 3).sign_in("nurse", PASSWORD).await.status, 201);
    // For another user's name, or with a forged seal, the cookie does not count.
    let forged = format!("{}A", &known[..known.len() - 1]);
    let forged = if forged == known { format!("{}E", &known[..known.len() - 1]) } else { forged };
    assert_eq!(Browser::at(&hospital, 4).with(&forged).guess("nurse").await, 3);
    assert_eq!(
        Browser::at(&hospital, 4).guess("nurse").await,
        0,
        "the guesses counted for the address"
    );
    assert_eq!(Browser::at(&hospital, 5).with(&known).guess("lead").await, 3);
    assert_eq!(Browser::at(&hospital, 5).guess("lead").await, 0);

    // A browser can be known for several users; a new password makes it unknown again.
    hospital.wait_minutes(16);
    let both = desk().sign_in("lead", PASSWORD).await.cookies;
    assert_eq!(Browser::at(&hospital, 6).guess("nurse").await, 3);
    assert_eq!(Browser::at(&hospital, 6).guess("lead").await, 3);
    for name in ["nurse", "lead"] {
        assert_eq!(
            Browser::at(&hospital, 6).with(&both).sign_in(name, PASSWORD).await.status,
            201,
            "{name}"
        );
    }
    let (admin, id) = (hospital.admin().await, hospital.nurse().await.id);
    admin
        .patch(&format!("/staff/{id}"), &json!(1), json!({ "password": "another long password" }))
        .await
        .expect(200);
    assert_eq!(
        Browser::at(&hospital, 6)
            .with(&both)
            .sign_in("nurse", "another long password")
            .await
            .status,
        429
    );
    let rows = hospital.db.everything().await;
    let seal =
        known.trim_start_matches("__Host-stuffy_known=").split('.').next_back().expect("a seal");
    assert!(!rows.iter().any(|row| row.contains(seal)), "no seal is stored");
}

async fn guesses_from_many_addresses_at_one_name_are_blocked_together(db: Database) {
    let hospital = open(db).await;
    let desk = Browser::at(&hospital, WARD).sign_in("nurse", PASSWORD).await.cookies;
    for nth in 10..20 {
        assert_eq!(Browser::at(&hospital, nth).guess("nurse").await, 3);
    }
    assert_eq!(Browser::at(&hospital, 20).guess("nurse").await, 0, "thirty guesses are the limit");
    assert_eq!(Browser::at(&hospital, 20).with(&desk).sign_in("nurse", PASSWORD).await.status, 201);
    assert_eq!(Browser::at(&hospital, 20).sign_in("lead", PASSWORD).await.status, 201);
}

async fn simultaneous_guesses_are_all_counted(db: Database) {
    let hospital = open(db).await;
    let guesses = (0..9).map(|nth| {
        let browser = Browser::at(&hospital, 7);
        actix_web::rt::spawn(async move {
            browser.sign_in("nurse", &format!("guess number {nth}")).await.status
        })
    });
    let mut statuses = Vec::new();
    for guess in guesses.collect::<Vec<_>>() {
        statuses.push(guess.await.expect("a response"));
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [401, 401, 401, 429, 429, 429, 429, 429, 429]);
}

on_both_databases!(
    guessing_at_a_username_blocks_only_the_guesser,
    known_devices_can_sign_in_while_their_address_is_blocked,
    a_known_device_cookie_grants_nothing_and_covers_only_its_users,
    guesses_from_many_addresses_at_one_name_are_blocked_together,
    simultaneous_guesses_are_all_counted,
);
