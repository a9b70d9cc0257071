//! `ETag` and `If-Match`: an update based on an old revision is rejected.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::json;

use crate::builders::{self, room};
use crate::contract::Contract;
use crate::databases::{Database, on_both_databases};
use crate::test_app::TestHospital;

async fn an_update_requires_the_current_revision(db: Database) {
    let hospital = TestHospital::start(db).await;
    let admin = hospital.admin().await;
    let colleague = hospital.nurse().await;
    let ward = room(&admin, "Ward 4 East", "ward").await;
    let bear = builders::check_in(&admin).await;
    let child = admin.post("/children", json!({ "alias": "Comet" })).await.expect(201).text("id");
    let visit = admin.post("/visits", json!({ "child_id": child })).await.expect(201).text("id");
    let changes = [
        (
            "/api/v1/staff/{id}",
            format!("/staff/{}", colleague.id),
            json!({ "display_name": "Ada" }),
        ),
        ("/api/v1/places/{id}", format!("/places/{ward}"), json!({ "name": "Ward 5" })),
        ("/api/v1/children/{id}", format!("/children/{child}"), json!({ "alias": "Meteor" })),
        (
            "/api/v1/companions/{id}",
            format!("/companions/{}", bear.companion),
            json!({ "name": "Crumb" }),
        ),
        ("/api/v1/visits/{id}", format!("/visits/{visit}"), json!({ "status": "cancelled" })),
    ];
    for (_, path, change) in &changes {
        let change = change.to_string();
        let patch = async |headers: &[(&str, &str)]| {
            admin.request(Method::PATCH, path, headers, Some(change.clone())).await
        };
        patch(&[]).await.refused(428, "precondition-required");
        for mismatch in
            ["\"2\"", "\"0\"", "\"01\"", "W/\"1\"", "1", "*", "\"1\", \"2\"", "\"-1\"", ""]
        {
            patch(&[("if-match", mismatch)]).await.refused(412, "precondition-failed");
        }
        let etag = if path.starts_with("/staff") {
            "\"1\"".to_owned()
        } else {
            admin.get(path).await.expect(200).header("etag").expect("an ETag").to_owned()
        };
        let altered = patch(&[("if-match", &etag)]).await.expect(200);
        assert_eq!(altered.header("etag"), Some("\"2\""), "{path}");
        patch(&[("if-match", &etag)]).await.refused(412, "precondition-failed");
        // An update must change something.
        let empty = admin
            .request(Method::PATCH, path, &[("if-match", "\"2\"")], Some("{}".to_owned()))
            .await;
        empty.refused(422, "invalid");
    }
    let all = Contract::get().operations().iter().filter(|operation| operation.method == "PATCH");
    let all: BTreeSet<_> = all.map(|operation| operation.path.as_str()).collect();
    assert_eq!(all, changes.iter().map(|(path, ..)| *path).collect());

    // Of two concurrent updates of the same revision, one succeeds.
    let path = format!("/children/{child}");
    let read = json!(2);
    let (one, other) = tokio::join!(
        admin.patch(&path, &read, json!({ "latex": true })),
        colleague.patch(&path, &read, json!({ "isolation": true })),
    );
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
    assert_eq!(admin.get(&path).await.expect(200)["revision"], 3);
}

on_both_databases!(an_update_requires_the_current_revision,);
