//! Guessing at passwords: whoever does it waits, and nobody else: neither the one whose name it is, nor the ward
//! behind the same address.

use std::net::{IpAddr, Ipv4Addr};
use std::rc::Rc;

use reqwest::Client;
use serde_json::{Value, json};
use stuffy::domain::site_rules::SessionPolicy;

use super::phones::Phone;
use crate::databases::{Database, on_both_databases};
use crate::test_app::{PASSWORD, TestHospital, TestOptions};

/// The address that the whole ward goes out by.
const WARD: u8 = 1;

/// A browser somewhere.
struct Browser {
    client: Client,
    base: String,
    cookie: String,
}

/// What it was told.
struct Told {
    status: u16,
    code: Value,
    cookies: String,
}

impl Browser {
    /// One behind this address.
    fn at(hospital: &Rc<TestHospital>, address: u8) -> Self {
        let address = IpAddr::V4(Ipv4Addr::new(127, 0, 0, address));
        let client = Client::builder().no_proxy().local_address(address).build().expect("a client");
        Self { client, base: hospital.base().to_owned(), cookie: String::new() }
    }

    fn with(self, cookie: &str) -> Self {
        Self { cookie: cookie.to_owned(), ..self }
    }

    async fn send(&self, path: &str, body: Value) -> Told {
        let request =
            self.client.post(format!("{}/api/v1{path}", self.base)).header("cookie", &self.cookie);
        let answer = request.json(&body).send().await.expect("an answer");
        let status = answer.status().as_u16();
        let set = answer
            .headers()
            .get_all("set-cookie")
            .iter()
            .filter_map(|cookie| cookie.to_str().ok()?.split(';').next());
        let cookies = set.collect::<Vec<_>>().join("; ");
        let body: Value = answer.json().await.expect("JSON");
        Told { status, code: body["code"].clone(), cookies }
    }

    async fn sign_in(&self, username: &str, password: &str) -> Told {
        self.send("/sessions", json!({ "username": username, "password": password })).await
    }

    /// Guesses until it is told to wait; how often it could.
    async fn guess(&self, username: &str) -> usize {
        for nth in 0..100 {
            let told = self.sign_in(username, &format!("guess number {nth}")).await;
            if told.status == 429 {
                return nth;
            }
            assert_eq!((told.status, told.code), (401, json!("bad-credentials")));
        }
        100
    }
}

/// A hospital where three guesses at a name and seven from an address are enough.
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

async fn who_guesses_at_a_name_stops_nobody_but_themselves(db: Database) {
    let hospital = open(db).await;
    let far = Browser::at(&hospital, 66);
    assert_eq!(far.guess("nurse").await, 3);
    assert_eq!(far.sign_in("nurse", PASSWORD).await.status, 429);
    // She signs in from the ward, on a browser that nobody knows, as often as she likes.
    for _ in 0..5 {
        assert_eq!(Browser::at(&hospital, WARD).sign_in("nurse", PASSWORD).await.status, 201);
    }
    hospital.wait_minutes(16);
    assert_eq!(far.sign_in("nurse", PASSWORD).await.status, 201);
}

async fn a_ward_signs_in_while_somebody_guesses_behind_its_address(db: Database) {
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
    assert_eq!(allowed, 7, "the address is used up");
    assert_eq!(Browser::at(&hospital, WARD).sign_in("nurse", PASSWORD).await.status, 429);

    let here = |cookie: &str| Browser::at(&hospital, WARD).with(cookie);
    assert_eq!(
        here(&desk.cookies).sign_in("nurse", PASSWORD).await.status,
        201,
        "the desk where she signed in before"
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
        "whoever is elsewhere"
    );
    // Guessing on the phone itself stops that name there, and no other, there or elsewhere.
    assert_eq!(here(&phone.cookie).guess("lead").await, 3);
    assert_eq!(here(&phone.cookie).sign_in("nurse", PASSWORD).await.status, 201);
    assert_eq!(Browser::at(&hospital, 2).sign_in("lead", PASSWORD).await.status, 201);
}

async fn being_known_opens_nothing_and_is_for_its_user_alone(db: Database) {
    let hospital = open(db).await;
    let begun = Browser::at(&hospital, WARD).sign_in("nurse", PASSWORD).await;
    let known = begun
        .cookies
        .split("; ")
        .find(|cookie| cookie.starts_with("stuffy_known="))
        .expect("it is known")
        .to_owned();
    let desk = || Browser::at(&hospital, 3).with(&known);
    let asked = hospital
        .stranger()
        .request(reqwest::Method::GET, "/children", &[("cookie", &known)], None)
        .await;
    asked.refused(401, "unauthenticated");
    // It guesses as often as anybody, then waits, and elsewhere nobody waits for it.
    assert_eq!(desk().guess("nurse").await, 3);
    assert_eq!(desk().sign_in("nurse", PASSWORD).await.status, 429);
    assert_eq!(Browser::at(&hospital, 3).sign_in("nurse", PASSWORD).await.status, 201);
    // At another's name, or with a seal that is none, it is as unknown as any.
    let forged = format!("{}A", &known[..known.len() - 1]);
    let forged = if forged == known { format!("{}E", &known[..known.len() - 1]) } else { forged };
    assert_eq!(Browser::at(&hospital, 4).with(&forged).guess("nurse").await, 3);
    assert_eq!(
        Browser::at(&hospital, 4).guess("nurse").await,
        0,
        "they were counted as this address's"
    );
    assert_eq!(Browser::at(&hospital, 5).with(&known).guess("lead").await, 3);
    assert_eq!(Browser::at(&hospital, 5).guess("lead").await, 0);

    // Several users of one browser are known there, each for themselves; a new password is known nowhere.
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
    let kept = hospital.db.everything().await;
    let number = known.trim_start_matches("stuffy_known=").split('.').next_back().expect("a seal");
    assert!(!kept.iter().any(|row| row.contains(number)), "no seal is kept");
}

async fn many_addresses_that_guess_at_one_name_are_stopped_together(db: Database) {
    let hospital = open(db).await;
    let desk = Browser::at(&hospital, WARD).sign_in("nurse", PASSWORD).await.cookies;
    for nth in 10..20 {
        assert_eq!(Browser::at(&hospital, nth).guess("nurse").await, 3);
    }
    assert_eq!(Browser::at(&hospital, 20).guess("nurse").await, 0, "thirty are enough");
    assert_eq!(Browser::at(&hospital, 20).with(&desk).sign_in("nurse", PASSWORD).await.status, 201);
    assert_eq!(Browser::at(&hospital, 20).sign_in("lead", PASSWORD).await.status, 201);
}

async fn guesses_made_at_the_same_moment_are_all_counted(db: Database) {
    let hospital = open(db).await;
    let guesses = (0..9).map(|nth| {
        let browser = Browser::at(&hospital, 7);
        actix_web::rt::spawn(async move {
            browser.sign_in("nurse", &format!("guess number {nth}")).await.status
        })
    });
    let mut told = Vec::new();
    for guess in guesses.collect::<Vec<_>>() {
        told.push(guess.await.expect("an answer"));
    }
    told.sort_unstable();
    assert_eq!(told, [401, 401, 401, 429, 429, 429, 429, 429, 429]);
}

on_both_databases!(
    who_guesses_at_a_name_stops_nobody_but_themselves,
    a_ward_signs_in_while_somebody_guesses_behind_its_address,
    being_known_opens_nothing_and_is_for_its_user_alone,
    many_addresses_that_guess_at_one_name_are_stopped_together,
    guesses_made_at_the_same_moment_are_all_counted,
);
