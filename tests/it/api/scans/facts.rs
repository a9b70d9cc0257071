//! A scan of the past is never rejected for breaking a rule; it raises an alert instead.

use serde_json::{Value, json};

use crate::builders::{self, Rooms, override_rules, prepared_for_surgery};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Reply, TestHospital};

/// Kind and detail of the open alerts of the journey in a response.
fn alerts(reply: &Reply) -> Vec<(String, String)> {
    let (kinds, details) =
        (reply.all("journey/alerts", "kind"), reply.all("journey/alerts", "detail"));
    kinds.into_iter().zip(details).collect()
}

/// R1, R15: the clock of a phone is 8 s slow, so that its scan seems to precede the check-in.
async fn r1_r15_scan_dated_before_the_check_in_still_counts(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    hospital.wait_seconds(3);
    let before_check_in = json!({
        "occurred_at": hospital.seconds_from_now(-8), "sent_at": hospital.seconds_from_now(-8),
        "actions": [{ "kind": "handed_over", "to": "staff" }, { "kind": "screened", "metal": "yes" }],
    });
    let recorded = nurse.scan(&bear.tag, before_check_in).await.expect(201);
    assert_eq!(recorded["journey"]["holder"]["kind"], "staff");
    assert_eq!(recorded["journey"]["clearance"]["imaging"]["cleared"], false);
}

/// R1: the next visit starts with the known screening answers.
async fn r1_screening_answer_carries_over_to_the_next_visit(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    bear.perform(&nurse, json!([{ "kind": "screened", "battery": "yes" }])).await;
    let path = format!("/companions/{}", bear.companion);
    assert_eq!(nurse.get(&path).await.expect(200)["screening"]["battery"], "yes");
    bear.perform(&nurse, json!([{ "kind": "closed", "outcome": "with_child" }])).await;
    let visit = format!("/visits/{}", bear.visit);
    let current = nurse.get(&visit).await.expect(200);
    nurse.patch(&visit, &current["revision"], json!({ "status": "completed" })).await.expect(200);
    let returning = json!({ "child": { "id": bear.child }, "companion": { "id": bear.companion } });
    let second_visit = nurse.post("/check-ins", returning).await.expect(201);
    assert_eq!(second_visit["journey"]["clearance"]["imaging"]["cleared"], false);
}

async fn scan_of_the_past_is_recorded_and_raises_an_alert(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse, lead) =
        (hospital.admin().await, hospital.nurse().await, hospital.lead().await);
    let rooms = Rooms::open(&admin).await;
    let or = &rooms.operating_room;
    let first = builders::check_in(&nurse).await;
    let second = builders::check_in_with(&nurse, json!({ "child": { "id": first.child } })).await;
    let third = builders::check_in(&nurse).await;
    hospital.wait_minutes(30);
    let ago = |seconds: i64| json!({ "place_id": or, "occurred_at": hospital.seconds_from_now(-seconds) });

    // Up to 60 seconds ago counts as now; from 61 seconds on it is the past.
    assert_eq!(first.expect_blocked(&nurse, ago(60)).await, ["clean_missing", "not_gowned"]);
    let recorded = nurse.scan(&first.tag, ago(61)).await.expect(201);
    assert_eq!(recorded["journey"]["stage"], "operating_room");
    // A missing gown raises no alert (R14).
    assert_eq!(
        alerts(&recorded),
        [("uncleared_entry".into(), "rules not met: not cleaned".into())]
    );
    assert_eq!(recorded.text("journey/alerts/0/raised_at"), hospital.seconds_from_now(-61));

    // R9: another companion is already inside. The second one is cleared otherwise.
    let prepared =
        json!({ "occurred_at": hospital.minutes_ago(10), "actions": prepared_for_surgery() });
    nurse.scan(&second.tag, prepared.clone()).await.expect(201);
    let with_other = nurse.scan(&second.tag, ago(100)).await.expect(201);
    assert_eq!(with_other.all("journey/alerts", "kind"), ["uncleared_entry"]);
    assert!(with_other.text("journey/alerts/0/detail").contains("another companion"));

    // R2, R3: it entered imaging wearing a mask.
    nurse.scan(&third.tag, prepared).await.expect(201);
    let imaging =
        json!({ "place_id": rooms.imaging, "occurred_at": hospital.seconds_from_now(-90) });
    let in_imaging = nurse.scan(&third.tag, imaging).await.expect(201);
    assert_eq!(
        alerts(&in_imaging),
        [("imaging_hazard".into(), "rules not met: possible metal".into())]
    );
    let all = nurse.get("/alerts").await.expect(200);
    assert_eq!(all.all("items", "kind").len(), 3);

    // R11: gloves on a child with a latex precaution.
    let latex_precaution = builders::check_in_with(
        &nurse,
        json!({ "child": { "alias": "Little Star", "latex": true } }),
    )
    .await;
    hospital.wait_minutes(5);
    let gloves = json!({ "occurred_at": hospital.seconds_from_now(-61), "actions": [{ "kind": "dressed", "items": ["gloves"] }] });
    let with_gloves = nurse.scan(&latex_precaution.tag, gloves).await.expect(201);
    assert_eq!(with_gloves.all("journey/alerts", "kind"), ["latex_item"]);

    // An override by a lead prevents the alert; one by a nurse, who may not override this, does not.
    for (actor, expected) in [(&nurse, vec!["uncleared_entry"]), (&lead, vec![])] {
        let bear = builders::check_in(&nurse).await;
        hospital.wait_minutes(5);
        let mut entry = ago(120);
        entry["override"] = override_rules(&["clean_missing"]);
        let inside = actor.scan(&bear.tag, entry).await.expect(201);
        assert_eq!(inside.all("journey/alerts", "kind"), expected);
        assert_eq!(inside["steps"][0]["override"] == Value::Null, !expected.is_empty());
    }
}

/// A wash before the entry, recorded after it, resolves the alert.
async fn late_step_resolves_an_alert_it_explains(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;
    let bear = builders::check_in(&nurse).await;
    hospital.wait_minutes(30);
    let entry = json!({ "place_id": rooms.operating_room, "occurred_at": hospital.minutes_ago(5) });
    let inside = nurse.scan(&bear.tag, entry).await.expect(201);
    assert_eq!(inside.all("journey/alerts", "kind"), ["uncleared_entry"]);
    let wash = json!({ "occurred_at": hospital.minutes_ago(9), "actions": prepared_for_surgery() });
    let with_late_wash = nurse.scan(&bear.tag, wash).await.expect(201);
    assert_eq!(with_late_wash.all("journey/alerts", "kind"), Vec::<String>::new());
    assert_eq!(nurse.get("/alerts").await.expect(200)["items"], json!([]));

    // A closed journey rejects new moves, but accepts notes, sightings and scans of the past.
    let close = json!([{ "kind": "undressed", "items": ["gown", "mask"] }, { "kind": "closed", "outcome": "with_child" }]);
    bear.perform(&nurse, close).await;
    let before = bear.snapshot(&nurse).await;
    nurse.scan(&bear.tag, json!({ "place_id": rooms.ward })).await.refused(409, "journey-closed");
    assert_eq!(bear.snapshot(&nurse).await, before);
    bear.perform(&nurse, json!([{ "kind": "noted", "text": "thank you card" }])).await;
    nurse.scan(&bear.tag, json!({})).await.expect(201);
    let before_the_end =
        json!({ "place_id": rooms.recovery, "occurred_at": hospital.minutes_ago(2) });
    let recorded = nurse.scan(&bear.tag, before_the_end).await.expect(201);
    assert_eq!(
        (&recorded["journey"]["status"], &recorded["journey"]["place"]["kind"]),
        (&json!("closed"), &json!("recovery"))
    );
}

on_both_databases!(
    r1_r15_scan_dated_before_the_check_in_still_counts,
    r1_screening_answer_carries_over_to_the_next_visit,
    scan_of_the_past_is_recorded_and_raises_an_alert,
    late_step_resolves_an_alert_it_explains,
);
