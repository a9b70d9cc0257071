//! One companion's whole stay through the API, from arrival to home, on both databases.

use serde_json::json;

use crate::builders::{self, Rooms, clear_screening};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, TestHospital};

/// The status key and text that the family reads with its link.
async fn family_reads(parent: &Actor, url: &str) -> (String, String) {
    let token = url.rsplit('/').next().expect("a token").to_owned();
    let view = parent.get(&format!("/family/{token}")).await.expect(200);
    (view.text("companions/0/status/key"), view.text("companions/0/status/text"))
}

async fn one_companion_from_arrival_to_home(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse, lead) =
        (hospital.admin().await, hospital.nurse().await, hospital.lead().await);
    let (rooms, parent) = (Rooms::open(&admin).await, hospital.stranger());

    // A child arrives with Biscuit under one arm. The nurse ties a tag to its paw.
    let tag = builders::create_tag(&nurse).await;
    let arrived = nurse
        .post(
            "/check-ins",
            json!({
                "child": { "alias": "Little Star" },
                "companion": { "name": "Biscuit", "species": "bear", "screening": clear_screening() },
                "tag": tag,
                "place_id": rooms.door,
            }),
        )
        .await
        .expect(201);
    assert_eq!(arrived["journey"]["stage"], "checked_in");
    assert_eq!(arrived["journey"]["holder"]["kind"], "child");
    let (visit, journey) = (arrived.text("visit/id"), arrived.text("journey/id"));

    // Grandmother gets a family link and opens it.
    let guest = json!({ "name": "Grandmother", "language": "en", "scope": "status", "relation": "guardian" });
    let invited = nurse.post(&format!("/visits/{visit}/family-links"), guest).await.expect(201);
    let link = invited.text("url");
    assert_eq!(
        family_reads(&parent, &link).await,
        ("arrived".into(), "Biscuit is here with us.".into())
    );

    // In pre-op no cleaning is recorded yet, so the operating room is refused.
    hospital.wait_minutes(10);
    nurse.scan(&tag, json!({ "place_id": rooms.pre_op })).await.expect(201);
    hospital.wait_minutes(2);
    let refused = nurse
        .scan(&tag, json!({ "place_id": rooms.operating_room }))
        .await
        .refused(409, "not-cleared");
    assert_eq!(refused.all("blockers", "rule"), ["clean_missing", "not_gowned"]);
    let unmoved = nurse.get(&format!("/journeys/{journey}")).await.expect(200);
    assert_eq!(unmoved["place"]["kind"], "pre_op");
    assert_eq!(family_reads(&parent, &link).await.0, "getting_ready");

    // Washed at home last night and brought in a sealed bag; a gown; a mask.
    let washed =
        json!([{ "kind": "cleaned", "method": "wash", "bagged": true, "attested_by": "family" }]);
    nurse.scan(&tag, json!({ "actions": washed })).await.expect(201);
    nurse
        .scan(&tag, json!({ "actions": [{ "kind": "dressed", "items": ["gown"] }] }))
        .await
        .expect(201);
    let gowned = nurse
        .scan(&tag, json!({ "actions": [{ "kind": "dressed", "items": ["mask"] }] }))
        .await
        .expect(201);
    assert_eq!(gowned["journey"]["gowning"]["status"], "gowned");
    assert_eq!(gowned["journey"]["clearance"]["operating_room"]["cleared"], true);
    assert_eq!(family_reads(&parent, &link).await.0, "dressed_and_ready");

    // The child goes in, and Biscuit with it, in the nurse's hands.
    hospital.wait_minutes(5);
    let handed = json!([{ "kind": "handed_over", "to": "staff" }]);
    let held = nurse.scan(&tag, json!({ "actions": handed })).await.expect(201);
    assert_eq!(held["journey"]["holder"]["name"], "The nurse");
    nurse
        .post(
            &format!("/visits/{visit}/moves"),
            json!({ "place_id": rooms.operating_room, "occurred_at": hospital.now() }),
        )
        .await
        .expect(201);
    let inside = nurse
        .scan(&tag, json!({ "actions": [{ "kind": "moved", "place_id": rooms.operating_room, "resting_place": "shelf" }] }))
        .await
        .expect(201);
    assert_eq!(inside["journey"]["stage"], "operating_room");
    assert_eq!(
        family_reads(&parent, &link).await,
        ("standing_watch".into(), "Biscuit is standing watch.".into())
    );

    // An hour later it comes out into recovery, still in gown and mask: that raises an alert.
    hospital.wait_minutes(60);
    let out = nurse.scan(&tag, json!({ "place_id": rooms.recovery })).await.expect(201);
    assert_eq!(out.all("journey/alerts", "kind"), ["still_dressed"]);
    nurse
        .post(
            &format!("/visits/{visit}/moves"),
            json!({ "place_id": rooms.recovery, "occurred_at": hospital.now() }),
        )
        .await
        .expect(201);
    hospital.wait_minutes(1);
    let undressed = json!([{ "kind": "undressed", "items": ["gown", "mask"] }]);
    let ungowned = nurse.scan(&tag, json!({ "actions": undressed })).await.expect(201);
    assert_eq!(ungowned.all("journey/alerts", "kind"), Vec::<String>::new());

    // The child is moved to the ward, but Biscuit is not: 15 minutes later there is an alert.
    hospital.wait_minutes(20);
    nurse
        .post(
            &format!("/visits/{visit}/moves"),
            json!({ "place_id": rooms.ward, "occurred_at": hospital.now() }),
        )
        .await
        .expect(201);
    hospital.wait_minutes(14);
    hospital.run_alert_monitor().await;
    assert_eq!(nurse.get("/alerts").await.expect(200).all("items", "kind"), Vec::<String>::new());
    hospital.wait_minutes(1);
    hospital.run_alert_monitor().await;
    let alerts = nurse.get("/alerts").await.expect(200);
    assert_eq!(alerts.all("items", "kind"), ["left_behind"]);
    // The child's move did not move Biscuit: it is where it was last scanned.
    let at_recovery = nurse.get(&format!("/journeys/{journey}")).await.expect(200);
    assert_eq!(at_recovery["place"]["name"], "PACU bay 2");

    // It is not there and is reported missing. The family page does not mention that.
    let status_before = family_reads(&parent, &link).await.0;
    let missing = nurse
        .post(&format!("/journeys/{journey}/steps"), json!({
            "id": hospital.scan_id(), "occurred_at": hospital.now(), "actions": [{ "kind": "reported_missing" }],
        }))
        .await
        .expect(201);
    assert_eq!(missing["journey"]["holder"]["kind"], "nobody_known");
    assert_eq!(missing["journey"]["next"][0]["kind"], "found");
    assert_eq!(family_reads(&parent, &link).await.0, status_before);

    // The laundry finds it in a sheet and brings it up to the ward.
    hospital.wait_minutes(12);
    let found = nurse
        .scan(&tag, json!({ "actions": [{ "kind": "found", "place_id": rooms.laundry }] }))
        .await
        .expect(201);
    assert_eq!(found["journey"]["place"]["kind"], "laundry");
    assert_eq!(found["journey"]["stage"], "recovery");
    hospital.wait_minutes(6);
    let at_ward = nurse.scan(&tag, json!({ "place_id": rooms.ward })).await.expect(201);
    assert_eq!(at_ward.all("journey/alerts", "kind"), Vec::<String>::new());

    // It is reunited with its child.
    let back = nurse
        .scan(&tag, json!({ "actions": [{ "kind": "reunited", "with": "child" }] }))
        .await
        .expect(201);
    assert_eq!(back["journey"]["status"], "reunited");
    assert_eq!(back["journey"]["holder"]["kind"], "child");
    assert_eq!(family_reads(&parent, &link).await.0, "back_together");

    // Home.
    hospital.wait_minutes(300);
    let home = nurse
        .scan(&tag, json!({ "actions": [{ "kind": "closed", "outcome": "with_child" }] }))
        .await
        .expect(201);
    assert_eq!(home["journey"]["status"], "closed");
    assert_eq!(home["journey"]["stage"], "home");
    assert_eq!(family_reads(&parent, &link).await.0, "going_home");
    let current = nurse.get(&format!("/visits/{visit}")).await.expect(200);
    nurse
        .patch(&format!("/visits/{visit}"), &current["revision"], json!({ "status": "completed" }))
        .await
        .expect(200);

    // The history can be read afterwards, and a rebuild gives the same state.
    let steps = lead.get(&format!("/journeys/{journey}/steps?limit=200")).await.expect(200);
    let kinds: Vec<_> = steps["items"]
        .as_array()
        .expect("steps")
        .iter()
        .map(|step| step["action"]["kind"].clone())
        .collect();
    assert_eq!(
        kinds,
        [
            "checked_in",
            "moved",
            "cleaned",
            "dressed",
            "dressed",
            "handed_over",
            "moved",
            "moved",
            "undressed",
            "reported_missing",
            "found",
            "moved",
            "reunited",
            "closed",
        ]
    );
    let verdict = stuffy::use_cases::audit::verify_integrity::verify_integrity(&hospital.app)
        .await
        .expect("an integrity report");
    assert_eq!((verdict.journeys, verdict.steps, verdict.differing), (1, 14, vec![]));
}

on_both_databases!(one_companion_from_arrival_to_home,);
