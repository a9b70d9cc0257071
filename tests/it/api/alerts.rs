//! `/alerts`: alerts are open until somebody resolves them or their cause is gone (R19).

use serde_json::{Value, json};

use crate::builders;
use crate::databases::{Database, on_both_databases};
use crate::test_app::TestHospital;

async fn r19_alert_is_open_until_a_user_or_the_system_resolves_it(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (nurse, lead) = (hospital.nurse().await, hospital.lead().await);
    let (bear, other) = (builders::check_in(&nurse).await, builders::check_in(&nurse).await);
    for bear in [&bear, &other] {
        hospital.wait_seconds(1);
        let missing = json!([{ "kind": "reported_missing" }]);
        nurse.scan(&bear.tag, json!({ "actions": missing })).await.expect(201);
        hospital.wait_minutes(1);
    }
    let open = nurse.get("/alerts").await.expect(200);
    assert_eq!(open.all("items", "kind"), ["missing", "missing"]);
    assert_eq!(open["items"], nurse.get("/alerts?state=open").await.expect(200)["items"]);
    let first = open["items"]
        .as_array()
        .expect("alerts")
        .iter()
        .find(|alert| alert["journey_id"] == bear.journey)
        .expect("an alert for this journey")
        .clone();
    assert_eq!(
        (first["visit_id"].clone(), first["state"].clone(), first["resolved_at"].clone()),
        (json!(bear.visit), json!("open"), Value::Null)
    );

    let path = format!("/alerts/{}/resolve", first["id"].as_str().expect("an id"));
    nurse.post(&path, json!({ "note": " " })).await.refused(422, "invalid");
    let resolved_alert =
        lead.post(&path, json!({ "note": "the laundry has it" })).await.expect(200);
    assert_eq!(
        (
            resolved_alert["state"].clone(),
            resolved_alert["note"].clone(),
            resolved_alert["resolved_at"].clone()
        ),
        (json!("resolved"), json!("the laundry has it"), json!(hospital.now()))
    );
    assert_eq!(resolved_alert["resolved_by"], json!({ "id": lead.id, "display_name": "The lead" }));
    nurse.post(&path, json!({ "note": "again" })).await.refused(409, "already-resolved");
    nurse
        .post("/alerts/01a20288-b3f0-7f3c-9a77-2f4c8b1d9e55/resolve", json!({ "note": "x" }))
        .await
        .refused(404, "not-found");

    // When the other companion is found, its alert resolves without a user.
    hospital.wait_minutes(1);
    nurse.scan(&other.tag, json!({ "actions": [{ "kind": "found" }] })).await.expect(201);
    assert_eq!(nurse.get("/alerts").await.expect(200)["items"], json!([]));
    let resolved = nurse.get("/alerts?state=resolved").await.expect(200);
    assert_eq!(resolved["items"].as_array().map(Vec::len), Some(2));
    assert_eq!(resolved["items"], nurse.get("/alerts?state=all").await.expect(200)["items"]);
    let resolved_by_system = resolved["items"]
        .as_array()
        .expect("alerts")
        .iter()
        .find(|alert| alert["journey_id"] == other.journey)
        .expect("an alert for this journey");
    assert_eq!(
        (resolved_by_system["resolved_by"].clone(), resolved_by_system["note"].clone()),
        (Value::Null, Value::Null)
    );
    nurse.get("/alerts?state=closed").await.refused(400, "malformed");

    // Reported missing again, it gets a new alert.
    hospital.wait_minutes(1);
    nurse
        .scan(&other.tag, json!({ "actions": [{ "kind": "reported_missing" }] }))
        .await
        .expect(201);
    assert_eq!(nurse.get("/alerts").await.expect(200).all("items", "journey_id"), [other.journey]);
}

on_both_databases!(r19_alert_is_open_until_a_user_or_the_system_resolves_it,);
