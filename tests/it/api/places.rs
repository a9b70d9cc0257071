//! `/places`: places with their policies, and the QR code on the wall.

use serde_json::{Value, json};

use crate::databases::{Database, on_both_databases};
use crate::printing::{decode_modules, read_svg};
use crate::test_app::{TestHospital, TestOptions};

async fn admin_creates_and_changes_places_and_their_policies(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    // Without a policy, the default of the kind applies.
    for (kind, entry) in [
        ("operating_room", "if_cleared"),
        ("imaging", "if_cleared"),
        ("ward", "allowed"),
        ("laundry", "allowed"),
    ] {
        for policy in [json!(null), json!({}), json!({ "entry": null })] {
            let name = format!("{kind} {policy}");
            let created = admin
                .post("/places", json!({ "name": name, "kind": kind, "policy": policy }))
                .await
                .expect(201);
            assert_eq!(
                created["policy"],
                json!({ "entry": entry, "rewash_hours": null, "isolation": false })
            );
        }
    }
    let strict_policy = json!({ "entry": "prohibited", "rewash_hours": 24, "isolation": true });
    let created = admin
        .post("/places", json!({ "name": " BMT 1 ", "kind": "ward", "policy": strict_policy }))
        .await
        .expect(201);
    assert_eq!(
        (created["name"].clone(), created["policy"].clone(), created["active"].clone()),
        (json!("BMT 1"), strict_policy.clone(), json!(true))
    );
    let path = format!("/places/{}", created.text("id"));
    assert_eq!(created.header("location"), Some(format!("/api/v1{path}").as_str()));
    assert_eq!(created.header("etag"), Some("\"1\""));
    let read = nurse.get(&path).await.expect(200);
    assert_eq!(read.bytes, created.bytes);

    // Null is the same as omitted. A policy is replaced as a whole.
    let inactive = admin
        .patch(&path, &json!(1), json!({ "name": null, "policy": null, "active": false }))
        .await
        .expect(200);
    assert_eq!(
        (inactive["name"].clone(), inactive["policy"].clone(), inactive["active"].clone()),
        (json!("BMT 1"), strict_policy, json!(false))
    );
    let new_policy = admin
        .patch(&path, &json!(2), json!({ "policy": { "rewash_hours": 12 } }))
        .await
        .expect(200);
    assert_eq!(
        new_policy["policy"],
        json!({ "entry": "allowed", "rewash_hours": 12, "isolation": false })
    );
    assert_eq!(new_policy["code"], created["code"]);

    let other = admin
        .post("/places", json!({ "name": "OR 7", "kind": "operating_room" }))
        .await
        .expect(201);
    admin
        .post("/places", json!({ "name": "OR 7", "kind": "ward" }))
        .await
        .refused(409, "name-taken");
    let renamed = format!("/places/{}", other.text("id"));
    admin.patch(&renamed, &json!(1), json!({ "name": "BMT 1" })).await.refused(409, "name-taken");
    assert_eq!(nurse.get(&renamed).await.expect(200)["name"], "OR 7");
    for invalid in [
        json!({ "name": "", "kind": "ward" }),
        json!({ "name": "A", "kind": "roof" }),
        json!({ "name": "A" }),
        json!({ "name": "A", "kind": "ward", "policy": { "rewash_hours": 0 } }),
        json!({ "name": "A\u{7}", "kind": "ward" }),
        json!({ "name": "A", "kind": "ward", "policy": { "entry": "sometimes" } }),
    ] {
        admin.post("/places", invalid).await.refused(422, "invalid");
    }
    nurse.get("/places/01a20288-b3f0-7f3c-9a77-2f4c8b1d9e55").await.refused(404, "not-found");
}

async fn qr_code_of_a_place_contains_its_url(db: Database) {
    let hospital = TestHospital::start(db).await;
    let admin = hospital.admin().await;
    let created = admin
        .post("/places", json!({ "name": "OR 7", "kind": "operating_room" }))
        .await
        .expect(201);
    let bare = created.text("code").replace('-', "");
    let svg = admin.get(&format!("/places/{}/qr.svg", created.text("id"))).await.expect(200);
    let (_, decoded) = decode_modules(&read_svg(&String::from_utf8(svg.bytes).expect("SVG"), 2), 2);
    assert_eq!(decoded, format!("HTTPS://STUFFY.EXAMPLE/P/{bare}"));
    assert_eq!(created["url"], decoded);
}

async fn no_qr_code_without_a_public_url(db: Database) {
    let hospital =
        TestHospital::start_with(db, TestOptions { public_url: None, ..TestOptions::default() })
            .await;
    let admin = hospital.admin().await;
    let place = admin
        .post("/places", json!({ "name": "OR 7", "kind": "operating_room" }))
        .await
        .expect(201);
    assert_eq!(place["url"], Value::Null);
    admin
        .get(&format!("/places/{}/qr.svg", place.text("id")))
        .await
        .refused(409, "public-url-missing");
    let tag = admin.post("/tags", json!({ "count": 1, "material": "paper" })).await.expect(201);
    assert_eq!(tag["items"][0]["url"], Value::Null);
    let path = format!("/tags/{}", tag.text("items/0/code"));
    assert_eq!(admin.get(&path).await.expect(200)["url"], Value::Null);
    admin.get(&format!("{path}/qr.svg")).await.refused(409, "public-url-missing");
    admin.get(&format!("{path}/qr.png")).await.refused(409, "public-url-missing");
}

on_both_databases!(
    admin_creates_and_changes_places_and_their_policies,
    qr_code_of_a_place_contains_its_url,
    no_qr_code_without_a_public_url,
);
