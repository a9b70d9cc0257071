//! Every operation that changes something writes an event.

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

/// Operations without an event: their result is only in the response, or, for push subscriptions, no staff page
/// shows it.
const CHANGE_NOTHING: &[&str] = &[
    "POST /api/v1/phones",
    "POST /api/v1/tags/sheet.pdf",
    "POST /api/v1/family/{token}/push-subscriptions",
    "DELETE /api/v1/family/{token}/push-subscriptions/{id}",
];

/// Runs operations, checks that each writes an event, and remembers which were run.
struct Recorder {
    covered: RefCell<BTreeSet<String>>,
}

impl Recorder {
    /// `path` is the requested path; `operation` is the name in the contract.
    async fn run(
        &self,
        actor: &Actor,
        operation: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Value>,
    ) -> Reply {
        let (method, _) = operation.split_once(' ').expect("a method and a path");
        let before = count_events(actor).await;
        let method: Method = method.parse().expect("a method");
        let reply = actor.request(method, path, headers, body.map(|body| body.to_string())).await;
        assert!(reply.status < 300, "{operation}: {}", reply.body);
        assert!(count_events(actor).await > before, "{operation} wrote no event");
        self.covered.borrow_mut().insert(operation.replacen(' ', " /api/v1", 1));
        reply
    }
}

async fn count_events(actor: &Actor) -> usize {
    let lines = "SELECT CAST(count(*) AS TEXT) AS line FROM events";
    actor.hospital.db.lines(lines).await[0].parse().expect("a number")
}

async fn every_changing_operation_writes_an_event(db: Database) {
    let options = TestOptions { photo_storage: PhotoStorage::Database, ..TestOptions::default() };
    let hospital = TestHospital::start_with(db, options).await;
    let (admin, lead, nurse) =
        (hospital.admin().await, hospital.lead().await, hospital.nurse().await);
    let recorder = Recorder { covered: RefCell::default() };
    let rooms = Rooms::open(&admin).await;
    let bear = builders::check_in(&nurse).await;
    let (one, other) = (create_tag(&nurse).await, create_tag(&nurse).await);
    let first: [(&str, &str); 1] = [("if-match", "\"1\"")];
    let send = async |actor: &Actor, operation: &str, path: String, body: Value| {
        recorder.run(actor, operation, &path, &[], Some(body)).await
    };
    let send_if_match = async |actor: &Actor, operation: &str, path: String, body: Value| {
        recorder.run(actor, operation, &path, &first, Some(body)).await
    };
    let send_without_body = async |actor: &Actor, operation: &str, path: String| {
        recorder.run(actor, operation, &path, &[], None).await
    };

    let new_account =
        json!({ "username": "kit", "display_name": "Kit", "role": "staff", "password": PASSWORD });
    let kit = send(&admin, "POST /staff", "/staff".into(), new_account).await.text("id");
    send_if_match(
        &admin,
        "PATCH /staff/{id}",
        format!("/staff/{kit}"),
        json!({ "display_name": "K." }),
    )
    .await;
    let session = send(
        &admin,
        "POST /sessions",
        "/sessions".into(),
        json!({ "username": "kit", "password": PASSWORD }),
    )
    .await;
    send_without_body(
        &admin.with_token(&session.text("token")),
        "DELETE /sessions/current",
        "/sessions/current".into(),
    )
    .await;
    let token = send(
        &admin,
        "POST /service-tokens",
        "/service-tokens".into(),
        json!({ "name": "HL7", "scopes": ["visits:read"] }),
    )
    .await
    .text("id");
    send_without_body(&admin, "DELETE /service-tokens/{id}", format!("/service-tokens/{token}"))
        .await;
    let phone = Phone::enrolled(&admin, "Bay 3").await;
    let pin = json!({ "password": PASSWORD, "pin": "2580" });
    send(&nurse, "PUT /sessions/current/pin", "/sessions/current/pin".into(), pin).await;
    let credentials = json!({ "username": "nurse", "pin": "2580" });
    recorder
        .run(
            &nurse,
            "POST /sessions/pin",
            "/sessions/pin",
            &[("cookie", &phone.cookie)],
            Some(credentials),
        )
        .await;
    send_without_body(&admin, "DELETE /phones/{id}", format!("/phones/{}", phone.id)).await;
    let place = send(
        &admin,
        "POST /places",
        "/places".into(),
        json!({ "name": "OR 9", "kind": "operating_room" }),
    )
    .await
    .text("id");
    send_if_match(
        &admin,
        "PATCH /places/{id}",
        format!("/places/{place}"),
        json!({ "active": false }),
    )
    .await;

    send(&nurse, "POST /tags", "/tags".into(), json!({ "count": 2, "material": "fabric" })).await;
    send(
        &nurse,
        "PUT /tags/{code}/companion",
        format!("/tags/{one}/companion"),
        json!({ "companion_id": bear.companion, "keep_old": true }),
    )
    .await;
    send(
        &nurse,
        "POST /tags/{code}/void",
        format!("/tags/{one}/void"),
        json!({ "reason": "torn" }),
    )
    .await;
    let child = send(&nurse, "POST /children", "/children".into(), json!({ "alias": "Comet" }))
        .await
        .text("id");
    send_if_match(
        &nurse,
        "PATCH /children/{id}",
        format!("/children/{child}"),
        json!({ "latex": true }),
    )
    .await;
    let companion = send(
        &nurse,
        "POST /companions",
        "/companions".into(),
        json!({ "child_id": child, "name": "Hazel", "species": "rabbit" }),
    )
    .await
    .text("id");
    send_if_match(
        &nurse,
        "PATCH /companions/{id}",
        format!("/companions/{companion}"),
        json!({ "name": "Hazelnut" }),
    )
    .await;
    let visit = send(&nurse, "POST /visits", "/visits".into(), json!({ "child_id": child }))
        .await
        .text("id");
    send(
        &nurse,
        "POST /visits/{id}/moves",
        format!("/visits/{visit}/moves"),
        json!({ "place_id": rooms.ward, "occurred_at": hospital.now() }),
    )
    .await;
    let link = send(
        &nurse,
        "POST /visits/{id}/family-links",
        format!("/visits/{visit}/family-links"),
        json!({ "name": "Aunt", "language": "en", "scope": "status" }),
    )
    .await;
    let before = count_events(&nurse).await;
    let url = link.text("url");
    let token = url.rsplit('/').next().expect("a token");
    hospital.stranger().get(&format!("/family/{token}")).await.expect(200);
    assert!(count_events(&nurse).await > before, "the first opening of a link wrote no event");
    send_without_body(
        &nurse,
        "DELETE /family-links/{id}",
        format!("/family-links/{}", link.text("id")),
    )
    .await;
    send(
        &nurse,
        "PUT /visits/{id}/hold",
        format!("/visits/{visit}/hold"),
        json!({ "kind": "hold", "reason": "talks" }),
    )
    .await;
    send_without_body(&lead, "DELETE /visits/{id}/hold", format!("/visits/{visit}/hold")).await;
    let stay = nurse.get(&format!("/visits/{visit}")).await.expect(200);
    let etag = format!("\"{}\"", stay["revision"]);
    recorder
        .run(
            &nurse,
            "PATCH /visits/{id}",
            &format!("/visits/{visit}"),
            &[("if-match", &etag)],
            Some(json!({ "status": "completed" })),
        )
        .await;
    send_without_body(&nurse, "DELETE /children/{id}", format!("/children/{child}")).await;

    send(&nurse, "POST /check-ins", "/check-ins".into(), builders::arrival(&other)).await;
    let scan =
        |tag: &str| json!({ "id": hospital.scan_id(), "tag": tag, "occurred_at": hospital.now() });
    send(&nurse, "POST /scans", "/scans".into(), scan(&bear.tag)).await;
    send(
        &nurse,
        "POST /scans/batch",
        "/scans/batch".into(),
        json!({ "sent_at": hospital.now(), "scans": [scan(&other)] }),
    )
    .await;
    let missing = json!({ "id": hospital.scan_id(), "occurred_at": hospital.now(), "actions": [{ "kind": "reported_missing" }] });
    let step = send(
        &nurse,
        "POST /journeys/{id}/steps",
        format!("/journeys/{}/steps", bear.journey),
        missing,
    )
    .await
    .text("steps/0/id");
    let alert = nurse.get("/alerts").await.expect(200).text("items/0/id");
    send(
        &nurse,
        "POST /alerts/{id}/resolve",
        format!("/alerts/{alert}/resolve"),
        json!({ "note": "found" }),
    )
    .await;
    send(
        &lead,
        "POST /journeys/{id}/steps/{step_id}/void",
        format!("/journeys/{}/steps/{step}/void", bear.journey),
        json!({ "reason": "wrong bear" }),
    )
    .await;

    send(
        &nurse,
        "PUT /visits/{id}/photo-consent",
        format!("/visits/{}/photo-consent", bear.visit),
        json!({ "given_by": "parent" }),
    )
    .await;
    let upload_photo = async || {
        let before = count_events(&nurse).await;
        let path = format!("/journeys/{}/photos", bear.journey);
        let uploaded = nurse
            .send_bytes(
                Method::POST,
                &path,
                &[("content-type", "image/jpeg")],
                Some(snapshot(64, 48)),
            )
            .await
            .expect(201);
        assert!(count_events(&nurse).await > before, "a photo upload wrote no event");
        uploaded.text("id")
    };
    let photo = upload_photo().await;
    recorder.covered.borrow_mut().insert("POST /api/v1/journeys/{id}/photos".to_owned());
    send(&lead, "POST /photos/{id}/release", format!("/photos/{photo}/release"), json!({})).await;
    send_without_body(&nurse, "DELETE /photos/{id}", format!("/photos/{photo}")).await;
    send_without_body(
        &nurse,
        "DELETE /visits/{id}/photo-consent",
        format!("/visits/{}/photo-consent", bear.visit),
    )
    .await;

    let card = json!({ "form": "paper", "signers": [{ "staff_id": nurse.id }] });
    bear.perform(&nurse, json!([{ "kind": "found" }, { "kind": "reunited", "with": "child" }]))
        .await;
    let path = format!("/journeys/{}/card", bear.journey);
    send(&lead, "PUT /journeys/{id}/card", path.clone(), card).await;
    send_without_body(&lead, "DELETE /journeys/{id}/card", path).await;

    // An alert raised by the alert monitor writes an event, once.
    nurse
        .post(
            &format!("/visits/{}/moves", bear.visit),
            json!({ "place_id": rooms.ward, "occurred_at": hospital.now() }),
        )
        .await
        .expect(201);
    hospital.wait_minutes(16);
    let before = count_events(&nurse).await;
    hospital.run_alert_monitor().await;
    let after = count_events(&nurse).await;
    assert!(after > before, "a left-behind alert wrote no event");
    hospital.run_alert_monitor().await;
    assert_eq!(count_events(&nurse).await, after, "the same alert wrote another event");

    let expected: BTreeSet<_> = Contract::get()
        .operations()
        .iter()
        .filter(|operation| operation.method != "GET" && operation.path.starts_with("/api/"))
        .map(|operation| format!("{} {}", operation.method, operation.path))
        .filter(|name| !CHANGE_NOTHING.contains(&name.as_str()))
        .collect();
    assert_eq!(recorder.covered.into_inner(), expected, "add the new operation to this test");
}

on_both_databases!(every_changing_operation_writes_an_event,);
