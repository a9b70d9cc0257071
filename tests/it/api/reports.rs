//! `/reports/summary`: the counts of a small day, compared with counts calculated by hand.

use serde_json::{Value, json};

use crate::builders::{self, Rooms};
use crate::databases::{Database, on_both_databases};
use crate::test_app::TestHospital;

async fn summary_counts_one_day_without_names(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse, lead) =
        (hospital.admin().await, hospital.nurse().await, hospital.lead().await);
    let rooms = Rooms::open(&admin).await;
    let morning = hospital.now();
    let (bear, rabbit) = (builders::check_in(&nurse).await, builders::check_in(&nurse).await);
    // Eight notes, recorded 1 to 8 minutes after they happened; the check-ins were recorded at once.
    hospital.wait_minutes(10);
    for minutes in 1..=8 {
        let note = json!({ "occurred_at": hospital.minutes_ago(minutes), "actions": [{ "kind": "noted", "text": "asleep" }] });
        nurse.scan(&bear.tag, note).await.expect(201);
    }
    hospital.wait_minutes(50);
    let noon = hospital.now();

    let report = lead.get(&format!("/reports/summary?from={morning}&to={noon}")).await.expect(200);
    assert_eq!(
        report["scans_by_stage"].as_object().map(|stages| stages.values().all(|count| count == 0)),
        Some(true)
    );
    let mut morning_report = report.body;
    morning_report["scans_by_stage"].take();
    assert_eq!(
        morning_report,
        json!({
            "from": morning, "to": noon, "check_ins": 2, "scans": 8, "scans_by_stage": null, "late_steps": 0,
            // The fifth and the ninth of 0 0 1 2 3 4 5 6 7 8 minutes.
            "minutes_to_record": { "median": 3.0, "p90": 7.0 },
            "open_custody_gaps": 0, "reported_missing": 0, "found": 0, "reunited": 0, "closed_lost": 0,
        })
    );

    // `to` is exclusive: a scan at that instant belongs to the afternoon.
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
    let open_gap = lead.get(&format!("/reports/summary?from={noon}")).await.expect(200);
    assert_eq!(open_gap["reported_missing"], 1, "up to now includes this instant");
    assert_eq!(open_gap["open_custody_gaps"], 1);
    nurse
        .scan(&rabbit.tag, json!({ "actions": [{ "kind": "closed", "outcome": "lost" }] }))
        .await
        .expect(201);
    hospital.wait_minutes(1);
    let afternoon_report = lead.get(&format!("/reports/summary?from={noon}")).await.expect(200);
    assert_eq!(
        (
            afternoon_report["scans"].clone(),
            afternoon_report["late_steps"].clone(),
            afternoon_report["check_ins"].clone()
        ),
        (json!(7), json!(1), json!(0))
    );
    assert_eq!(
        (
            afternoon_report["scans_by_stage"]["pre_op"].clone(),
            afternoon_report["scans_by_stage"]["ward"].clone()
        ),
        (json!(1), json!(1))
    );
    assert_eq!(
        (afternoon_report["reported_missing"].clone(), afternoon_report["found"].clone()),
        (json!(2), json!(1))
    );
    assert_eq!(
        (afternoon_report["reunited"].clone(), afternoon_report["closed_lost"].clone()),
        (json!(1), json!(1))
    );
    assert_eq!(afternoon_report["minutes_to_record"], json!({ "median": 0.0, "p90": 30.0 }));
    // The report contains no names.
    let text = String::from_utf8_lossy(&afternoon_report.bytes).into_owned();
    assert!(
        !text.contains("Biscuit") && !text.contains("nurse") && !text.contains("Ward"),
        "{text}"
    );

    let empty_report = lead
        .get("/reports/summary?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z")
        .await
        .expect(200);
    assert_eq!(
        (empty_report["scans"].clone(), empty_report["minutes_to_record"]["median"].clone()),
        (json!(0), Value::Null)
    );
    // Without a period, the report covers the last week.
    assert_eq!(lead.get("/reports/summary").await.expect(200)["scans"], 15);
    lead.get(&format!("/reports/summary?from={noon}&to={noon}")).await.refused(422, "invalid");
    lead.get("/reports/summary?from=yesterday").await.refused(400, "malformed");
    nurse.get("/reports/summary").await.refused(403, "forbidden");
}

on_both_databases!(summary_counts_one_day_without_names,);
