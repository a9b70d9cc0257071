//! `/staff`: creating, changing and disabling staff accounts.

use serde_json::json;

use crate::databases::{Database, on_both_databases};
use crate::test_app::{PASSWORD, TestHospital};

async fn role_changes_disabling_and_new_passwords_take_effect_at_once(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, stranger) = (hospital.admin().await, hospital.stranger());
    let ada =
        json!({ "username": "ada", "display_name": "Ada", "role": "staff", "password": PASSWORD });
    let created = admin.post("/staff", ada.clone()).await.expect(201);
    assert_eq!(
        (created["role"].clone(), created["disabled"].clone()),
        (json!("staff"), json!(false))
    );
    assert_eq!(created.header("etag"), Some("\"1\""));
    admin.post("/staff", ada).await.refused(409, "name-taken");
    let listed = admin.get("/staff").await.expect(200);
    assert_eq!(listed.all("items", "username"), ["admin", "ada"]);
    assert!(!String::from_utf8_lossy(&listed.bytes).contains("argon2"));

    let path = format!("/staff/{}", created.text("id"));
    let sign_in = async |password: &str| {
        stranger.post("/sessions", json!({ "username": "ada", "password": password })).await
    };
    let phone = stranger.with_token(&sign_in(PASSWORD).await.expect(201).text("token"));
    // A new role takes effect at once.
    phone.get("/reports/summary").await.refused(403, "forbidden");
    admin.patch(&path, &json!(1), json!({ "role": "lead" })).await.expect(200);
    phone.get("/reports/summary").await.expect(200);

    // Disabling ends the sessions at once, and enabling does not restore them.
    let off = admin.patch(&path, &json!(2), json!({ "disabled": true })).await.expect(200);
    assert_eq!(off["disabled"], true);
    phone.get("/sessions/current").await.refused(401, "unauthenticated");
    sign_in(PASSWORD).await.refused(401, "bad-credentials");
    admin.patch(&path, &json!(3), json!({ "disabled": false, "role": null })).await.expect(200);
    phone.get("/sessions/current").await.refused(401, "unauthenticated");
    let again = stranger.with_token(&sign_in(PASSWORD).await.expect(201).text("token"));

    // A new password ends the sessions, too.
    let changed = admin
        .patch(&path, &json!(4), json!({ "password": "another long password" }))
        .await
        .expect(200);
    assert_eq!(
        (changed["role"].clone(), changed["display_name"].clone()),
        (json!("lead"), json!("Ada"))
    );
    again.get("/sessions/current").await.refused(401, "unauthenticated");
    sign_in(PASSWORD).await.refused(401, "bad-credentials");
    sign_in("another long password").await.expect(201);

    let hashes = hospital.db.lines("SELECT password_hash AS line FROM staff").await;
    assert!(
        hashes.iter().all(|hash| hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")),
        "{hashes:?}"
    );
    assert_ne!(hashes[0], hashes[1], "salted");
    for password in [PASSWORD, "another long password"] {
        assert_eq!(hospital.db.rows_with(password).await, Vec::<String>::new());
    }
}

async fn an_admin_cannot_lock_themselves_out(db: Database) {
    let hospital = TestHospital::start(db).await;
    let admin = hospital.admin().await;
    let own = format!("/staff/{}", admin.id);
    admin.patch(&own, &json!(1), json!({ "disabled": true })).await.refused(409, "own-account");
    admin.patch(&own, &json!(1), json!({ "role": "lead" })).await.refused(409, "own-account");
    let named =
        admin.patch(&own, &json!(1), json!({ "display_name": " Grace " })).await.expect(200);
    assert_eq!(named["display_name"], "Grace");
    admin.get("/sessions/current").await.expect(200);
    let unknown = "/staff/01a20288-b3f0-7f3c-9a77-2f4c8b1d9e55";
    admin.patch(unknown, &json!(1), json!({ "disabled": true })).await.refused(404, "not-found");
    for wrong in [
        json!({ "username": "Ada", "display_name": "Ada", "role": "staff", "password": PASSWORD }),
        json!({ "username": "ada", "display_name": " ", "role": "staff", "password": PASSWORD }),
        json!({ "username": "ada", "display_name": "Ada", "role": "surgeon", "password": PASSWORD }),
        json!({ "username": "ada", "display_name": "Ada", "role": "staff", "password": "too short" }),
        json!({ "username": "ada", "display_name": "Ada", "role": "staff", "password": "aaaaaaaaaaaaaaaa" }),
        json!({ "username": "ada", "display_name": "Ada", "role": "staff", "password": "abab abab abac" }),
    ] {
        admin.post("/staff", wrong).await.refused(422, "invalid");
    }
}

on_both_databases!(
    role_changes_disabling_and_new_passwords_take_effect_at_once,
    an_admin_cannot_lock_themselves_out,
);
