//! `POST /check-ins`: everything for one arrival, or nothing of it.

use reqwest::Method;
use serde_json::{Value, json};

use crate::builders::{self, Rooms, arrival, clear_screening};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, TestHospital, merge};

/// How many of everything a check-in makes there are.
async fn counted(staff: &Actor) -> [usize; 4] {
    let mut counts = [0; 4];
    for (count, list) in counts.iter_mut().zip(["children", "companions", "visits", "journeys"]) {
        let page = staff.get(&format!("/{list}?limit=200")).await.expect(200);
        *count = page["items"].as_array().expect("items").len();
    }
    counts
}

/// An arrival that differs in this.
fn arriving(more: Value) -> Value {
    let mut body = json!({
        "child": { "alias": "Little Star" },
        "companion": { "name": "Biscuit", "species": "bear", "screening": clear_screening() },
    });
    merge(&mut body, more);
    body
}

async fn what_is_new_is_made_and_what_is_known_is_taken(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;

    // All new, with a tag, at a place, twenty-five minutes ago.
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
    let made = nurse.post("/check-ins", all_new).await.expect(201);
    assert_eq!(
        made.header("location").map(str::to_owned),
        Some(format!("/api/v1/journeys/{}", made.text("journey/id")))
    );
    assert_eq!(
        (&made["child"]["latex"], &made["companion"]["screening"]["metal"]),
        (&json!(true), &json!("no"))
    );
    assert_eq!((&made["tag"]["state"], &made["tag"]["code"]), (&json!("live"), &json!(tag)));
    assert_eq!(
        (&made["tag"]["companion_id"], &made["journey"]["visit_id"]),
        (&made["companion"]["id"], &made["visit"]["id"])
    );
    assert_eq!(
        (&made["journey"]["place"]["name"], &made["journey"]["stage"]),
        (&json!("Front door"), &json!("checked_in"))
    );
    assert_eq!(made.text("journey/last_seen_at"), hospital.minutes_ago(25));
    // Only a person with the companion places it; the child's own way is told by itself.
    assert_eq!(made["visit"]["place"], Value::Null);
    assert_eq!(counted(&nurse).await, [1, 1, 1, 1]);

    // The child known, another friend: the visit under way is taken.
    let (child, companion, visit) =
        (made.text("child/id"), made.text("companion/id"), made.text("visit/id"));
    let friend =
        nurse.post("/check-ins", arriving(json!({ "child": { "id": child } }))).await.expect(201);
    assert_eq!((&friend["visit"]["id"], &friend["tag"]), (&json!(visit), &Value::Null));
    let named = arriving(json!({ "child": { "id": child }, "visit": { "id": visit } }));
    nurse.post("/check-ins", named).await.expect(201);
    assert_eq!(counted(&nurse).await, [1, 3, 1, 3]);

    // Both known: the next stay, with the tag it still wears.
    for journey in nurse.get("/journeys").await.expect(200).all("items", "id") {
        let over = json!({ "id": hospital.scan_id(), "occurred_at": hospital.now(), "actions": [{ "kind": "closed", "outcome": "with_child" }] });
        nurse.post(&format!("/journeys/{journey}/steps"), over).await.expect(201);
    }
    let stay = nurse.get(&format!("/visits/{visit}")).await.expect(200);
    nurse
        .patch(&format!("/visits/{visit}"), &stay["revision"], json!({ "status": "completed" }))
        .await
        .expect(200);
    let both = json!({ "child": { "id": child }, "companion": { "id": companion }, "tag": tag });
    let back = nurse.post("/check-ins", both).await.expect(201);
    assert_ne!(back["visit"]["id"], visit.as_str());
    assert_eq!(
        (&back["companion"]["id"], &back["tag"]["state"]),
        (&json!(companion), &json!("live"))
    );
    assert_eq!(
        nurse.scan(&tag, json!({})).await.expect(201)["journey"]["id"],
        back["journey"]["id"]
    );
    assert_eq!(counted(&nurse).await, [1, 3, 2, 4]);

    // A new tag voids the one before (R23).
    let (new_tag, other) = (builders::create_tag(&nurse).await, builders::check_in(&nurse).await);
    nurse
        .put(&format!("/tags/{new_tag}/companion"), json!({ "companion_id": other.companion }))
        .await
        .expect(200);
    nurse.scan(&other.tag, json!({})).await.refused(409, "tag-void");
    nurse.scan(&new_tag, json!({})).await.expect(201);

    // Told again by its key, it is the same arrival.
    let (key, body) = ("arrival-of-biscuit", arriving(json!({})));
    let once = nurse.post_with_key("/check-ins", key, body.clone()).await.expect(201);
    let again = nurse.post_with_key("/check-ins", key, body).await.expect(201);
    assert_eq!(
        (once.bytes, once.headers["location"].clone()),
        (again.bytes, again.headers["location"].clone())
    );
    nurse
        .post_with_key("/check-ins", key, arriving(json!({ "place_id": rooms.door })))
        .await
        .refused(422, "idempotency-key-reused");
}

async fn nothing_is_kept_of_a_refused_arrival(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;
    let (bear, rabbit, over) = (
        builders::check_in(&nurse).await,
        builders::check_in(&nurse).await,
        builders::check_in(&nurse).await,
    );
    let referred = builders::check_in_with(
        &nurse,
        json!({ "child": { "alias": "Moon", "patient_ref": "mrn-7" } }),
    )
    .await;
    over.perform(&nurse, json!([{ "kind": "closed", "outcome": "with_child" }])).await;
    let (blank, void) = (builders::create_tag(&nurse).await, builders::create_tag(&nurse).await);
    nurse.post(&format!("/tags/{void}/void"), json!({ "reason": "torn" })).await.expect(200);
    // A visit that is over, of the child whose rabbit's visit goes on.
    referred.perform(&nurse, json!([{ "kind": "closed", "outcome": "with_child" }])).await;
    let stay = nurse.get(&format!("/visits/{}", referred.visit)).await.expect(200);
    nurse
        .patch(
            &format!("/visits/{}", referred.visit),
            &stay["revision"],
            json!({ "status": "completed" }),
        )
        .await
        .expect(200);
    let nobody = rooms.door.clone();

    let child = |id: &str| json!({ "id": id });
    let known = |child: &str, companion: &str| json!({ "child": { "id": child }, "companion": { "id": companion } });
    let cases = [
        (409, "journey-open", known(&bear.child, &bear.companion)),
        (409, "journey-closed", known(&over.child, &over.companion)),
        (409, "not-this-childs", known(&bear.child, &rabbit.companion)),
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
        (404, "#/child", json!({ "child": child(&nobody), "tag": blank })),
        (
            404,
            "#/companion",
            json!({ "child": child(&bear.child), "companion": child(&nobody), "tag": blank }),
        ),
        (404, "#/visit", json!({ "visit": child(&nobody), "tag": blank })),
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
    let (before, bears) = (counted(&nurse).await, bear.snapshot(&nurse).await);
    for (status, why, more) in cases {
        let refused = nurse.post("/check-ins", arriving(more.clone())).await.expect(status);
        match why.strip_prefix('#') {
            None => assert_eq!(refused["code"], why, "{more}"),
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
    assert_eq!(counted(&nurse).await, before);
    assert_eq!(bear.snapshot(&nurse).await, bears);
    // The tag that none of them got is as blank as before.
    assert_eq!(nurse.get(&format!("/tags/{blank}")).await.expect(200)["state"], "blank");
}

on_both_databases!(
    what_is_new_is_made_and_what_is_known_is_taken,
    nothing_is_kept_of_a_refused_arrival,
);
