//! `/reports/summary`: a small day in counts, worked out by hand.

use serde_json::{Value, json};

use crate::builders::{self, Rooms};
use crate::databases::{Database, on_both_databases};
use crate::test_app::TestHospital;

async fn a_small_day_in_counts(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse, lead) =
        (hospital.admin().await, hospital.nurse().await, hospital.lead().await);
    let rooms = Rooms::open(&admin).await;
    let morning = hospital.now();
    let (bear, rabbit) = (builders::check_in(&nurse).await, builders::check_in(&nurse).await);
    // Eight notes, entered 1 to 8 minutes after they were true; the check-ins were entered at once.
    hospital.wait_minutes(10);
    for minutes in 1..=8 {
        let note = json!({ "occurred_at": hospital.minutes_ago(minutes), "actions": [{ "kind": "noted", "text": "asleep" }] });
        nurse.scan(&bear.tag, note).await.expect(201);
    }
    hospital.wait_minutes(50);
    let noon = hospital.now();

    let counted = lead.get(&format!("/reports/summary?from={morning}&to={noon}")).await.expect(200);
    assert_eq!(
        counted["scans_by_stage"].as_object().map(|stages| stages.values().all(|count| count == 0)),
        Some(true)
    );
    let mut early = counted.body;
    early["scans_by_stage"].take();
    assert_eq!(
        early,
        json!({
            "from": morning, "to": noon, "check_ins": 2, "scans": 8, "scans_by_stage": null, "late_steps": 0,
            // Of 0 0 1 2 3 4 5 6 7 8 minutes, the fifth and the ninth.
            "minutes_to_record": { "median": 3.0, "p90": 7.0 },
            "open_custody_gaps": 0, "reported_missing": 0, "found": 0, "reunited": 0, "closed_lost": 0,
        })
    );

    // The afternoon begins with the very first moment after.
    nurse.scan(&bear.tag, json!({ "place_id": rooms.pre_op })).await.expect(201);
    nurse
        .scan(
            &rabbit.tag,
            json!({ "place_id": rooms.ward, "occurred_at": hospital.minutes_ago(30) }),
        )
        .await
        .expect(201);
    hospital.wait_minutes(1);
    for action in [
        json!({ "kind": "reported_missing" }),
        json!({ "kind": "found" }),
        json!({ "kind": "reunited", "with": "child" }),
    ] {
        nurse.scan(&bear.tag, json!({ "actions": [action] })).await.expect(201);
        hospital.wait_minutes(1);
    }
    nurse
        .scan(&rabbit.tag, json!({ "actions": [{ "kind": "reported_missing" }] }))
        .await
        .expect(201);
    let gap = lead.get(&format!("/reports/summary?from={noon}")).await.expect(200);
    assert_eq!(gap["reported_missing"], 1, "that very moment is not over yet");
    assert_eq!(gap["open_custody_gaps"], 1);
    nurse
        .scan(&rabbit.tag, json!({ "actions": [{ "kind": "closed", "outcome": "lost" }] }))
        .await
        .expect(201);
    hospital.wait_minutes(1);
    let later = lead.get(&format!("/reports/summary?from={noon}")).await.expect(200);
    assert_eq!(
        (later["scans"].clone(), later["late_steps"].clone(), later["check_ins"].clone()),
        (json!(7), json!(1), json!(0))
    );
    assert_eq!(
        (later["scans_by_stage"]["pre_op"].clone(), later["scans_by_stage"]["ward"].clone()),
        (json!(1), json!(1))
    );
    assert_eq!((later["reported_missing"].clone(), later["found"].clone()), (json!(2), json!(1)));
    assert_eq!((later["reunited"].clone(), later["closed_lost"].clone()), (json!(1), json!(1)));
    assert_eq!(later["minutes_to_record"], json!({ "median": 0.0, "p90": 30.0 }));
    // It counts, and names nobody.
    let text = String::from_utf8_lossy(&later.bytes).into_owned();
    assert!(
        !text.contains("Biscuit") && !text.contains("nurse") && !text.contains("Ward"),
        "{text}"
    );

    let nothing = lead
        .get("/reports/summary?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z")
        .await
        .expect(200);
    assert_eq!(
        (nothing["scans"].clone(), nothing["minutes_to_record"]["median"].clone()),
        (json!(0), Value::Null)
    );
    // Without times, the week up to now.
    assert_eq!(lead.get("/reports/summary").await.expect(200)["scans"], 15);
    lead.get(&format!("/reports/summary?from={noon}&to={noon}")).await.refused(422, "invalid");
    lead.get("/reports/summary?from=yesterday").await.refused(400, "malformed");
    nurse.get("/reports/summary").await.refused(403, "forbidden");
}

on_both_databases!(a_small_day_in_counts,);
