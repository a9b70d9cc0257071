//! Who has it and where it is, with the source (R15, R31), left behind (R17), and copied tags (R27).

use serde_json::{Value, json};

use crate::builders::{self, Rooms};
use crate::databases::{Database, on_both_databases};
use crate::test_app::TestHospital;

/// R15: one holder and one confirmed place at any time. R31: every act by a name.
async fn one_holder_and_one_place_by_name(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse, lead) =
        (hospital.admin().await, hospital.nurse().await, hospital.lead().await);
    let rooms = Rooms::open(&admin).await;
    let bear = builders::check_in_with(&nurse, json!({ "place_id": rooms.door })).await;
    let holder = |kind: &str, name: Value| json!({ "kind": kind, "name": name });
    let fresh = bear.journey(&nurse).await;
    assert_eq!(fresh["holder"], holder("child", Value::Null));
    assert_eq!(fresh["place"]["name"], "Front door");

    // Taken by whoever scans, or by whom they name; the place is where it was last confirmed.
    let passed = [
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
    for (who, to, expected) in passed {
        let mut action = json!({ "kind": "handed_over" });
        crate::test_app::merge(&mut action, to);
        let passed_on = bear.perform(who, json!([action])).await;
        assert_eq!(passed_on["journey"]["holder"], expected);
        assert_eq!(passed_on["journey"]["place"]["name"], "Front door");
        assert_eq!(passed_on["steps"][0]["by"]["id"], who.id.as_str());
    }
    let nobody = json!({ "actions": [{ "kind": "handed_over", "to": "nobody_known" }] });
    nurse.scan(&bear.tag, nobody).await.refused(422, "invalid");
    let by: Vec<_> =
        bear.steps(&nurse).await.iter().map(|step| step["by"]["display_name"].clone()).collect();
    assert_eq!(
        by,
        ["The nurse", "The nurse", "The lead", "The lead", "The nurse", "The nurse", "The nurse"]
    );

    // Missing: nobody has it. Seen again by anyone: they have it, and it is missing no more.
    let lost = bear.perform(&nurse, json!([{ "kind": "reported_missing" }])).await;
    assert_eq!(
        (&lost["journey"]["holder"]["kind"], lost.all("journey/alerts", "kind")),
        (&json!("nobody_known"), vec!["missing".to_owned()])
    );
    assert_eq!(lost["journey"]["next"], json!([{ "kind": "found" }]));
    hospital.wait_minutes(3);
    let seen = lead.scan(&bear.tag, json!({})).await.expect(201);
    assert_eq!(seen["journey"]["holder"], holder("staff", json!("The lead")));
    assert_eq!(seen["journey"]["alerts"], json!([]));
    assert_eq!(seen.text("journey/last_seen_at"), hospital.now());
}

/// R17: the child has gone ahead; a scan on the way says that somebody has the companion.
async fn a_scan_on_the_way_postpones_the_question(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;
    let bear = builders::check_in_with(&nurse, json!({ "place_id": rooms.pre_op })).await;
    let open = || async {
        hospital.run_alert_monitor().await;
        nurse.get("/alerts").await.expect(200).all("items", "kind")
    };
    hospital.wait_minutes(60);
    let ahead = json!({ "place_id": rooms.ward, "occurred_at": hospital.now() });
    nurse.post(&format!("/visits/{}/moves", bear.visit), ahead).await.expect(201);
    hospital.wait_minutes(14);
    nurse.scan(&bear.tag, json!({})).await.expect(201);
    for (minutes, kinds) in [(1, vec![]), (13, vec![]), (1, vec!["left_behind"])] {
        hospital.wait_minutes(minutes);
        assert_eq!(open().await, kinds);
    }
    // Never shown where nobody scanned it; scanned there, all is well.
    assert_eq!(bear.journey(&nurse).await["place"]["kind"], "pre_op");
    let up = nurse.scan(&bear.tag, json!({ "place_id": rooms.ward })).await.expect(201);
    assert_eq!(up["journey"]["alerts"], json!([]));
    assert_eq!(open().await, Vec::<String>::new());
}

/// R27: one tag at two places faster than anyone walks.
async fn one_tag_at_two_places_at_once_was_copied(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;
    let (walked, copied) = (builders::check_in(&nurse).await, builders::check_in(&nurse).await);
    for bear in [&walked, &copied] {
        nurse.scan(&bear.tag, json!({ "place_id": rooms.pre_op })).await.expect(201);
    }
    hospital.wait_seconds(59);
    let there_again =
        nurse.scan(&copied.tag, json!({ "place_id": rooms.pre_op })).await.expect(201);
    assert_eq!(there_again["journey"]["alerts"], json!([]));
    hospital.wait_seconds(1);
    let a_minute_on = nurse.scan(&walked.tag, json!({ "place_id": rooms.ward })).await.expect(201);
    assert_eq!(a_minute_on["journey"]["alerts"], json!([]));
    let elsewhere = nurse.scan(&copied.tag, json!({ "place_id": rooms.ward })).await.expect(201);
    assert_eq!(elsewhere.all("journey/alerts", "kind"), ["copied_tag"]);
    // Two tags on one companion, kept by choice, are no copies of each other.
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
    one_holder_and_one_place_by_name,
    a_scan_on_the_way_postpones_the_question,
    one_tag_at_two_places_at_once_was_copied,
);
