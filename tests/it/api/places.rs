//! `/places`: rooms with their policies, and the code on the wall.

use serde_json::{Value, json};

use crate::databases::{Database, on_both_databases};
use crate::printing::{decode_modules, read_svg};
use crate::test_app::{TestHospital, TestOptions};

async fn a_place_has_a_policy_that_an_admin_keeps(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    // What is usual for its kind, unless somebody says otherwise.
    for (kind, entry) in [
        ("operating_room", "if_cleared"),
        ("imaging", "if_cleared"),
        ("ward", "allowed"),
        ("laundry", "allowed"),
    ] {
        for policy in [json!(null), json!({}), json!({ "entry": null })] {
            let name = format!("{kind} {policy}");
            let made = admin
                .post("/places", json!({ "name": name, "kind": kind, "policy": policy }))
                .await
                .expect(201);
            assert_eq!(
                made["policy"],
                json!({ "entry": entry, "rewash_hours": null, "isolation": false })
            );
        }
    }
    let strict = json!({ "entry": "prohibited", "rewash_hours": 24, "isolation": true });
    let made = admin
        .post("/places", json!({ "name": " BMT 1 ", "kind": "ward", "policy": strict }))
        .await
        .expect(201);
    assert_eq!(
        (made["name"].clone(), made["policy"].clone(), made["active"].clone()),
        (json!("BMT 1"), strict.clone(), json!(true))
    );
    let path = format!("/places/{}", made.text("id"));
    assert_eq!(made.header("location"), Some(format!("/api/v1{path}").as_str()));
    assert_eq!(made.header("etag"), Some("\"1\""));
    let read = nurse.get(&path).await.expect(200);
    assert_eq!(read.bytes, made.bytes);

    // Null is as good as left out; a policy is taken whole.
    let closed = admin
        .patch(&path, &json!(1), json!({ "name": null, "policy": null, "active": false }))
        .await
        .expect(200);
    assert_eq!(
        (closed["name"].clone(), closed["policy"].clone(), closed["active"].clone()),
        (json!("BMT 1"), strict, json!(false))
    );
    let eased = admin
        .patch(&path, &json!(2), json!({ "policy": { "rewash_hours": 12 } }))
        .await
        .expect(200);
    assert_eq!(
        eased["policy"],
        json!({ "entry": "allowed", "rewash_hours": 12, "isolation": false })
    );
    assert_eq!(eased["code"], made["code"]);

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
    for wrong in [
        json!({ "name": "", "kind": "ward" }),
        json!({ "name": "A", "kind": "roof" }),
        json!({ "name": "A" }),
        json!({ "name": "A", "kind": "ward", "policy": { "rewash_hours": 0 } }),
        json!({ "name": "A\u{7}", "kind": "ward" }),
        json!({ "name": "A", "kind": "ward", "policy": { "entry": "sometimes" } }),
    ] {
        admin.post("/places", wrong).await.refused(422, "invalid");
    }
    nurse.get("/places/01a20288-b3f0-7f3c-9a77-2f4c8b1d9e55").await.refused(404, "not-found");
}

async fn the_code_on_the_wall_is_the_places_address(db: Database) {
    let hospital = TestHospital::start(db).await;
    let admin = hospital.admin().await;
    let made = admin
        .post("/places", json!({ "name": "OR 7", "kind": "operating_room" }))
        .await
        .expect(201);
    let bare = made.text("code").replace('-', "");
    let drawn = admin.get(&format!("/places/{}/qr.svg", made.text("id"))).await.expect(200);
    let (_, read) = decode_modules(&read_svg(&String::from_utf8(drawn.bytes).expect("SVG"), 2), 2);
    assert_eq!(read, format!("HTTPS://STUFFY.EXAMPLE/P/{bare}"));
    assert_eq!(made["url"], read);
}

async fn without_a_public_address_no_code_is_drawn(db: Database) {
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
    a_place_has_a_policy_that_an_admin_keeps,
    the_code_on_the_wall_is_the_places_address,
    without_a_public_address_no_code_is_drawn,
);
