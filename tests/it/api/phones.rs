//! Shared phones (R31): enrolment by an admin, sign-in by PIN, revocation.

use std::rc::Rc;

use reqwest::Method;
use serde_json::{Value, json};
use stuffy::domain::account::person::Role;
use stuffy::use_cases::sign_in::phones;
use stuffy::use_cases::sign_in::phones::Enrolled;

use crate::builders;
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, PASSWORD, Reply, TestHospital};

/// An enrolled phone with its cookie.
#[derive(Clone)]
pub(crate) struct Phone {
    hospital: Rc<TestHospital>,
    pub(crate) id: String,
    token: String,
    pub(crate) cookie: String,
}

impl Phone {
    /// Enrols a phone with a code from an admin.
    pub(crate) async fn enrolled(admin: &Actor, name: &str) -> Self {
        let offered = admin.post("/phones", json!({ "name": name })).await.expect(201);
        let url = offered.text("url");
        let code = url.rsplit('/').next().expect("a code");
        let Enrolled { phone, token } =
            phones::enrol(&admin.hospital.app, code, None).await.expect("the code is good");
        assert_eq!(phone.name, name);
        let cookie = format!("stuffy_phone={token}");
        Self { hospital: Rc::clone(&admin.hospital), id: phone.id.to_string(), token, cookie }
    }

    async fn post(&self, path: &str, body: Value) -> Reply {
        let cookie = [("cookie", self.cookie.as_str())];
        self.hospital.stranger().request(Method::POST, path, &cookie, Some(body.to_string())).await
    }

    /// The same phone, calling another node.
    pub(crate) fn on_node(&self, node: &Rc<TestHospital>) -> Self {
        Self { hospital: Rc::clone(node), ..self.clone() }
    }

    pub(crate) async fn by_pin(&self, username: &str, pin: &str) -> Reply {
        self.post("/sessions/pin", json!({ "username": username, "pin": pin })).await
    }

    async fn by_password(&self, username: &str) -> Reply {
        self.post("/sessions", json!({ "username": username, "password": PASSWORD })).await
    }
}

pub(crate) async fn set_pin(staff: &Actor, pin: &str) -> Reply {
    staff.put("/sessions/current/pin", json!({ "password": PASSWORD, "pin": pin })).await
}

async fn an_admin_enrols_a_phone_and_revokes_it(db: Database) {
    let hospital = TestHospital::start(db).await;
    let admin = hospital.admin().await;
    let offered = admin
        .post_with_key("/phones", "enrol-bay-3", json!({ "name": " Bay 3 " }))
        .await
        .expect(201);
    let again = admin
        .post_with_key("/phones", "enrol-bay-3", json!({ "name": " Bay 3 " }))
        .await
        .expect(201);
    assert_eq!(offered.bytes, again.bytes);
    let url = offered.text("url");
    let code =
        url.strip_prefix("https://stuffy.example/e/").expect("an address of ours").to_owned();
    assert_eq!(offered["name"], "Bay 3");
    assert_eq!(offered.text("expires_at"), hospital.seconds_from_now(600));
    assert_eq!(
        admin.get("/phones").await.expect(200)["items"],
        json!([]),
        "creating a code enrols no phone"
    );
    assert_eq!(phones::get_offer(&hospital.app, &code).await.as_deref(), Ok("Bay 3"));

    let Enrolled { phone, token } =
        phones::enrol(&hospital.app, &code, None).await.expect("a phone");
    assert!(phones::enrol(&hospital.app, &code, None).await.is_err(), "once");
    assert!(phones::get_offer(&hospital.app, &code).await.is_err());
    let listed = admin.get("/phones").await.expect(200);
    assert_eq!(
        listed["items"][0],
        json!({
            "id": phone.id.to_string(), "name": "Bay 3",
            "enrolled_by": { "id": admin.id, "display_name": "The admin" },
            "created_at": hospital.now(), "last_seen_at": hospital.now(), "revoked_at": null,
        })
    );
    assert_eq!(hospital.db.rows_with("Bay 3").await.len(), 1, "the code's row is gone");
    for secret in [&code, &token] {
        assert_eq!(hospital.db.rows_with(secret).await, Vec::<String>::new());
    }

    // An expired code enrols nothing.
    let late = admin.post("/phones", json!({ "name": "Bay 4" })).await.expect(201).text("url");
    let late = late.rsplit('/').next().expect("a code");
    hospital.wait_minutes(10);
    assert!(phones::get_offer(&hospital.app, late).await.is_err());
    assert!(phones::enrol(&hospital.app, late, None).await.is_err());

    let path = format!("/phones/{}", phone.id);
    admin.delete(&path).await.expect(204);
    hospital.wait_minutes(1);
    admin.delete(&path).await.expect(204);
    let revoked = admin.get("/phones").await.expect(200);
    assert_eq!(revoked["items"][0]["revoked_at"], hospital.minutes_ago(1));
    assert_eq!(phones::find_by_token(&hospital.app, &token).await, Ok(None));
    admin.delete("/phones/01a20288-b3f0-7f3c-9a77-2f4c8b1d9e55").await.refused(404, "not-found");
    admin.post("/phones", json!({ "name": " " })).await.refused(422, "invalid");

    // Enrolling a device again invalidates its previous token.
    let bay = Phone::enrolled(&admin, "Bay 5").await;
    let known = phones::find_by_token(&hospital.app, &bay.token).await.expect("an answer");
    let bay_id = known.expect("a phone").id;
    let url = admin.post("/phones", json!({ "name": "Bay 6" })).await.expect(201).text("url");
    let code = url.rsplit('/').next().expect("a code");
    let again = phones::enrol(&hospital.app, code, Some(bay_id)).await.expect("a phone");
    assert_eq!(phones::find_by_token(&hospital.app, &bay.token).await, Ok(None));
    assert_eq!(phones::find_by_token(&hospital.app, &again.token).await, Ok(Some(again.phone)));
}

async fn r31_a_pin_sign_in_on_an_enrolled_phone_ends_the_previous_session(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse, lead) =
        (hospital.admin().await, hospital.nurse().await, hospital.lead().await);
    let phone = Phone::enrolled(&admin, "Bay 3").await;
    phone.by_pin("nurse", "2580").await.refused(401, "bad-credentials");
    for (pin, password, at) in [
        ("1234", PASSWORD, "#/pin"),
        ("0000", PASSWORD, "#/pin"),
        ("258", PASSWORD, "#/pin"),
        ("25801479x", PASSWORD, "#/pin"),
        ("2580", "not the password", "#/password"),
    ] {
        let refused =
            nurse.put("/sessions/current/pin", json!({ "password": password, "pin": pin })).await;
        assert_eq!(refused.refused(422, "invalid").all("errors", "pointer"), [at]);
    }
    set_pin(&nurse, "2580").await.expect(204);
    set_pin(&lead, "1379").await.expect(204);
    let hashes =
        hospital.db.lines("SELECT pin_hash AS line FROM staff WHERE pin_hash IS NOT NULL").await;
    assert!(
        hashes.iter().all(|hash| hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")),
        "{hashes:?}"
    );

    let session_reply = phone.by_pin("nurse", "2580").await.expect(201);
    assert_eq!(session_reply["user"]["username"], "nurse");
    let (session, queue) =
        (session_reply.cookie("stuffy_session"), session_reply.cookie("stuffy_queue"));
    assert_eq!(session_reply.text("token"), session);
    let cookies: Vec<_> = session_reply
        .headers
        .get_all("set-cookie")
        .iter()
        .map(|it| it.to_str().expect("text").to_owned())
        .collect();
    assert!(cookies[0].contains("HttpOnly") && !cookies[1].contains("HttpOnly"), "{cookies:?}");
    assert!(cookies[1].contains("SameSite=Strict") && cookies[1].contains("Secure"), "{cookies:?}");
    for secret in [&session, &queue] {
        assert_eq!(hospital.db.rows_with(secret).await, Vec::<String>::new());
    }
    let hers = hospital.stranger().with_token(&session);
    hers.get("/sessions/current").await.expect(200);

    // The next user's sign-in, by PIN or password, ends the previous user's session.
    let next = phone.by_pin("lead", "1379").await.expect(201).text("token");
    hers.get("/sessions/current").await.refused(401, "unauthenticated");
    let his = hospital.stranger().with_token(&next);
    his.get("/sessions/current").await.expect(200);
    phone.by_password("nurse").await.expect(201);
    his.get("/sessions/current").await.refused(401, "unauthenticated");
    nurse.get("/sessions/current").await.expect(200);
    let users = phones::last_users(
        &hospital.app,
        phones::find_by_token(&hospital.app, &phone.token)
            .await
            .expect("a phone")
            .expect("known")
            .id,
    )
    .await;
    let names: Vec<_> = users.expect("users").into_iter().map(|staff| staff.username).collect();
    assert_eq!(names, ["nurse", "lead"]);

    // A PIN does not work without the phone's cookie, with a made-up one, or as a password.
    let words = json!({ "username": "nurse", "pin": "2580" });
    hospital
        .stranger()
        .post("/sessions/pin", words.clone())
        .await
        .refused(403, "phone-not-enrolled");
    let made_up = Phone {
        cookie: format!("stuffy_phone={session}"),
        hospital: Rc::clone(&hospital),
        id: String::new(),
        token: String::new(),
    };
    made_up.by_pin("nurse", "2580").await.refused(403, "phone-not-enrolled");
    phone.post("/sessions", words).await.refused(422, "invalid");
    phone.by_pin("lead", "2580").await.refused(401, "bad-credentials");
    phone
        .post("/sessions", json!({ "username": "nurse", "password": "2580" }))
        .await
        .refused(401, "bad-credentials");
}

async fn a_pin_is_locked_after_wrong_attempts_until_a_password_sign_in(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse, lead) =
        (hospital.admin().await, hospital.nurse().await, hospital.lead().await);
    let (phone, other) =
        (Phone::enrolled(&admin, "Bay 3").await, Phone::enrolled(&admin, "Bay 4").await);
    set_pin(&nurse, "2580").await.expect(204);
    set_pin(&lead, "1379").await.expect(204);
    for nth in 1..=5 {
        let wrong = phone.by_pin("nurse", "2589").await;
        let unknown = phone.by_pin("nobody.here", "2589").await;
        assert_eq!(wrong.bytes, unknown.bytes, "an unknown user gets the same response");
        let code = if nth < 5 { "bad-credentials" } else { "pin-locked" };
        wrong.refused(401, code);
    }
    phone.by_pin("nurse", "2580").await.refused(401, "pin-locked");
    // Nobody else is locked out, nor is she on other phones; and waiting does not unlock the PIN.
    phone.by_pin("lead", "1379").await.expect(201);
    other.by_pin("nurse", "2580").await.expect(201);
    other.by_password("nurse").await.expect(201);
    hospital.wait_minutes(60 * 24 * 3);
    phone.by_pin("nurse", "2580").await.refused(401, "pin-locked");
    phone.by_password("nurse").await.expect(201);
    phone.by_pin("nurse", "2589").await.refused(401, "bad-credentials");
    phone.by_pin("nurse", "2580").await.expect(201);

    // Concurrent guesses are all counted before any is compared.
    let guesses = ["3580", "4580", "5580", "6580", "7580", "8580", "9580", "2580"];
    let all = guesses.map(|pin| {
        let other = other.clone();
        actix_web::rt::spawn(
            async move { other.by_pin("lead", pin).await.expect(401).text("code") },
        )
    });
    let mut codes = Vec::new();
    for guess in all {
        codes.push(guess.await.expect("an answer"));
    }
    assert_eq!(codes.iter().filter(|code| *code == "bad-credentials").count(), 4, "{codes:?}");
}

async fn r31_revoking_a_lost_phone_ends_its_sessions_and_queues(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let (lost, kept) =
        (Phone::enrolled(&admin, "Bay 3").await, Phone::enrolled(&admin, "Bay 4").await);
    set_pin(&nurse, "2580").await.expect(204);
    let bear = builders::check_in(&nurse).await;
    let on_lost = lost.by_pin("nurse", "2580").await.expect(201);
    let on_kept = kept.by_pin("nurse", "2580").await.expect(201);
    let scan = json!({ "id": hospital.scan_id(), "tag": bear.tag, "occurred_at": hospital.now() });
    let batch = json!({ "sent_at": hospital.now(), "scans": [scan] });
    hospital.wait_minutes(1);
    admin.delete(&format!("/phones/{}", lost.id)).await.expect(204);

    let by = |token: String| hospital.stranger().with_token(&token);
    by(on_lost.text("token")).get("/sessions/current").await.refused(401, "unauthenticated");
    by(on_lost.cookie("stuffy_queue"))
        .post("/scans/batch", batch.clone())
        .await
        .refused(401, "unauthenticated");
    lost.by_pin("nurse", "2580").await.refused(403, "phone-not-enrolled");
    by(on_kept.text("token")).get("/sessions/current").await.expect(200);
    by(on_kept.cookie("stuffy_queue")).post("/scans/batch", batch).await.expect(200);
    kept.by_pin("nurse", "2580").await.expect(201);
    // With a password the phone can still be used like any unenrolled one.
    lost.by_password("nurse").await.expect(201);
}

async fn a_pin_is_removed_by_an_admin_and_by_a_new_password(db: Database) {
    let hospital = TestHospital::start(db).await;
    let admin = hospital.admin().await;
    let phone = Phone::enrolled(&admin, "Bay 3").await;
    let ada = hospital.sign_in_as("ada", Role::Staff).await;
    let path = format!("/staff/{}", ada.id);
    let has_pin = async || {
        let listed = admin.get("/staff").await.expect(200);
        let items = listed["items"].as_array().expect("a list").clone();
        let hers =
            items.into_iter().find(|staff| staff["username"] == "ada").expect("she works here");
        (hers["has_pin"].clone(), hers["revision"].clone())
    };
    assert_eq!(has_pin().await, (json!(false), json!(1)));
    set_pin(&ada, "2580").await.expect(204);
    assert_eq!(has_pin().await, (json!(true), json!(2)));
    admin.patch(&path, &json!(2), json!({ "pin": "1379" })).await.refused(422, "invalid");
    admin.patch(&path, &json!(2), json!({ "role": "lead" })).await.expect(200);
    let session_reply = phone.by_pin("ada", "2580").await.expect(201);
    let taken = admin.patch(&path, &json!(3), json!({ "pin": null })).await.expect(200);
    assert_eq!(taken["has_pin"], false);
    phone.by_pin("ada", "2580").await.refused(401, "bad-credentials");
    let session = hospital.stranger().with_token(&session_reply.text("token"));
    session.get("/sessions/current").await.expect(200);

    // Disabling removes session, PIN and queue; enabling does not restore them.
    set_pin(&ada, "2580").await.expect(204);
    let session_reply = phone.by_pin("ada", "2580").await.expect(201);
    let session = hospital.stranger().with_token(&session_reply.text("token"));
    let queue = hospital.stranger().with_token(&session_reply.cookie("stuffy_queue"));
    let batch = || json!({ "sent_at": hospital.now(), "scans": [{}] });
    queue.post("/scans/batch", batch()).await.expect(200);
    admin.patch(&path, &json!(5), json!({ "disabled": true })).await.expect(200);
    let all_are_rejected = async || {
        session.get("/sessions/current").await.refused(401, "unauthenticated");
        queue.post("/scans/batch", batch()).await.refused(401, "unauthenticated");
        phone.by_pin("ada", "2580").await.refused(401, "bad-credentials");
    };
    all_are_rejected().await;
    admin.patch(&path, &json!(6), json!({ "disabled": false })).await.expect(200);
    all_are_rejected().await;
    // A new password removes the PIN, as someone who knew the old password may have set it.
    let again = phone.by_password("ada").await.expect(201).text("token");
    set_pin(&hospital.stranger().with_token(&again), "2580").await.expect(204);
    let changed = admin
        .patch(&path, &json!(8), json!({ "password": "another long password" }))
        .await
        .expect(200);
    assert_eq!(changed["has_pin"], false);
}

on_both_databases!(
    an_admin_enrols_a_phone_and_revokes_it,
    r31_a_pin_sign_in_on_an_enrolled_phone_ends_the_previous_session,
    a_pin_is_locked_after_wrong_attempts_until_a_password_sign_in,
    r31_revoking_a_lost_phone_ends_its_sessions_and_queues,
    a_pin_is_removed_by_an_admin_and_by_a_new_password,
);
