//! Leaving isolation (R7), declined companions (R8), reminders and resting places (R10, R12, R32).

use serde_json::{Value, json};

use crate::builders::{self, Rooms, override_rules, prepared_for_surgery};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, TestHospital};

/// R7: after isolation it goes to the laundry or stays with its child. It is discarded only if the guardian
/// agreed.
async fn r7_companion_leaves_isolation_to_the_laundry_or_with_its_child(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse, lead) =
        (hospital.admin().await, hospital.nurse().await, hospital.lead().await);
    let rooms = Rooms::open(&admin).await;
    let isolation = admin
        .post("/places", json!({ "name": "Isolation 1", "kind": "ward", "policy": { "entry": "allowed", "isolation": true } }))
        .await
        .expect(201)
        .text("id");
    let bear = builders::check_in_with(&nurse, json!({ "place_id": isolation })).await;
    let move_to = async |actor: &Actor, to: Value| {
        hospital.wait_minutes(1);
        actor.scan(&bear.tag, to).await.expect(201);
    };
    // It may go where its child goes.
    move_to(&nurse, json!({ "place_id": rooms.ward })).await;
    move_to(&nurse, json!({ "place_id": isolation })).await;
    // Held by staff it may go to the laundry only, unless a lead overrides.
    bear.perform(&nurse, json!([{ "kind": "handed_over", "to": "staff" }])).await;
    assert_eq!(
        bear.expect_blocked(&nurse, json!({ "place_id": rooms.ward })).await,
        ["clean_missing"]
    );
    let with_override =
        json!({ "place_id": rooms.ward, "override": override_rules(&["clean_missing"]) });
    assert_eq!(bear.expect_blocked(&nurse, with_override.clone()).await, ["clean_missing"]);
    move_to(&nurse, json!({ "place_id": rooms.laundry })).await;
    move_to(&nurse, json!({ "place_id": isolation })).await;
    move_to(&lead, with_override).await;
    // A scan of the past is recorded and raises an alert.
    move_to(&nurse, json!({ "place_id": isolation })).await;
    hospital.wait_minutes(5);
    let out = json!({ "place_id": rooms.ward, "occurred_at": hospital.minutes_ago(2) });
    let recorded = nurse.scan(&bear.tag, out).await.expect(201);
    assert_eq!(recorded.all("journey/alerts", "kind"), ["uncleared_entry"]);

    let before = bear.snapshot(&nurse).await;
    for agreed in
        [json!({}), json!({ "guardian_agreed": false }), json!({ "guardian_agreed": null })]
    {
        let mut discarded = json!({ "kind": "closed", "outcome": "discarded" });
        crate::test_app::merge(&mut discarded, agreed);
        let refused =
            nurse.scan(&bear.tag, json!({ "actions": [discarded] })).await.refused(422, "invalid");
        assert_eq!(refused.all("errors", "pointer"), ["#/actions/0/guardian_agreed"]);
    }
    assert_eq!(bear.snapshot(&nurse).await, before);
    let discarded = bear
        .perform(
            &nurse,
            json!([{ "kind": "closed", "outcome": "discarded", "guardian_agreed": true }]),
        )
        .await;
    assert_eq!(discarded["steps"][0]["action"]["guardian_agreed"], true);
    assert_eq!(discarded["journey"]["status"], "closed");
}

/// R8: a declined companion is a normal outcome. A companion belongs to one child forever.
async fn r8_declined_companion_goes_to_the_guardian_and_a_loaner_stays_with_its_child(
    db: Database,
) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let declined = json!([{ "kind": "declined", "reason": "a music box is sewn in", "alternative": "loaner" }]);
    let response = bear.perform(&nurse, declined.clone()).await;
    assert_eq!(response["steps"][0]["action"], declined[0]);
    assert_eq!(response["journey"]["status"], "open");
    assert_eq!(
        response["journey"]["next"],
        json!([{ "kind": "handed_over", "to": "guardian" }, { "kind": "closed", "outcome": "with_child" }])
    );
    // The loaner belongs to this child and cannot be given to another, even after the journey is closed.
    let loaner = builders::check_in_with(&nurse, json!({ "child": { "id": bear.child } })).await;
    for companion in [&bear, &loaner] {
        companion.perform(&nurse, json!([{ "kind": "closed", "outcome": "with_guardian" }])).await;
    }
    let other = builders::check_in(&nurse).await;
    let for_other_child =
        json!({ "child": { "id": other.child }, "companion": { "id": loaner.companion } });
    nurse.post("/check-ins", for_other_child).await.refused(409, "not-this-childs");
}

/// R10, R32: reminders. R12: allowed resting places in an operating room.
async fn r10_r12_r32_reminders_and_resting_places_depend_on_the_place(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;
    let bear = builders::check_in_with(
        &nurse,
        json!({ "child": { "alias": "Little Star", "infant": true } }),
    )
    .await;
    let older = builders::check_in(&nurse).await;
    for (place, keys) in [(&rooms.pre_op, vec![]), (&rooms.ward, vec!["not_in_crib_during_sleep"])]
    {
        let there = nurse.scan(&bear.tag, json!({ "place_id": place })).await.expect(201);
        assert_eq!(there.all("journey/reminders", "key"), keys);
        let older_response = nurse.scan(&older.tag, json!({ "place_id": place })).await.expect(201);
        assert_eq!(older_response["journey"]["reminders"], json!([]));
    }
    bear.perform(&nurse, prepared_for_surgery()).await;

    let rest = |place: &str, at: &str| json!({ "actions": [{ "kind": "moved", "place_id": place, "resting_place": at }] });
    let or = &rooms.operating_room;
    let before = bear.snapshot(&nurse).await;
    for (place, at) in [
        (or, "head"),
        (or, "airway"),
        (or, "sterile_field"),
        (or, "windowsill"),
        (&rooms.recovery, "shelf"),
    ] {
        let refused = nurse.scan(&bear.tag, rest(place, at)).await.refused(422, "invalid");
        assert_eq!(refused.all("errors", "pointer"), ["#/actions/0/resting_place"], "{at}");
    }
    assert_eq!(bear.snapshot(&nurse).await, before);
    for at in ["foot_of_bed", "transport_bed", "shelf", "anaesthesia_cart"] {
        let inside = nurse.scan(&bear.tag, rest(or, at)).await.expect(201);
        assert_eq!(inside["steps"][0]["action"]["resting_place"], at);
        assert_eq!(inside.all("journey/reminders", "key"), ["wipe_the_phone"]);
    }
    let unspecified = nurse.scan(&bear.tag, json!({ "place_id": or })).await.expect(201);
    assert_eq!(unspecified["steps"][0]["action"]["resting_place"], Value::Null);
}

on_both_databases!(
    r7_companion_leaves_isolation_to_the_laundry_or_with_its_child,
    r8_declined_companion_goes_to_the_guardian_and_a_loaner_stays_with_its_child,
    r10_r12_r32_reminders_and_resting_places_depend_on_the_place,
);
