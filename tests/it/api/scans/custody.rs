//! Holder and place of a companion (R15, R31), left-behind alerts (R17) and copied tags (R27).

use serde_json::{Value, json};

use crate::builders::{self, Rooms};
use crate::databases::{Database, on_both_databases};
use crate::test_app::TestHospital;

/// R15: one holder and one confirmed place at any time. R31: every step has a named user.
async fn r15_r31_companion_has_one_holder_and_one_place(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse, lead) =
        (hospital.admin().await, hospital.nurse().await, hospital.lead().await);
    let rooms = Rooms::open(&admin).await;
    let bear = builders::check_in_with(&nurse, json!({ "place_id": rooms.door })).await;
    let holder = |kind: &str, name: Value| json!({ "kind": kind, "name": name });
    let new = bear.journey(&nurse).await;
    assert_eq!(new["holder"], holder("child", Value::Null));
    assert_eq!(new["place"]["name"], "Front door");

    // The new holder is the user who scans, or whom they name. The place is the last confirmed one.
    let handovers = [
        (&nurse, json!({ "to": "staff" }), holder("staff", json!("The nurse"))),
        (&lead, json!({ "to": "staff" }), holder("staff", json!("The lead"))),
        (
            &lead,
            json!({ "to": "staff", "name": "Sam, perfusion" }),
            holder("staff", json!("Sam, perfusion")),
        ),
        (
            &nurse,
            json!({ "to": "guardian", "name": "Grandmother" }),
            holder("guardian", json!("Grandmother")),
        ),
        (&nurse, json!({ "to": "place" }), holder("place", Value::Null)),
        (&nurse, json!({ "to": "child" }), holder("child", Value::Null)),
    ];
    for (actor, to, expected) in handovers {
        let mut action = json!({ "kind": "handed_over" });
        crate::test_app::merge(&mut action, to);
        let handed_over = bear.perform(actor, json!([action])).await;
        assert_eq!(handed_over["journey"]["holder"], expected);
        assert_eq!(handed_over["journey"]["place"]["name"], "Front door");
        assert_eq!(handed_over["steps"][0]["by"]["id"], actor.id.as_str());
    }
    let to_nobody = json!({ "actions": [{ "kind": "handed_over", "to": "nobody_known" }] });
    nurse.scan(&bear.tag, to_nobody).await.refused(422, "invalid");
    let by: Vec<_> =
        bear.steps(&nurse).await.iter().map(|step| step["by"]["display_name"].clone()).collect();
    assert_eq!(
        by,
        ["The nurse", "The nurse", "The lead", "The lead", "The nurse", "The nurse", "The nurse"]
    );

    // A missing companion has no known holder. A scan by anyone makes them the holder and resolves the alert.
    let missing = bear.perform(&nurse, json!([{ "kind": "reported_missing" }])).await;
    assert_eq!(
        (&missing["journey"]["holder"]["kind"], missing.all("journey/alerts", "kind")),
        (&json!("nobody_known"), vec!["missing".to_owned()])
    );
    assert_eq!(missing["journey"]["next"], json!([{ "kind": "found" }]));
    hospital.wait_minutes(3);
    let seen = lead.scan(&bear.tag, json!({})).await.expect(201);
    assert_eq!(seen["journey"]["holder"], holder("staff", json!("The lead")));
    assert_eq!(seen["journey"]["alerts"], json!([]));
    assert_eq!(seen.text("journey/last_seen_at"), hospital.now());
}

/// R17: the child has moved on. A scan shows that somebody has the companion, so the alert comes later.
async fn r17_scan_on_the_way_delays_the_left_behind_alert(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;
    let bear = builders::check_in_with(&nurse, json!({ "place_id": rooms.pre_op })).await;
    let open = || async {
        hospital.run_alert_monitor().await;
        nurse.get("/alerts").await.expect(200).all("items", "kind")
    };
    hospital.wait_minutes(60);
    let child_move = json!({ "place_id": rooms.ward, "occurred_at": hospital.now() });
    nurse.post(&format!("/visits/{}/moves", bear.visit), child_move).await.expect(201);
    hospital.wait_minutes(14);
    nurse.scan(&bear.tag, json!({})).await.expect(201);
    for (minutes, kinds) in [(1, vec![]), (13, vec![]), (1, vec!["left_behind"])] {
        hospital.wait_minutes(minutes);
        assert_eq!(open().await, kinds);
    }
    // The place does not follow the child; a scan at the new place resolves the alert.
    assert_eq!(bear.journey(&nurse).await["place"]["kind"], "pre_op");
    let at_ward = nurse.scan(&bear.tag, json!({ "place_id": rooms.ward })).await.expect(201);
    assert_eq!(at_ward["journey"]["alerts"], json!([]));
    assert_eq!(open().await, Vec::<String>::new());
}

/// R27: nobody walks from one place to the other within a minute.
async fn r27_tag_scanned_at_two_places_within_a_minute_is_a_copy(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;
    let (walked, copied) = (builders::check_in(&nurse).await, builders::check_in(&nurse).await);
    for bear in [&walked, &copied] {
        nurse.scan(&bear.tag, json!({ "place_id": rooms.pre_op })).await.expect(201);
    }
    hospital.wait_seconds(59);
    let same_place = nurse.scan(&copied.tag, json!({ "place_id": rooms.pre_op })).await.expect(201);
    assert_eq!(same_place["journey"]["alerts"], json!([]));
    hospital.wait_seconds(1);
    let after_a_minute =
        nurse.scan(&walked.tag, json!({ "place_id": rooms.ward })).await.expect(201);
    assert_eq!(after_a_minute["journey"]["alerts"], json!([]));
    let elsewhere = nurse.scan(&copied.tag, json!({ "place_id": rooms.ward })).await.expect(201);
    assert_eq!(elsewhere.all("journey/alerts", "kind"), ["copied_tag"]);
    // Two tags bound to one companion on purpose are not copies.
    let spare = builders::create_tag(&nurse).await;
    nurse
        .put(
            &format!("/tags/{spare}/companion"),
            json!({ "companion_id": walked.companion, "keep_old": true }),
        )
        .await
        .expect(200);
    let other_tag = nurse.scan(&spare, json!({ "place_id": rooms.recovery })).await.expect(201);
    assert_eq!(other_tag["journey"]["alerts"], json!([]));
}

on_both_databases!(
    r15_r31_companion_has_one_holder_and_one_place,
    r17_scan_on_the_way_delays_the_left_behind_alert,
    r27_tag_scanned_at_two_places_within_a_minute_is_a_copy,
);
