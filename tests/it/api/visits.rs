//! `/visits`: moves of the child (R21), and the end of a visit (R18).

use serde_json::{Value, json};

use crate::builders::{self, Rooms};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, TestHospital};

async fn new_visit(nurse: &Actor) -> (String, String) {
    let child =
        nurse.post("/children", json!({ "alias": "Little Star" })).await.expect(201).text("id");
    let visit = nurse.post("/visits", json!({ "child_id": child })).await.expect(201);
    (child, format!("/visits/{}", visit.text("id")))
}

async fn r21_moves_may_arrive_in_any_order_and_repeatedly(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;
    let places_in_order = [
        json!({ "place_id": rooms.pre_op, "occurred_at": hospital.minutes_ago(30) }),
        json!({ "place_id": rooms.recovery, "occurred_at": hospital.minutes_ago(20) }),
        json!({ "place_id": rooms.ward, "occurred_at": hospital.minutes_ago(10) }),
    ];
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let (_, visit) = new_visit(&nurse).await;
        let moves = format!("{visit}/moves");
        let mut latest = 0;
        for nth in order {
            let first = nurse.post(&moves, places_in_order[nth].clone()).await.expect(201);
            let repeated = nurse.post(&moves, places_in_order[nth].clone()).await.expect(200);
            assert_eq!(repeated.bytes, first.bytes, "a repeated move gets the first response");
            // An earlier move that arrives late does not replace a later one.
            latest = latest.max(nth);
            let current = nurse.get(&visit).await.expect(200);
            assert_eq!(current["place"]["id"], places_in_order[latest]["place_id"], "{order:?}");
            assert_eq!(current["placed_at"], places_in_order[latest]["occurred_at"], "{order:?}");
        }
    }
    let (_, visit) = new_visit(&nurse).await;
    let moves = format!("{visit}/moves");
    hospital.wait_minutes(10);
    let ahead = |minutes: i64| json!({ "place_id": rooms.ward, "occurred_at": format!("2026-11-22T08:{:02}:00.000Z", 10 + minutes) });
    nurse.post(&moves, ahead(4)).await.expect(201);
    let too_far_ahead = nurse.post(&moves, ahead(6)).await.refused(422, "invalid");
    assert_eq!(too_far_ahead.all("errors", "pointer"), ["#/occurred_at"]);
    let nowhere = json!({ "place_id": "01a20288-b3f0-7f3c-9a77-2f4c8b1d9e55", "occurred_at": hospital.now() });
    assert_eq!(
        nurse.post(&moves, nowhere).await.refused(404, "not-found").all("errors", "pointer"),
        ["#/place_id"]
    );
    let nobody = "/visits/01a20288-b3f0-7f3c-9a77-2f4c8b1d9e55/moves";
    nurse.post(nobody, places_in_order[0].clone()).await.refused(404, "not-found");
}

async fn r18_visit_ends_only_after_its_journeys_are_closed(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let visit = format!("/visits/{}", bear.visit);
    let set_status = async |status: &str| {
        let revision = nurse.get(&visit).await.expect(200)["revision"].clone();
        nurse.patch(&visit, &revision, json!({ "status": status })).await
    };
    set_status("completed").await.refused(409, "journeys-open");
    set_status("cancelled").await.refused(409, "journeys-open");
    nurse
        .scan(&bear.tag, json!({ "actions": [{ "kind": "reunited", "with": "child" }] }))
        .await
        .expect(201);
    set_status("completed").await.refused(409, "journeys-open");
    nurse
        .scan(&bear.tag, json!({ "actions": [{ "kind": "closed", "outcome": "with_child" }] }))
        .await
        .expect(201);
    let ended = set_status("completed").await.expect(200);
    assert_eq!(ended["ended_at"], hospital.now());
    hospital.wait_minutes(5);
    assert_eq!(
        set_status("completed").await.expect(200)["ended_at"],
        ended["ended_at"],
        "the end does not change"
    );

    // Reopened, as after a cancelled discharge.
    let reopened = set_status("in_progress").await.expect(200);
    assert_eq!(
        (reopened["status"].clone(), reopened["ended_at"].clone()),
        (json!("in_progress"), Value::Null)
    );
    nurse.post("/visits", json!({ "child_id": bear.child })).await.refused(409, "visit-open");
    set_status("completed").await.expect(200);
    let next = nurse.post("/visits", json!({ "child_id": bear.child })).await.expect(201);
    assert_eq!((next["place"].clone(), next["hold"].clone()), (Value::Null, Value::Null));
    set_status("in_progress").await.refused(409, "visit-open");
    set_status("planned").await.refused(422, "invalid");
}

async fn visit_can_start_at_a_place(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let ward = builders::room(&admin, "Ward 4 East", "ward").await;
    let child =
        nurse.post("/children", json!({ "alias": "Little Star" })).await.expect(201).text("id");
    let created =
        nurse.post("/visits", json!({ "child_id": child, "place_id": ward })).await.expect(201);
    assert_eq!(
        (created["place"]["name"].clone(), created["placed_at"].clone()),
        (json!("Ward 4 East"), json!(hospital.now()))
    );
    let path = format!("/visits/{}", created.text("id"));
    assert_eq!(created.header("location"), Some(format!("/api/v1{path}").as_str()));
    assert_eq!(nurse.get(&path).await.expect(200).bytes, created.bytes);
    let unknown = "01a20288-b3f0-7f3c-9a77-2f4c8b1d9e55";
    let nobody =
        nurse.post("/visits", json!({ "child_id": unknown })).await.refused(404, "not-found");
    assert_eq!(nobody.all("errors", "pointer"), ["#/child_id"]);
    let other = nurse.post("/children", json!({ "alias": "Comet" })).await.expect(201).text("id");
    let nowhere = nurse
        .post("/visits", json!({ "child_id": other, "place_id": unknown }))
        .await
        .refused(404, "not-found");
    assert_eq!(nowhere.all("errors", "pointer"), ["#/place_id"]);
    assert_eq!(
        nurse.get("/visits").await.expect(200)["items"].as_array().map(Vec::len),
        Some(1),
        "a rejected visit is not created"
    );
}

on_both_databases!(
    r21_moves_may_arrive_in_any_order_and_repeatedly,
    r18_visit_ends_only_after_its_journeys_are_closed,
    visit_can_start_at_a_place,
);
