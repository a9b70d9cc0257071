//! Who comes in by a hospital account, as whom, and what becomes of it later.

use serde_json::{Value, json};
use stuffy::domain::account::hospital_account::{
    GroupMapping, HospitalAccount, VerifiedIdentity, numbered,
};
use stuffy::domain::account::person::Role;

use super::provider::{KeyKind, Sign};
use super::{Guest, count, hospital, refused};
use crate::databases::{Database, on_both_databases};
use crate::pages::page_client::PageClient;
use crate::test_app::PASSWORD;

/// Somebody of the hospital's.
pub(super) fn nora(groups: &[&str]) -> Value {
    json!({ "sub": "s-1", "name": "Nora Lind", "preferred_username": "Nora.Lind@hospital.example", "groups": groups })
}

async fn somebody_comes_in_is_made_once_and_known_again_by_account_alone(db: Database) {
    let provider = Sign::open();
    let hospital = hospital(db, &provider).await;
    let guest = Guest::of(&hospital);
    let page = guest.comes_in(&provider, nora(&["ward", "choir"])).await;
    page.is_in();
    let session =
        page.set.iter().find(|cookie| cookie.starts_with("stuffy_session=")).expect("a session");
    for word in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
        assert!(session.contains(word), "{session}");
    }
    assert_eq!(guest.cookie("stuffy_passage"), None);
    let me = guest.as_actor().get("/sessions/current").await.expect(200);
    assert_eq!(
        (me.text("user/username"), me.text("user/display_name")),
        ("nora.lind".to_owned(), "Nora Lind".to_owned())
    );
    assert_eq!(me.text("user/role"), "staff");
    // As a nurse, she may what a nurse may.
    guest.as_actor().get("/reports/summary").await.refused(403, "forbidden");

    // Married, with another address: the same person. Somebody else under her old name is not her.
    let other = Guest::of(&hospital);
    let married = json!({ "sub": "s-1", "name": "Nora Berg", "preferred_username": "nora.berg", "groups": ["ward"] });
    other.comes_in(&provider, married).await.is_in();
    let her = other.as_actor().get("/sessions/current").await.expect(200);
    assert_eq!(her.text("user/id"), me.text("user/id"));
    assert_eq!(
        (her.text("user/username"), her.text("user/display_name")),
        ("nora.lind".to_owned(), "Nora Berg".to_owned())
    );
    let namesake = Guest::of(&hospital);
    let person = json!({ "sub": "s-2", "name": "Another", "preferred_username": "nora.lind", "groups": ["ward"] });
    namesake.comes_in(&provider, person).await.is_in();
    let them = namesake.as_actor().get("/sessions/current").await.expect(200);
    assert_ne!(them.text("user/id"), me.text("user/id"));
    assert_eq!(them.text("user/username"), "nora.lind-2");
    // Her first browser is hers still.
    guest.as_actor().get("/sessions/current").await.expect(200);
    assert_eq!(count(&hospital, "staff").await, 2);

    // It is written down as any sign-in is, as hers.
    let admin = hospital.admin().await;
    let entries = admin.get("/audit").await.expect(200);
    for (nth, topic) in ["staff", "session"].into_iter().enumerate() {
        let entry = &entries["items"][nth];
        assert_eq!((&entry["deed"], &entry["topic"]), (&json!("did"), &json!(topic)), "{entry}");
        assert_eq!(entry["doer"], json!({ "kind": "staff", "id": me.text("user/id") }));
        assert_eq!(entry["way"], "GET /sign-in/hospital/back");
    }
}

async fn nobody_takes_over_an_account_of_the_house(db: Database) {
    let provider = Sign::open();
    let hospital = hospital(db, &provider).await;
    let admin = hospital.admin().await;
    let guest = Guest::of(&hospital);
    let person = json!({ "sub": "mallory", "name": "The admin", "preferred_username": "admin", "email": "admin@hospital.example", "groups": ["ward"] });
    guest.comes_in(&provider, person).await.is_in();
    let them = guest.as_actor().get("/sessions/current").await.expect(200);
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

async fn groups_decide_the_role_anew_each_time(db: Database) {
    let provider = Sign::open();
    let hospital = hospital(db, &provider).await;
    let (first, second) = (Guest::of(&hospital), Guest::of(&hospital));
    first.comes_in(&provider, nora(&["ward", "it", "charge-nurses"])).await.is_in();
    assert_eq!(first.as_actor().get("/sessions/current").await.text("user/role"), "admin");
    // The same role again ends nothing.
    second.comes_in(&provider, nora(&["it"])).await.is_in();
    first.as_actor().get("/sessions/current").await.expect(200);

    // Less than before: whatever was open under more is over.
    let third = Guest::of(&hospital);
    third.comes_in(&provider, nora(&["charge-nurses", "ward"])).await.is_in();
    assert_eq!(third.as_actor().get("/sessions/current").await.text("user/role"), "lead");
    for guest in [&first, &second] {
        guest.as_actor().get("/sessions/current").await.refused(401, "unauthenticated");
    }
    // More than before ends nothing. One group may come as one word.
    let fourth = Guest::of(&hospital);
    let person = json!({ "sub": "s-1", "name": "Nora Lind", "groups": "it" });
    fourth.comes_in(&provider, person).await.is_in();
    assert_eq!(third.as_actor().get("/sessions/current").await.text("user/role"), "admin");

    // None that has a role: she is out, and her sessions with her.
    let fifth = Guest::of(&hospital);
    let before = refused(&hospital).await;
    fifth.comes_in(&provider, nora(&["choir"])).await.is_refused(403, "none of your groups");
    third.as_actor().get("/sessions/current").await.refused(401, "unauthenticated");
    assert_eq!(refused(&hospital).await, before + 1);
    // Whoever was never here is not made.
    for person in
        [json!({ "sub": "s-9", "name": "Vic" }), json!({ "sub": "s-9", "groups": { "it": true } })]
    {
        fifth.comes_in(&provider, person).await.is_refused(403, "none of your groups");
    }
    assert_eq!(count(&hospital, "staff").await, 1);
    fifth.comes_in(&provider, nora(&["ward"])).await.is_in();
}

async fn whoever_is_disabled_stays_out(db: Database) {
    let provider = Sign::open();
    let hospital = hospital(db, &provider).await;
    let (admin, guest) = (hospital.admin().await, Guest::of(&hospital));
    guest.comes_in(&provider, nora(&["ward"])).await.is_in();
    let id = guest.as_actor().get("/sessions/current").await.text("user/id");
    admin.patch(&format!("/staff/{id}"), &json!(1), json!({ "disabled": true })).await.expect(200);
    guest.as_actor().get("/sessions/current").await.refused(401, "unauthenticated");
    // More groups do not help.
    guest.comes_in(&provider, nora(&["it"])).await.is_refused(403, "in Stuffy is disabled");
    let roles = hospital.db.lines("SELECT role AS line FROM staff WHERE subject = 's-1'").await;
    assert_eq!(roles, ["staff"]);
    admin.patch(&format!("/staff/{id}"), &json!(2), json!({ "disabled": false })).await.expect(200);
    guest.comes_in(&provider, nora(&["ward"])).await.is_in();
}

async fn a_hospital_account_has_neither_password_nor_pin(db: Database) {
    let provider = Sign::open();
    let hospital = hospital(db, &provider).await;
    let (admin, guest) = (hospital.admin().await, Guest::of(&hospital));
    guest.comes_in(&provider, nora(&["ward"])).await.is_in();
    let me = guest.as_actor();
    let id = me.get("/sessions/current").await.text("user/id");
    for password in ["", PASSWORD, "s-1"] {
        let words = json!({ "username": "nora.lind", "password": password });
        let said = hospital.stranger().post("/sessions", words).await;
        assert!([401, 422].contains(&said.status), "{}", said.body);
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

    // The pages say so too.
    let desk = PageClient::new(&hospital, &admin);
    assert!(desk.get("/admin/staff").await.text.contains("hospital account"));
    let page = desk.get(&format!("/admin{path}")).await;
    assert!(
        page.text.contains("without a password or PIN") && !page.text.contains("name=\"password\""),
        "{}",
        page.text
    );
    let form = [("revision", "1"), ("password", PASSWORD)];
    let said = desk.post(&format!("/admin{path}"), &form).await;
    assert_eq!(said.status, 409);
    assert!(said.text.contains("without a password or PIN"), "{}", said.text);
    let form = [("password", PASSWORD), ("pin", "2580"), ("again", "2580")];
    assert_eq!(PageClient::new(&hospital, &me).post("/pin", &form).await.status, 409);
}

async fn both_usual_kinds_of_key_are_believed_and_the_secret_goes_where_it_is_wanted(db: Database) {
    let provider = Sign::open();
    provider.wants_the_secret_in_the_body();
    let hospital = hospital(db, &provider).await;
    for kind in [KeyKind::Rs256, KeyKind::Es256] {
        provider.signs_by(kind);
        Guest::of(&hospital).comes_in(&provider, nora(&["ward"])).await.is_in();
    }
}

on_both_databases!(
    somebody_comes_in_is_made_once_and_known_again_by_account_alone,
    nobody_takes_over_an_account_of_the_house,
    groups_decide_the_role_anew_each_time,
    whoever_is_disabled_stays_out,
    a_hospital_account_has_neither_password_nor_pin,
    both_usual_kinds_of_key_are_believed_and_the_secret_goes_where_it_is_wanted,
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
fn names_from_outside_become_names_of_the_house() {
    for (said, made) in [
        ("Nora.Lind@hospital.example", "nora.lind"),
        ("HOSPITAL\\nora", "hospitalnora"),
        ("Åse Ø", "se"),
        ("Ø", "colleague"),
        ("@", "colleague"),
        ("<script>", "script"),
    ] {
        assert_eq!(proven("", said).username(), made, "{said}");
        assert!(stuffy::web::validation::is_username(made));
    }
    let long = "x".repeat(70);
    assert_eq!(proven("", &long).username().len(), 40);
    assert_eq!(numbered(&"x".repeat(40), 12), format!("{}-12", "x".repeat(37)));
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
