//! Lists: each can be read page by page to its end, and rejects invalid limits and cursors.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};
use stuffy::photos::storage::PhotoStorage;
use stuffy::use_cases::sign_in::phones;

use crate::builders::{self, Bear, clear_screening, room};
use crate::contract::{Contract, Operation};
use crate::databases::{Database, on_both_databases};
use crate::photo_processing::snapshot;
use crate::test_app::{Actor, PASSWORD, TestHospital, TestOptions};

/// Creates five of everything that is listed; returns the documented and the actual path of each list.
async fn five_of_each(hospital: &TestHospital, admin: &Actor) -> Vec<(&'static str, String)> {
    let mut last: Option<Bear> = None;
    for nth in 0..5 {
        room(admin, &format!("Ward {nth}"), "ward").await;
        let name = format!("nurse{nth}");
        let account = json!({ "username": name, "display_name": name, "role": "staff", "password": PASSWORD });
        admin.post("/staff", account).await.expect(201);
        let token = json!({ "name": name, "scopes": ["visits:read"] });
        admin.post("/service-tokens", token).await.expect(201);
        let url = admin.post("/phones", json!({ "name": name })).await.expect(201).text("url");
        let code = url.rsplit('/').next().expect("a code");
        phones::enrol(&hospital.app, code, None).await.expect("a phone");
        let bear = builders::check_in(admin).await;
        hospital.wait_seconds(1);
        let missing = json!([{ "kind": "reported_missing" }]);
        admin.scan(&bear.tag, json!({ "actions": missing })).await.expect(201);
        let guest = json!({ "name": name, "language": "en", "scope": "status" });
        if let Some(first) = &last {
            admin
                .post(&format!("/visits/{}/family-links", first.visit), guest.clone())
                .await
                .expect(201);
        }
        let first = last.get_or_insert(bear);
        hospital.wait_seconds(1);
        let note = json!([{ "kind": "noted", "text": name }]);
        admin.scan(&first.tag, json!({ "actions": note })).await.expect(201);
        hospital.wait_minutes(1);
    }
    let first = last.expect("a bear");
    // The notes were scans, so the first companion is no longer missing.
    hospital.wait_seconds(1);
    admin
        .scan(&first.tag, json!({ "actions": [{ "kind": "reported_missing" }] }))
        .await
        .expect(201);
    admin
        .post(
            &format!("/visits/{}/family-links", first.visit),
            json!({ "name": "Last", "language": "en", "scope": "status" }),
        )
        .await
        .expect(201);
    let consent = json!({ "given_by": "parent" });
    admin.put(&format!("/visits/{}/photo-consent", first.visit), consent).await.expect(200);
    for _ in 0..5 {
        upload_photo(admin, &first.journey).await;
    }
    let companion = five_visits(admin).await;
    vec![
        ("/service-tokens", "/service-tokens".to_owned()),
        ("/staff", "/staff".to_owned()),
        ("/phones", "/phones".to_owned()),
        ("/places", "/places".to_owned()),
        ("/children", "/children".to_owned()),
        ("/companions", "/companions".to_owned()),
        ("/companions/{id}/journeys", format!("/companions/{companion}/journeys")),
        ("/visits", "/visits".to_owned()),
        ("/visits/{id}/family-links", format!("/visits/{}/family-links", first.visit)),
        ("/journeys", "/journeys".to_owned()),
        ("/journeys/{id}/steps", format!("/journeys/{}/steps", first.journey)),
        ("/alerts", "/alerts".to_owned()),
        ("/photos", "/photos".to_owned()),
        ("/audit", "/audit".to_owned()),
    ]
}

async fn upload_photo(admin: &Actor, journey: &str) {
    let (path, kind) = (format!("/journeys/{journey}/photos"), [("content-type", "image/jpeg")]);
    admin.send_bytes(Method::POST, &path, &kind, Some(snapshot(16, 16))).await.expect(201);
}

/// Creates a companion with five visits and returns its id.
async fn five_visits(admin: &Actor) -> String {
    let described = json!({ "name": "Biscuit", "species": "bear", "screening": clear_screening() });
    let (mut child, mut companion) = (json!({ "alias": "Little Star" }), described);
    for _ in 0..5 {
        let tag = builders::create_tag(admin).await;
        let here = admin
            .post("/check-ins", json!({ "child": child, "companion": companion, "tag": tag }))
            .await
            .expect(201);
        let home = json!([{ "kind": "reunited", "with": "child" }, { "kind": "closed", "outcome": "with_child" }]);
        admin.scan(&tag, json!({ "actions": home })).await.expect(201);
        let visit = format!("/visits/{}", here.text("visit/id"));
        let revision = admin.get(&visit).await.expect(200)["revision"].clone();
        admin.patch(&visit, &revision, json!({ "status": "completed" })).await.expect(200);
        child = json!({ "id": here["child"]["id"] });
        companion = json!({ "id": here["companion"]["id"] });
    }
    companion["id"].as_str().expect("an id").to_owned()
}

fn items(page: &Value) -> Vec<Value> {
    page["items"].as_array().expect("items").clone()
}

async fn every_list_can_be_read_page_by_page(db: Database) {
    let options = TestOptions { photo_storage: PhotoStorage::Database, ..TestOptions::default() };
    let hospital = TestHospital::start_with(db, options).await;
    let admin = hospital.admin().await;
    let lists = five_of_each(&hospital, &admin).await;
    for (_, path) in &lists {
        let whole = admin.get(&format!("{path}?limit=200")).await.expect(200);
        let all = items(&whole.body);
        assert!(all.len() >= 5, "{path}: {}", whole.body);
        assert_eq!(whole["next"], Value::Null);
        let (mut read, mut page) =
            (Vec::new(), admin.get(&format!("{path}?limit=2")).await.expect(200));
        loop {
            let here = items(&page.body);
            assert!(here.len() == 2 || page["next"].is_null(), "{path}");
            read.extend(here);
            let Some(next) = page["next"].as_str() else { break };
            page = admin.get(&format!("{path}?limit=2&after={next}")).await.expect(200);
        }
        assert_eq!(read, all, "{path}");
        let id = |item: &Value| item.get("id").or(item.get("seq")).map(Value::to_string);
        let ids: BTreeSet<_> = all.iter().map(id).collect();
        assert_eq!(ids.len(), all.len(), "{path}");
        // A page that ends with the last item has no cursor.
        let exact = admin.get(&format!("{path}?limit={}", all.len())).await.expect(200);
        assert_eq!(exact["next"], Value::Null, "{path}");

        assert_eq!(
            admin.get(&format!("{path}?limit=1")).await.expect(200)["items"]
                .as_array()
                .map(Vec::len),
            Some(1)
        );
        for wrong in [
            "limit=0",
            "limit=201",
            "limit=-1",
            "limit=+1",
            "limit=ten",
            "limit=",
            "limit=1.0",
            "after=nonsense",
            "after=",
            "limit=1&limit=2",
            "limit=1&unknown=1",
            "Limit=1",
        ] {
            admin.get(&format!("{path}?{wrong}")).await.refused(400, "malformed");
        }
    }
    // An event stream has an `after` parameter, too, but no pages.
    let is_list = |operation: &&Operation| !operation.path.ends_with("/events");
    let paged = Contract::get().operations().iter().filter(is_list).filter(|operation| {
        (0..9).any(|nth| {
            let parameter = Contract::get().at(&format!("{}/parameters/{nth}", operation.pointer));
            parameter.is_some_and(|(_, parameter)| parameter["name"] == "after")
        })
    });
    let paged: BTreeSet<_> =
        paged.map(|operation| operation.path.trim_start_matches("/api/v1")).collect();
    assert_eq!(paged, lists.iter().map(|(of, _)| *of).collect());
}

on_both_databases!(every_list_can_be_read_page_by_page,);
