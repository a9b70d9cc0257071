//! Which account a sign-in leads to, with which role, and what changes later.

use serde_json::{Value, json};
use stuffy::domain::account::hospital_account::{
    GroupMapping, HospitalAccount, VerifiedIdentity, numbered_username,
};
use stuffy::domain::account::person::Role;

use super::provider::{KeyKind, MockProvider};
use super::{TestBrowser, count, count_refusals, hospital};
use crate::databases::{Database, on_both_databases};
use crate::pages::page_client::PageClient;
use crate::test_app::PASSWORD;

/// A person with these groups.
pub(super) fn nora(groups: &[&str]) -> Value {
    json!({ "sub": "s-1", "name": "Nora Lind", "preferred_username": "Nora.Lind@hospital.example", "groups": groups })
}

async fn an_account_is_created_once_and_recognised_by_issuer_and_subject(db: Database) {
    let provider = MockProvider::open();
    let hospital = hospital(db, &provider).await;
    let browser = TestBrowser::new(&hospital);
    let page = browser.sign_in(&provider, nora(&["ward", "choir"])).await;
    page.assert_signed_in();
    let session = page
        .set
        .iter()
        .find(|cookie| cookie.starts_with("__Host-stuffy_session="))
        .expect("a session");
    for word in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
        assert!(session.contains(word), "{session}");
    }
    assert_eq!(browser.cookie("stuffy_passage"), None);
    let me = browser.api_client().get("/sessions/current").await.expect(200);
    assert_eq!(
        (me.text("user/username"), me.text("user/display_name")),
        ("nora.lind".to_owned(), "Nora Lind".to_owned())
    );
    assert_eq!(me.text("user/role"), "staff");
    // She has the permissions of a nurse.
    browser.api_client().get("/reports/summary").await.refused(403, "forbidden");

    // A new name and address: still the same account. Another subject with her old name is another account.
    let other = TestBrowser::new(&hospital);
    let married = json!({ "sub": "s-1", "name": "Nora Berg", "preferred_username": "nora.berg", "groups": ["ward"] });
    other.sign_in(&provider, married).await.assert_signed_in();
    let her = other.api_client().get("/sessions/current").await.expect(200);
    assert_eq!(her.text("user/id"), me.text("user/id"));
    assert_eq!(
        (her.text("user/username"), her.text("user/display_name")),
        ("nora.lind".to_owned(), "Nora Berg".to_owned())
    );
    let namesake = TestBrowser::new(&hospital);
    let person = json!({ "sub": "s-2", "name": "Another", "preferred_username": "nora.lind", "groups": ["ward"] });
    namesake.sign_in(&provider, person).await.assert_signed_in();
    let them = namesake.api_client().get("/sessions/current").await.expect(200);
    assert_ne!(them.text("user/id"), me.text("user/id"));
    assert_eq!(them.text("user/username"), "nora.lind-2");
    // Her first session is still valid.
    browser.api_client().get("/sessions/current").await.expect(200);
    assert_eq!(count(&hospital, "staff").await, 2);

    // The audit log contains the sign-in.
    let admin = hospital.admin().await;
    let entries = admin.get("/audit").await.expect(200);
    for (nth, topic) in ["staff", "session"].into_iter().enumerate() {
        let entry = &entries["items"][nth];
        assert_eq!((&entry["action"], &entry["topic"]), (&json!("did"), &json!(topic)), "{entry}");
        assert_eq!(entry["actor"], json!({ "kind": "staff", "id": me.text("user/id") }));
        assert_eq!(entry["route"], "GET /sign-in/hospital/back");
    }
}

async fn a_hospital_account_never_takes_over_a_local_account(db: Database) {
    let provider = MockProvider::open();
    let hospital = hospital(db, &provider).await;
    let admin = hospital.admin().await;
    let browser = TestBrowser::new(&hospital);
    let person = json!({ "sub": "mallory", "name": "The admin", "preferred_username": "admin", "email": "admin@hospital.example", "groups": ["ward"] });
    browser.sign_in(&provider, person).await.assert_signed_in();
    let them = browser.api_client().get("/sessions/current").await.expect(200);
    assert_ne!(them.text("user/id"), admin.id);
    assert_eq!(
        (them.text("user/username"), them.text("user/role")),
        ("admin-2".to_owned(), "staff".to_owned())
    );
    let listed = admin.get("/staff").await.expect(200);
    let hospitals: Vec<_> = listed["items"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| one["hospital_account"].clone())
        .collect();
    assert_eq!(hospitals, [json!(false), json!(true)]);
}

async fn groups_decide_the_role_at_each_sign_in(db: Database) {
    let provider = MockProvider::open();
    let hospital = hospital(db, &provider).await;
    let (first, second) = (TestBrowser::new(&hospital), TestBrowser::new(&hospital));
    first.sign_in(&provider, nora(&["ward", "it", "charge-nurses"])).await.assert_signed_in();
    assert_eq!(first.api_client().get("/sessions/current").await.text("user/role"), "admin");
    // The same role again ends no session.
    second.sign_in(&provider, nora(&["it"])).await.assert_signed_in();
    first.api_client().get("/sessions/current").await.expect(200);

    // A lower role ends all sessions with the higher one.
    let third = TestBrowser::new(&hospital);
    third.sign_in(&provider, nora(&["charge-nurses", "ward"])).await.assert_signed_in();
    assert_eq!(third.api_client().get("/sessions/current").await.text("user/role"), "lead");
    for browser in [&first, &second] {
        browser.api_client().get("/sessions/current").await.refused(401, "unauthenticated");
    }
    // A higher role ends no session. A single group may be a string.
    let fourth = TestBrowser::new(&hospital);
    let person = json!({ "sub": "s-1", "name": "Nora Lind", "groups": "it" });
    fourth.sign_in(&provider, person).await.assert_signed_in();
    assert_eq!(third.api_client().get("/sessions/current").await.text("user/role"), "admin");

    // Without a role she is signed out everywhere.
    let fifth = TestBrowser::new(&hospital);
    let before = count_refusals(&hospital).await;
    fifth.sign_in(&provider, nora(&["choir"])).await.assert_refused(403, "none of your groups");
    third.api_client().get("/sessions/current").await.refused(401, "unauthenticated");
    assert_eq!(count_refusals(&hospital).await, before + 1);
    // No account is created for a new user without a role.
    for person in
        [json!({ "sub": "s-9", "name": "Vic" }), json!({ "sub": "s-9", "groups": { "it": true } })]
    {
        fifth.sign_in(&provider, person).await.assert_refused(403, "none of your groups");
    }
    assert_eq!(count(&hospital, "staff").await, 1);
    fifth.sign_in(&provider, nora(&["ward"])).await.assert_signed_in();
}

async fn disabled_accounts_cannot_sign_in(db: Database) {
    let provider = MockProvider::open();
    let hospital = hospital(db, &provider).await;
    let (admin, browser) = (hospital.admin().await, TestBrowser::new(&hospital));
    browser.sign_in(&provider, nora(&["ward"])).await.assert_signed_in();
    let id = browser.api_client().get("/sessions/current").await.text("user/id");
    admin.patch(&format!("/staff/{id}"), &json!(1), json!({ "disabled": true })).await.expect(200);
    browser.api_client().get("/sessions/current").await.refused(401, "unauthenticated");
    // More groups do not help.
    browser.sign_in(&provider, nora(&["it"])).await.assert_refused(403, "in Stuffy is disabled");
    let roles = hospital.db.lines("SELECT role AS line FROM staff WHERE subject = 's-1'").await;
    assert_eq!(roles, ["staff"]);
    admin.patch(&format!("/staff/{id}"), &json!(2), json!({ "disabled": false })).await.expect(200);
    browser.sign_in(&provider, nora(&["ward"])).await.assert_signed_in();
}

async fn a_hospital_account_has_neither_password_nor_pin(db: Database) {
    let provider = MockProvider::open();
    let hospital = hospital(db, &provider).await;
    let (admin, browser) = (hospital.admin().await, TestBrowser::new(&hospital));
    browser.sign_in(&provider, nora(&["ward"])).await.assert_signed_in();
    let me = browser.api_client();
    let id = me.get("/sessions/current").await.text("user/id");
    for password in ["", PASSWORD, "s-1"] {
        let words = json!({ "username": "nora.lind", "password": password });
        let output = hospital.stranger().post("/sessions", words).await;
        assert!([401, 422].contains(&output.status), "{}", output.body);
    }
    let path = format!("/staff/{id}");
    admin
        .patch(&path, &json!(1), json!({ "password": PASSWORD }))
        .await
        .refused(409, "hospital-account");
    me.put("/sessions/current/pin", json!({ "password": PASSWORD, "pin": "2580" }))
        .await
        .refused(409, "hospital-account");
    let hashes = hospital.db.lines("SELECT password_hash || COALESCE(pin_hash, '') AS line FROM staff WHERE subject = 's-1'").await;
    assert_eq!(hashes, [""]);

    // The pages say the same.
    let desk = PageClient::new(&hospital, &admin);
    assert!(desk.get("/admin/staff").await.text.contains("hospital account"));
    let page = desk.get(&format!("/admin{path}")).await;
    assert!(
        page.text.contains("without a password or PIN") && !page.text.contains("name=\"password\""),
        "{}",
        page.text
    );
    let form = [("revision", "1"), ("password", PASSWORD)];
    let output = desk.post(&format!("/admin{path}"), &form).await;
    assert_eq!(output.status, 409);
    assert!(output.text.contains("without a password or PIN"), "{}", output.text);
    let form = [("password", PASSWORD), ("pin", "2580"), ("again", "2580")];
    assert_eq!(PageClient::new(&hospital, &me).post("/pin", &form).await.status, 409);
}

async fn rsa_and_ec_keys_and_both_client_secret_methods_work(db: Database) {
    let provider = MockProvider::open();
    provider.require_secret_in_body();
    let hospital = hospital(db, &provider).await;
    for kind in [KeyKind::Rs256, KeyKind::Es256] {
        provider.use_key_kind(kind);
        TestBrowser::new(&hospital).sign_in(&provider, nora(&["ward"])).await.assert_signed_in();
    }
}

on_both_databases!(
    an_account_is_created_once_and_recognised_by_issuer_and_subject,
    a_hospital_account_never_takes_over_a_local_account,
    groups_decide_the_role_at_each_sign_in,
    disabled_accounts_cannot_sign_in,
    a_hospital_account_has_neither_password_nor_pin,
    rsa_and_ec_keys_and_both_client_secret_methods_work,
);

fn proven(name: &str, username: &str) -> VerifiedIdentity {
    let account =
        HospitalAccount { issuer: "https://login.example".to_owned(), subject: "s".to_owned() };
    VerifiedIdentity {
        account,
        name: Some(name.to_owned()),
        username: Some(username.to_owned()),
        role: None,
    }
}

#[test]
fn provider_names_are_adapted_to_our_rules() {
    for (output, made) in [
        ("Nora.Lind@hospital.example", "nora.lind"),
        ("HOSPITAL\\nora", "hospitalnora"),
        ("Åse Ø", "se"),
        ("Ø", "colleague"),
        ("@", "colleague"),
        ("<script>", "script"),
    ] {
        assert_eq!(proven("", output).username(), made, "{output}");
        assert!(stuffy::web::validation::is_username(made));
    }
    let long = "x".repeat(70);
    assert_eq!(proven("", &long).username().len(), 40);
    assert_eq!(numbered_username(&"x".repeat(40), 12), format!("{}-12", "x".repeat(37)));
    assert_eq!(proven("  Nora\nLind ", "n").display_name("nora"), "Nora Lind");
    assert_eq!(proven("\u{7}", "n").display_name("nora"), "nora");
    assert_eq!(proven(&"å".repeat(200), "n").display_name("nora").chars().count(), 80);
}

#[test]
fn the_highest_role_wins() {
    let named = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    let groups =
        GroupMapping { staff: named(&["a", "b"]), lead: named(&["b"]), admin: named(&["c"]) };
    for (of, role) in [
        (&["a"][..], Some(Role::Staff)),
        (&["b", "a"], Some(Role::Lead)),
        (&["a", "c"], Some(Role::Admin)),
        (&["A", "c "], None),
        (&[], None),
    ] {
        assert_eq!(groups.role(&named(of)), role, "{of:?}");
    }
}
