//! `POST /check-ins`: creates all records of one arrival in one transaction, or none.

use reqwest::Method;
use serde_json::{Value, json};

use crate::builders::{self, Rooms, arrival, clear_screening};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, TestHospital, merge};

/// The number of children, companions, visits and journeys.
async fn record_counts(staff: &Actor) -> [usize; 4] {
    let mut counts = [0; 4];
    for (count, list) in counts.iter_mut().zip(["children", "companions", "visits", "journeys"]) {
        let page = staff.get(&format!("/{list}?limit=200")).await.expect(200);
        *count = page["items"].as_array().expect("items").len();
    }
    counts
}

/// A check-in request; `more` overrides the defaults.
fn check_in_body(more: Value) -> Value {
    let mut body = json!({
        "child": { "alias": "Little Star" },
        "companion": { "name": "Biscuit", "species": "bear", "screening": clear_screening() },
    });
    merge(&mut body, more);
    body
}

async fn check_in_creates_new_records_and_reuses_existing_ones(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;

    // Everything new, with a tag, at a place, 25 minutes ago.
    hospital.wait_minutes(60);
    let tag = builders::create_tag(&nurse).await;
    let mut all_new = arrival(&tag);
    merge(
        &mut all_new,
        json!({
            "child": { "alias": "Little Star", "patient_ref": "mrn-1", "infant": true, "latex": true },
            "place_id": rooms.door, "occurred_at": hospital.minutes_ago(25),
        }),
    );
    let created = nurse.post("/check-ins", all_new).await.expect(201);
    assert_eq!(
        created.header("location").map(str::to_owned),
        Some(format!("/api/v1/journeys/{}", created.text("journey/id")))
    );
    assert_eq!(
        (&created["child"]["latex"], &created["companion"]["screening"]["metal"]),
        (&json!(true), &json!("no"))
    );
    assert_eq!((&created["tag"]["state"], &created["tag"]["code"]), (&json!("live"), &json!(tag)));
    assert_eq!(
        (&created["tag"]["companion_id"], &created["journey"]["visit_id"]),
        (&created["companion"]["id"], &created["visit"]["id"])
    );
    assert_eq!(
        (&created["journey"]["place"]["name"], &created["journey"]["stage"]),
        (&json!("Front door"), &json!("checked_in"))
    );
    assert_eq!(created.text("journey/last_seen_at"), hospital.minutes_ago(25));
    // The place is the companion's. The child's place comes only from the visit's moves.
    assert_eq!(created["visit"]["place"], Value::Null);
    assert_eq!(record_counts(&nurse).await, [1, 1, 1, 1]);

    // An existing child with another companion: the open visit is used.
    let (child, companion, visit) =
        (created.text("child/id"), created.text("companion/id"), created.text("visit/id"));
    let second_companion = nurse
        .post("/check-ins", check_in_body(json!({ "child": { "id": child } })))
        .await
        .expect(201);
    assert_eq!(
        (&second_companion["visit"]["id"], &second_companion["tag"]),
        (&json!(visit), &Value::Null)
    );
    let with_visit_id =
        check_in_body(json!({ "child": { "id": child }, "visit": { "id": visit } }));
    nurse.post("/check-ins", with_visit_id).await.expect(201);
    assert_eq!(record_counts(&nurse).await, [1, 3, 1, 3]);

    // Existing child and companion: a new visit, with the tag the companion still has.
    for journey in nurse.get("/journeys").await.expect(200).all("items", "id") {
        let close = json!({ "id": hospital.scan_id(), "occurred_at": hospital.now(), "actions": [{ "kind": "closed", "outcome": "with_child" }] });
        nurse.post(&format!("/journeys/{journey}/steps"), close).await.expect(201);
    }
    let current = nurse.get(&format!("/visits/{visit}")).await.expect(200);
    nurse
        .patch(&format!("/visits/{visit}"), &current["revision"], json!({ "status": "completed" }))
        .await
        .expect(200);
    let returning =
        json!({ "child": { "id": child }, "companion": { "id": companion }, "tag": tag });
    let second_visit = nurse.post("/check-ins", returning).await.expect(201);
    assert_ne!(second_visit["visit"]["id"], visit.as_str());
    assert_eq!(
        (&second_visit["companion"]["id"], &second_visit["tag"]["state"]),
        (&json!(companion), &json!("live"))
    );
    assert_eq!(
        nurse.scan(&tag, json!({})).await.expect(201)["journey"]["id"],
        second_visit["journey"]["id"]
    );
    assert_eq!(record_counts(&nurse).await, [1, 3, 2, 4]);

    // A new tag voids the one before (R23).
    let (new_tag, other) = (builders::create_tag(&nurse).await, builders::check_in(&nurse).await);
    nurse
        .put(&format!("/tags/{new_tag}/companion"), json!({ "companion_id": other.companion }))
        .await
        .expect(200);
    nurse.scan(&other.tag, json!({})).await.refused(409, "tag-void");
    nurse.scan(&new_tag, json!({})).await.expect(201);

    // Repeated with the same idempotency key, it is the same check-in.
    let (key, body) = ("arrival-of-biscuit", check_in_body(json!({})));
    let first = nurse.post_with_key("/check-ins", key, body.clone()).await.expect(201);
    let again = nurse.post_with_key("/check-ins", key, body).await.expect(201);
    assert_eq!(
        (first.bytes, first.headers["location"].clone()),
        (again.bytes, again.headers["location"].clone())
    );
    nurse
        .post_with_key("/check-ins", key, check_in_body(json!({ "place_id": rooms.door })))
        .await
        .refused(422, "idempotency-key-reused");
}

async fn rejected_check_in_changes_nothing(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;
    let (bear, rabbit, closed) = (
        builders::check_in(&nurse).await,
        builders::check_in(&nurse).await,
        builders::check_in(&nurse).await,
    );
    let referred = builders::check_in_with(
        &nurse,
        json!({ "child": { "alias": "Moon", "patient_ref": "mrn-7" } }),
    )
    .await;
    closed.perform(&nurse, json!([{ "kind": "closed", "outcome": "with_child" }])).await;
    let (blank, void) = (builders::create_tag(&nurse).await, builders::create_tag(&nurse).await);
    nurse.post(&format!("/tags/{void}/void"), json!({ "reason": "torn" })).await.expect(200);
    // A completed visit.
    referred.perform(&nurse, json!([{ "kind": "closed", "outcome": "with_child" }])).await;
    let current = nurse.get(&format!("/visits/{}", referred.visit)).await.expect(200);
    nurse
        .patch(
            &format!("/visits/{}", referred.visit),
            &current["revision"],
            json!({ "status": "completed" }),
        )
        .await
        .expect(200);
    let unknown_id = rooms.door.clone();

    let child = |id: &str| json!({ "id": id });
    let child_and_companion = |child: &str, companion: &str| json!({ "child": { "id": child }, "companion": { "id": companion } });
    let cases = [
        (409, "journey-open", child_and_companion(&bear.child, &bear.companion)),
        (409, "journey-closed", child_and_companion(&closed.child, &closed.companion)),
        (409, "not-this-childs", child_and_companion(&bear.child, &rabbit.companion)),
        (
            409,
            "not-this-childs",
            json!({ "child": child(&bear.child), "visit": child(&rabbit.visit) }),
        ),
        (409, "not-this-childs", json!({ "visit": child(&rabbit.visit) })),
        (
            409,
            "visit-closed",
            json!({ "child": child(&referred.child), "visit": child(&referred.visit) }),
        ),
        (409, "patient-ref-taken", json!({ "child": { "alias": "Sun", "patient_ref": "mrn-7" } })),
        (409, "tag-void", json!({ "tag": void })),
        (409, "tag-bound-elsewhere", json!({ "tag": bear.tag })),
        (404, "#/tag", json!({ "tag": "0000-0000-0000-0" })),
        (404, "#/child", json!({ "child": child(&unknown_id), "tag": blank })),
        (
            404,
            "#/companion",
            json!({ "child": child(&bear.child), "companion": child(&unknown_id), "tag": blank }),
        ),
        (404, "#/visit", json!({ "visit": child(&unknown_id), "tag": blank })),
        (404, "#/place_id", json!({ "place_id": bear.child, "tag": blank })),
        (422, "#/tag", json!({ "tag": "K7QF-M2XA" })),
        (422, "#/child", json!({ "child": { "alias": "Sun", "name": "Ann" } })),
        (422, "#/child", json!({ "child": {} })),
        (422, "#/child", json!({ "child": { "id": "7" } })),
        (422, "#/child", json!({ "child": { "id": bear.child, "alias": "Sun" } })),
        (422, "#/companion", json!({ "companion": { "name": "Biscuit", "species": "dragon" } })),
        (422, "#/companion", json!({ "companion": null })),
        (422, "#/visit", json!({ "visit": rabbit.visit })),
        (422, "#/ward", json!({ "ward": "4 East" })),
        (422, "#/occurred_at", json!({ "occurred_at": hospital.seconds_from_now(301) })),
        (422, "#/occurred_at", json!({ "occurred_at": "yesterday" })),
    ];
    let (before, bear_before) = (record_counts(&nurse).await, bear.snapshot(&nurse).await);
    for (status, problem, more) in cases {
        let refused = nurse.post("/check-ins", check_in_body(more.clone())).await.expect(status);
        match problem.strip_prefix('#') {
            None => assert_eq!(refused["code"], problem, "{more}"),
            Some(member) => {
                let pointers = refused.all("errors", "pointer");
                assert!(
                    pointers.len() == 1 && pointers[0].starts_with(&format!("#{member}")),
                    "{more}: {pointers:?}"
                );
            }
        }
    }
    for (body, status) in [("{", 400), ("[]", 422), ("", 400)] {
        nurse.request(Method::POST, "/check-ins", &[], Some(body.into())).await.expect(status);
    }
    assert_eq!(record_counts(&nurse).await, before);
    assert_eq!(bear.snapshot(&nurse).await, bear_before);
    // The tag in these requests is still blank.
    assert_eq!(nurse.get(&format!("/tags/{blank}")).await.expect(200)["state"], "blank");
}

on_both_databases!(
    check_in_creates_new_records_and_reuses_existing_ones,
    rejected_check_in_changes_nothing,
);
