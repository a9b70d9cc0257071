//! Scans that arrive in any order lead to the same journey.

use serde_json::{Value, json};

use crate::builders::{self, Bear, Rooms};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{TestHospital, merge};

/// A journey without the values that differ in any case: ids, creation time and revision.
fn without_own_values(mut value: Value) -> Value {
    match &mut value {
        Value::Object(members) => {
            members.retain(|name, _| {
                !["id", "visit_id", "revision", "created_at"].contains(&name.as_str())
            });
            for member in members.values_mut() {
                *member = without_own_values(member.take());
            }
        }
        Value::Array(items) => {
            for item in items {
                *item = without_own_values(item.take());
            }
        }
        _ => {}
    }
    value
}

/// Scans of one companion by six phones, two of them at the same time.
fn scans_of_six_phones(hospital: &TestHospital, rooms: &Rooms, bear: &Bear) -> Vec<Value> {
    let scans = [
        (50, json!({ "actions": [{ "kind": "dressed", "items": ["gown", "mask", "gloves"] }] })),
        (40, json!({ "place_id": rooms.operating_room })),
        (30, json!({ "place_id": rooms.recovery })),
        (
            30,
            json!({ "actions": [{ "kind": "soiled", "why": "spill" }, { "kind": "undressed", "items": ["mask"] }] }),
        ),
        (20, json!({ "actions": [{ "kind": "reported_missing" }] })),
        (
            10,
            json!({ "actions": [{ "kind": "found", "place_id": rooms.laundry }, { "kind": "handed_over", "to": "place" }] }),
        ),
    ];
    let scan = |(ago, more): (u64, Value)| {
        let mut scan = json!({ "id": hospital.scan_id(), "tag": bear.tag, "occurred_at": hospital.minutes_ago(ago) });
        merge(&mut scan, more);
        scan
    };
    scans.into_iter().map(scan).collect()
}

async fn scans_in_any_order_lead_to_the_same_journey(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;
    let mut bears = Vec::new();
    for _ in 0..4 {
        bears.push(builders::check_in_with(&nurse, json!({ "place_id": rooms.pre_op })).await);
    }
    hospital.wait_minutes(60);
    let orders = [[0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0], [3, 0, 5, 2, 4, 1], [2, 5, 1, 4, 0, 3]];
    let mut results = Vec::new();
    for (bear, order) in bears.iter().zip(orders) {
        let scans = scans_of_six_phones(&hospital, &rooms, bear);
        for nth in order {
            nurse.post("/scans", scans[nth].clone()).await.expect(201);
        }
        // Sent again, in the original order, the scans change nothing (R28).
        for scan in scans {
            nurse.post("/scans", scan).await.expect(200);
        }
        let kinds: Vec<_> =
            bear.steps(&nurse).await.iter().map(|step| step["action"]["kind"].clone()).collect();
        results.push((without_own_values(bear.journey(&nurse).await.body), kinds));
    }
    assert_eq!(results[0].0["outfit"], json!(["gown", "gloves"]));
    let mut alerts: Vec<_> = results[0].0["alerts"]
        .as_array()
        .expect("alerts")
        .iter()
        .filter_map(|alert| alert["kind"].as_str())
        .collect();
    alerts.sort_unstable();
    assert_eq!(alerts, ["still_dressed", "uncleared_entry"]);
    for result in &results[1..] {
        assert_eq!(result, &results[0]);
    }
    let report = stuffy::use_cases::audit::verify_integrity::verify_integrity(&hospital.app)
        .await
        .expect("an integrity report");
    assert_eq!((report.journeys, report.differing), (4, vec![]));
}

on_both_databases!(scans_in_any_order_lead_to_the_same_journey,);
