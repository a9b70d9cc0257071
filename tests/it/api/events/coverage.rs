//! Every operation that changes something leaves an event behind.

use std::cell::RefCell;
use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};
use stuffy::photos::storage::PhotoStorage;

use super::super::phones::Phone;
use crate::builders::{self, Rooms, create_tag};
use crate::contract::Contract;
use crate::databases::{Database, on_both_databases};
use crate::photo_processing::snapshot;
use crate::test_app::{Actor, PASSWORD, Reply, TestHospital, TestOptions};

/// Operations that are written with POST and change nothing that is shown: what comes of them is in their
/// answer alone.
/// And what is between a family's phone and the outbox alone: no page of staff shows it.
const CHANGE_NOTHING: &[&str] = &[
    "POST /api/v1/phones",
    "POST /api/v1/tags/sheet.pdf",
    "POST /api/v1/family/{token}/push-subscriptions",
    "DELETE /api/v1/family/{token}/push-subscriptions/{id}",
];

/// Somebody who does one operation after another, and sees that each leaves an event.
struct Inspector {
    done: RefCell<BTreeSet<String>>,
}

impl Inspector {
    /// `path` is the one that is asked; `operation` is its name in the contract.
    async fn sees(
        &self,
        actor: &Actor,
        operation: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Value>,
    ) -> Reply {
        let (method, _) = operation.split_once(' ').expect("a method and a path");
        let before = told(actor).await;
        let method: Method = method.parse().expect("a method");
        let reply = actor.request(method, path, headers, body.map(|body| body.to_string())).await;
        assert!(reply.status < 300, "{operation}: {}", reply.body);
        assert!(told(actor).await > before, "{operation} tells nobody");
        self.done.borrow_mut().insert(operation.replacen(' ', " /api/v1", 1));
        reply
    }
}

async fn told(actor: &Actor) -> usize {
    let lines = "SELECT CAST(count(*) AS TEXT) AS line FROM events";
    actor.hospital.db.lines(lines).await[0].parse().expect("a number")
}

async fn every_operation_that_changes_something_tells(db: Database) {
    let options = TestOptions { photo_storage: PhotoStorage::Database, ..TestOptions::default() };
    let hospital = TestHospital::start_with(db, options).await;
    let (admin, lead, nurse) =
        (hospital.admin().await, hospital.lead().await, hospital.nurse().await);
    let inspector = Inspector { done: RefCell::default() };
    let rooms = Rooms::open(&admin).await;
    let bear = builders::check_in(&nurse).await;
    let (one, other) = (create_tag(&nurse).await, create_tag(&nurse).await);
    let first: [(&str, &str); 1] = [("if-match", "\"1\"")];
    let sees = async |actor: &Actor, operation: &str, path: String, body: Value| {
        inspector.sees(actor, operation, &path, &[], Some(body)).await
    };
    let changes = async |actor: &Actor, operation: &str, path: String, body: Value| {
        inspector.sees(actor, operation, &path, &first, Some(body)).await
    };
    let ends = async |actor: &Actor, operation: &str, path: String| {
        inspector.sees(actor, operation, &path, &[], None).await
    };

    let newcomer =
        json!({ "username": "kit", "display_name": "Kit", "role": "staff", "password": PASSWORD });
    let kit = sees(&admin, "POST /staff", "/staff".into(), newcomer).await.text("id");
    changes(&admin, "PATCH /staff/{id}", format!("/staff/{kit}"), json!({ "display_name": "K." }))
        .await;
    let session = sees(
        &admin,
        "POST /sessions",
        "/sessions".into(),
        json!({ "username": "kit", "password": PASSWORD }),
    )
    .await;
    ends(
        &admin.with_token(&session.text("token")),
        "DELETE /sessions/current",
        "/sessions/current".into(),
    )
    .await;
    let token = sees(
        &admin,
        "POST /service-tokens",
        "/service-tokens".into(),
        json!({ "name": "HL7", "scopes": ["visits:read"] }),
    )
    .await
    .text("id");
    ends(&admin, "DELETE /service-tokens/{id}", format!("/service-tokens/{token}")).await;
    let phone = Phone::enrolled(&admin, "Bay 3").await;
    let pin = json!({ "password": PASSWORD, "pin": "2580" });
    sees(&nurse, "PUT /sessions/current/pin", "/sessions/current/pin".into(), pin).await;
    let words = json!({ "username": "nurse", "pin": "2580" });
    inspector
        .sees(
            &nurse,
            "POST /sessions/pin",
            "/sessions/pin",
            &[("cookie", &phone.cookie)],
            Some(words),
        )
        .await;
    ends(&admin, "DELETE /phones/{id}", format!("/phones/{}", phone.id)).await;
    let place = sees(
        &admin,
        "POST /places",
        "/places".into(),
        json!({ "name": "OR 9", "kind": "operating_room" }),
    )
    .await
    .text("id");
    changes(&admin, "PATCH /places/{id}", format!("/places/{place}"), json!({ "active": false }))
        .await;

    sees(&nurse, "POST /tags", "/tags".into(), json!({ "count": 2, "material": "fabric" })).await;
    sees(
        &nurse,
        "PUT /tags/{code}/companion",
        format!("/tags/{one}/companion"),
        json!({ "companion_id": bear.companion, "keep_old": true }),
    )
    .await;
    sees(
        &nurse,
        "POST /tags/{code}/void",
        format!("/tags/{one}/void"),
        json!({ "reason": "torn" }),
    )
    .await;
    let child = sees(&nurse, "POST /children", "/children".into(), json!({ "alias": "Comet" }))
        .await
        .text("id");
    changes(&nurse, "PATCH /children/{id}", format!("/children/{child}"), json!({ "latex": true }))
        .await;
    let hare = sees(
        &nurse,
        "POST /companions",
        "/companions".into(),
        json!({ "child_id": child, "name": "Hazel", "species": "rabbit" }),
    )
    .await
    .text("id");
    changes(
        &nurse,
        "PATCH /companions/{id}",
        format!("/companions/{hare}"),
        json!({ "name": "Hazelnut" }),
    )
    .await;
    let visit = sees(&nurse, "POST /visits", "/visits".into(), json!({ "child_id": child }))
        .await
        .text("id");
    sees(
        &nurse,
        "POST /visits/{id}/moves",
        format!("/visits/{visit}/moves"),
        json!({ "place_id": rooms.ward, "occurred_at": hospital.now() }),
    )
    .await;
    let link = sees(
        &nurse,
        "POST /visits/{id}/family-links",
        format!("/visits/{visit}/family-links"),
        json!({ "name": "Aunt", "language": "en", "scope": "status" }),
    )
    .await;
    let before = told(&nurse).await;
    let url = link.text("url");
    let token = url.rsplit('/').next().expect("a token");
    hospital.stranger().get(&format!("/family/{token}")).await.expect(200);
    assert!(told(&nurse).await > before, "a link that is opened for the first time tells nobody");
    ends(&nurse, "DELETE /family-links/{id}", format!("/family-links/{}", link.text("id"))).await;
    sees(
        &nurse,
        "PUT /visits/{id}/hold",
        format!("/visits/{visit}/hold"),
        json!({ "kind": "hold", "reason": "talks" }),
    )
    .await;
    ends(&lead, "DELETE /visits/{id}/hold", format!("/visits/{visit}/hold")).await;
    let stay = nurse.get(&format!("/visits/{visit}")).await.expect(200);
    let etag = format!("\"{}\"", stay["revision"]);
    inspector
        .sees(
            &nurse,
            "PATCH /visits/{id}",
            &format!("/visits/{visit}"),
            &[("if-match", &etag)],
            Some(json!({ "status": "completed" })),
        )
        .await;
    ends(&nurse, "DELETE /children/{id}", format!("/children/{child}")).await;

    sees(&nurse, "POST /check-ins", "/check-ins".into(), builders::arrival(&other)).await;
    let scan =
        |tag: &str| json!({ "id": hospital.scan_id(), "tag": tag, "occurred_at": hospital.now() });
    sees(&nurse, "POST /scans", "/scans".into(), scan(&bear.tag)).await;
    sees(
        &nurse,
        "POST /scans/batch",
        "/scans/batch".into(),
        json!({ "sent_at": hospital.now(), "scans": [scan(&other)] }),
    )
    .await;
    let missing = json!({ "id": hospital.scan_id(), "occurred_at": hospital.now(), "actions": [{ "kind": "reported_missing" }] });
    let step = sees(
        &nurse,
        "POST /journeys/{id}/steps",
        format!("/journeys/{}/steps", bear.journey),
        missing,
    )
    .await
    .text("steps/0/id");
    let alert = nurse.get("/alerts").await.expect(200).text("items/0/id");
    sees(
        &nurse,
        "POST /alerts/{id}/resolve",
        format!("/alerts/{alert}/resolve"),
        json!({ "note": "found" }),
    )
    .await;
    sees(
        &lead,
        "POST /journeys/{id}/steps/{step_id}/void",
        format!("/journeys/{}/steps/{step}/void", bear.journey),
        json!({ "reason": "wrong bear" }),
    )
    .await;

    sees(
        &nurse,
        "PUT /visits/{id}/photo-consent",
        format!("/visits/{}/photo-consent", bear.visit),
        json!({ "given_by": "parent" }),
    )
    .await;
    let take = async || {
        let before = told(&nurse).await;
        let path = format!("/journeys/{}/photos", bear.journey);
        let shot = nurse
            .send_bytes(
                Method::POST,
                &path,
                &[("content-type", "image/jpeg")],
                Some(snapshot(64, 48)),
            )
            .await
            .expect(201);
        assert!(told(&nurse).await > before, "a photo that is taken tells nobody");
        shot.text("id")
    };
    let photo = take().await;
    inspector.done.borrow_mut().insert("POST /api/v1/journeys/{id}/photos".to_owned());
    sees(&lead, "POST /photos/{id}/release", format!("/photos/{photo}/release"), json!({})).await;
    ends(&nurse, "DELETE /photos/{id}", format!("/photos/{photo}")).await;
    ends(
        &nurse,
        "DELETE /visits/{id}/photo-consent",
        format!("/visits/{}/photo-consent", bear.visit),
    )
    .await;

    let signed = json!({ "form": "paper", "signers": [{ "staff_id": nurse.id }] });
    bear.perform(&nurse, json!([{ "kind": "found" }, { "kind": "reunited", "with": "child" }]))
        .await;
    let path = format!("/journeys/{}/card", bear.journey);
    sees(&lead, "PUT /journeys/{id}/card", path.clone(), signed).await;
    ends(&lead, "DELETE /journeys/{id}/card", path).await;

    // What the watch raises by itself is told, too, and once.
    nurse
        .post(
            &format!("/visits/{}/moves", bear.visit),
            json!({ "place_id": rooms.ward, "occurred_at": hospital.now() }),
        )
        .await
        .expect(201);
    hospital.wait_minutes(16);
    let before = told(&nurse).await;
    hospital.run_alert_monitor().await;
    let after = told(&nurse).await;
    assert!(after > before, "a companion left behind tells nobody");
    hospital.run_alert_monitor().await;
    assert_eq!(told(&nurse).await, after, "what was told is told again");

    let written: BTreeSet<_> = Contract::get()
        .operations()
        .iter()
        .filter(|operation| operation.method != "GET" && operation.path.starts_with("/api/"))
        .map(|operation| format!("{} {}", operation.method, operation.path))
        .filter(|name| !CHANGE_NOTHING.contains(&name.as_str()))
        .collect();
    assert_eq!(inspector.done.into_inner(), written, "add what is new to this walk");
}

on_both_databases!(every_operation_that_changes_something_tells,);
