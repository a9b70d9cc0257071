//! Out of isolation (R7), staying behind (R8), and what is to be borne in mind (R10, R12, R32).

use serde_json::{Value, json};

use crate::builders::{self, Rooms, override_rules, prepared_for_surgery};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, TestHospital};

/// R7: out of isolation it goes to the wash or stays with its child; thrown away only with the
/// guardian's word.
async fn isolation_has_two_ways_out(db: Database) {
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
    let walk = async |who: &Actor, to: Value| {
        hospital.wait_minutes(1);
        who.scan(&bear.tag, to).await.expect(201);
    };
    // With the child it may go where the child goes.
    walk(&nurse, json!({ "place_id": rooms.ward })).await;
    walk(&nurse, json!({ "place_id": isolation })).await;
    // In a nurse's hands it goes to the laundry and nowhere else, unless a lead says so.
    bear.perform(&nurse, json!([{ "kind": "handed_over", "to": "staff" }])).await;
    assert_eq!(
        bear.expect_blocked(&nurse, json!({ "place_id": rooms.ward })).await,
        ["clean_missing"]
    );
    let anyway = json!({ "place_id": rooms.ward, "override": override_rules(&["clean_missing"]) });
    assert_eq!(bear.expect_blocked(&nurse, anyway.clone()).await, ["clean_missing"]);
    walk(&nurse, json!({ "place_id": rooms.laundry })).await;
    walk(&nurse, json!({ "place_id": isolation })).await;
    walk(&lead, anyway).await;
    // As a fact it is kept, and looked into.
    walk(&nurse, json!({ "place_id": isolation })).await;
    hospital.wait_minutes(5);
    let out = json!({ "place_id": rooms.ward, "occurred_at": hospital.minutes_ago(2) });
    let kept = nurse.scan(&bear.tag, out).await.expect(201);
    assert_eq!(kept.all("journey/alerts", "kind"), ["uncleared_entry"]);

    let before = bear.snapshot(&nurse).await;
    for agreed in
        [json!({}), json!({ "guardian_agreed": false }), json!({ "guardian_agreed": null })]
    {
        let mut gone = json!({ "kind": "closed", "outcome": "discarded" });
        crate::test_app::merge(&mut gone, agreed);
        let refused =
            nurse.scan(&bear.tag, json!({ "actions": [gone] })).await.refused(422, "invalid");
        assert_eq!(refused.all("errors", "pointer"), ["#/actions/0/guardian_agreed"]);
    }
    assert_eq!(bear.snapshot(&nurse).await, before);
    let gone = bear
        .perform(
            &nurse,
            json!([{ "kind": "closed", "outcome": "discarded", "guardian_agreed": true }]),
        )
        .await;
    assert_eq!(gone["steps"][0]["action"]["guardian_agreed"], true);
    assert_eq!(gone["journey"]["status"], "closed");
}

/// R8: to stay behind is a normal outcome; a companion stays with its child for good.
async fn staying_behind_is_a_normal_outcome(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let declined = json!([{ "kind": "declined", "reason": "a music box is sewn in", "alternative": "loaner" }]);
    let told = bear.perform(&nurse, declined.clone()).await;
    assert_eq!(told["steps"][0]["action"], declined[0]);
    assert_eq!(told["journey"]["status"], "open");
    assert_eq!(
        told["journey"]["next"],
        json!([{ "kind": "handed_over", "to": "guardian" }, { "kind": "closed", "outcome": "with_child" }])
    );
    // The loaner is this child's now and goes on to no other, even when all is over.
    let loaner = builders::check_in_with(&nurse, json!({ "child": { "id": bear.child } })).await;
    for friend in [&bear, &loaner] {
        friend.perform(&nurse, json!([{ "kind": "closed", "outcome": "with_guardian" }])).await;
    }
    let other = builders::check_in(&nurse).await;
    let passed_on =
        json!({ "child": { "id": other.child }, "companion": { "id": loaner.companion } });
    nurse.post("/check-ins", passed_on).await.refused(409, "not-this-childs");
}

/// R10 and R32, and R12: where it rests in an operating room, and where never.
async fn what_is_to_be_borne_in_mind(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;
    let bear = builders::check_in_with(
        &nurse,
        json!({ "child": { "alias": "Little Star", "infant": true } }),
    )
    .await;
    let elder = builders::check_in(&nurse).await;
    for (place, keys) in [(&rooms.pre_op, vec![]), (&rooms.ward, vec!["not_in_crib_during_sleep"])]
    {
        let there = nurse.scan(&bear.tag, json!({ "place_id": place })).await.expect(201);
        assert_eq!(there.all("journey/reminders", "key"), keys);
        let grown = nurse.scan(&elder.tag, json!({ "place_id": place })).await.expect(201);
        assert_eq!(grown["journey"]["reminders"], json!([]));
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
    let nowhere = nurse.scan(&bear.tag, json!({ "place_id": or })).await.expect(201);
    assert_eq!(nowhere["steps"][0]["action"]["resting_place"], Value::Null);
}

on_both_databases!(
    isolation_has_two_ways_out,
    staying_behind_is_a_normal_outcome,
    what_is_to_be_borne_in_mind,
);
