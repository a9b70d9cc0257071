//! `/journeys/{id}/steps`: steps without a scan, and taking one back.

use serde_json::{Value, json};

use crate::builders::{self, Bear, Rooms, prepared_for_surgery};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, Reply, TestHospital};
use stuffy::domain::account::person::Role;

/// Takes a step back.
async fn void(staff: &Actor, bear: &Bear, step: &str) -> Reply {
    let path = format!("/journeys/{}/steps/{step}/void", bear.journey);
    staff.post(&path, json!({ "reason": "the wrong bear" })).await
}

/// What voiding must leave as it was: everything but how often the row was written.
fn but_for_the_revision(mut journey: Value) -> Value {
    journey.as_object_mut().expect("a journey").remove("revision");
    journey
}

/// R16: one named user and the tag are enough; without the tag a second user confirms.
async fn without_the_tag_a_second_user_confirms(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse, lead) =
        (hospital.admin().await, hospital.nurse().await, hospital.lead().await);
    let rooms = Rooms::open(&admin).await;
    let bear = builders::check_in(&nurse).await;
    let gone = hospital.sign_in_as("gone", Role::Staff).await;
    let hired = admin.get("/staff").await.expect(200);
    let revision = hired["items"]
        .as_array()
        .expect("staff")
        .iter()
        .find(|one| one["id"] == gone.id.as_str())
        .expect("hired")["revision"]
        .clone();
    admin
        .patch(&format!("/staff/{}", gone.id), &revision, json!({ "disabled": true }))
        .await
        .expect(200);

    let before = bear.snapshot(&nurse).await;
    let handed = json!([{ "kind": "handed_over", "to": "staff" }]);
    let back = json!([{ "kind": "reunited", "with": "child" }]);
    for actions in [&handed, &back] {
        for witness in [Value::Null, json!(nurse.id), json!(gone.id), json!(bear.child)] {
            let alone =
                bear.record_steps(&nurse, json!({ "actions": actions, "witness": witness })).await;
            assert_eq!(alone.refused(422, "invalid").all("errors", "pointer"), ["#/witness"]);
        }
    }
    assert_eq!(bear.snapshot(&nurse).await, before);
    let told = bear
        .record_steps(&nurse, json!({ "actions": handed, "witness": lead.id }))
        .await
        .expect(201);
    assert_eq!(told["steps"][0]["witness"], json!({ "id": lead.id, "display_name": "The lead" }));
    assert_eq!(told["steps"][0]["by"]["display_name"], "The nurse");
    assert_eq!(bear.steps(&nurse).await.pop().expect("a step")["witness"]["id"], lead.id.as_str());
    // With the tag in hand nobody else is needed.
    bear.perform(&nurse, back.clone()).await;

    // Everything else needs no witness; the rules are the same, and so is once-by-its-id.
    let or = json!({ "place_id": rooms.operating_room });
    let refused = bear.record_steps(&nurse, or.clone()).await.refused(409, "not-cleared");
    assert_eq!(refused.all("blockers", "rule"), ["clean_missing", "not_gowned"]);
    let once = json!({ "id": hospital.scan_id(), "occurred_at": hospital.now(), "actions": prepared_for_surgery() });
    let path = format!("/journeys/{}/steps", bear.journey);
    let first = nurse.post(&path, once.clone()).await.expect(201);
    assert_eq!((&first["scan_id"], &first["steps"][0]["scan_id"]), (&once["id"], &once["id"]));
    assert_eq!(nurse.post(&path, once.clone()).await.expect(200).bytes, first.bytes);
    let twin = builders::check_in(&nurse).await;
    let elsewhere = nurse.post(&format!("/journeys/{}/steps", twin.journey), once.clone()).await;
    assert_ne!(elsewhere.status, 201, "one id was taken for two journeys");
    assert_eq!(twin.steps(&nurse).await.len(), 1);
    nurse
        .scan(&twin.tag, json!({ "id": once["id"], "actions": prepared_for_surgery() }))
        .await
        .refused(409, "scan-id-reused");
    bear.record_steps(&nurse, or).await.expect(201);
    bear.record_steps(&nurse, json!({ "tag": bear.tag })).await.refused(422, "invalid");
}

async fn a_step_is_taken_back_by_whom_it_may(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (nurse, lead) = (hospital.nurse().await, hospital.lead().await);
    let other = hospital.sign_in_as("other", Role::Staff).await;
    let bear = builders::check_in(&nurse).await;
    let gown = || json!([{ "kind": "dressed", "items": ["gown"] }]);
    let (mine, late, leads) = (
        bear.perform(&nurse, gown()).await.text("steps/0/id"),
        bear.perform(&nurse, gown()).await.text("steps/0/id"),
        bear.perform(&lead, gown()).await.text("steps/0/id"),
    );
    let before = bear.snapshot(&nurse).await;
    void(&other, &bear, &mine).await.refused(403, "forbidden");
    void(&nurse, &bear, &leads).await.refused(403, "forbidden");
    let first = before.1[0]["id"].as_str().expect("an id");
    void(&lead, &bear, first).await.refused(409, "cannot-void");
    assert_eq!(bear.snapshot(&nurse).await, before);

    // Its author within ten minutes, to the second; a lead at any time.
    hospital.wait_minutes(10);
    let done = void(&nurse, &bear, &mine).await.expect(201);
    assert_eq!(
        done["step"]["action"],
        json!({ "kind": "voided", "step_id": mine, "reason": "the wrong bear" })
    );
    assert_eq!(done["step"]["by"]["display_name"], "The nurse");
    hospital.wait_seconds(1);
    void(&nurse, &bear, &late).await.refused(409, "too-late-to-undo");
    void(&nurse, &bear, &mine).await.refused(409, "already-voided");
    hospital.wait_minutes(600);
    void(&lead, &bear, &late).await.expect(201);
    void(&lead, &bear, &leads).await.expect(201);
    void(&lead, &bear, &leads).await.refused(409, "already-voided");
    void(&lead, &bear, &done.text("step/id")).await.refused(409, "cannot-void");
    // A step of another journey, none at all, and no reason.
    let twin = builders::check_in(&nurse).await;
    let twins = twin.perform(&nurse, gown()).await.text("steps/0/id");
    void(&lead, &bear, &twins).await.refused(404, "not-found");
    void(&lead, &bear, &bear.child).await.refused(404, "not-found");
    let silent = format!("/journeys/{}/steps/{twins}/void", twin.journey);
    for body in [json!({}), json!({ "reason": "  " })] {
        assert_eq!(lead.post(&silent, body).await.expect(422).body["code"], "invalid");
    }
    hospital
        .stranger()
        .post(&silent, json!({ "reason": "x" }))
        .await
        .refused(401, "unauthenticated");
    // Nothing is taken out of the history; each is marked with what took it back.
    let steps = bear.steps(&nurse).await;
    assert_eq!(steps.len(), 7);
    let struck: Vec<_> = steps
        .iter()
        .filter(|step| step["voided_by"] != Value::Null)
        .map(|step| step["id"].clone())
        .collect();
    assert_eq!(struck, [json!(mine), json!(late), json!(leads)]);
    assert_eq!(bear.journey(&nurse).await["outfit"], json!([]));
}

/// Voiding a step equals never having made it, alerts and family feed included.
async fn to_take_back_is_never_to_have_done(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse, lead) =
        (hospital.admin().await, hospital.nurse().await, hospital.lead().await);
    let rooms = Rooms::open(&admin).await;
    let bear = builders::check_in(&nurse).await;
    bear.perform(&nurse, json!([{ "kind": "dressed", "items": ["gown"] }])).await;
    hospital.wait_minutes(20);
    let guest = json!({ "name": "Grandmother", "language": "en", "scope": "status", "relation": "guardian" });
    let invited =
        nurse.post(&format!("/visits/{}/family-links", bear.visit), guest).await.expect(201);
    let link = format!("/family/{}", invited.text("url").rsplit('/').next().expect("a token"));
    let view =
        || async { hospital.stranger().get(&link).await.expect(200).body["companions"].clone() };

    let (before, seen) = (but_for_the_revision(bear.journey(&nurse).await.body), view().await);
    let wrongs = [
        json!({ "actions": [{ "kind": "undressed", "items": ["gown"] }] }),
        json!({ "place_id": rooms.imaging, "actions": [], "occurred_at": hospital.minutes_ago(2) }),
        json!({ "place_id": rooms.operating_room, "occurred_at": hospital.minutes_ago(2) }),
        json!({ "actions": [{ "kind": "reported_missing" }] }),
        json!({ "actions": [{ "kind": "soiled", "why": "dropped" }] }),
        json!({ "actions": [{ "kind": "reunited", "with": "guardian" }] }),
        json!({ "actions": [{ "kind": "closed", "outcome": "lost" }] }),
        json!({ "actions": [{ "kind": "declined", "reason": "x", "alternative": "photo" }] }),
        json!({ "actions": [{ "kind": "screened", "metal": "yes" }] }),
    ];
    for wrong in wrongs {
        let made = nurse.scan(&bear.tag, wrong.clone()).await.expect(201);
        let step = made.text("steps/0/id");
        let taken_back = void(&lead, &bear, &step).await.expect(201);
        assert_eq!(but_for_the_revision(taken_back["journey"].clone()), before, "{wrong}");
        assert_eq!(but_for_the_revision(bear.journey(&nurse).await.body), before, "{wrong}");
        assert_eq!(view().await, seen, "{wrong}");
    }
    let verdict = stuffy::use_cases::audit::verify_integrity::verify_integrity(&hospital.app)
        .await
        .expect("a verdict");
    assert_eq!(verdict.differing, vec![]);
}

on_both_databases!(
    without_the_tag_a_second_user_confirms,
    a_step_is_taken_back_by_whom_it_may,
    to_take_back_is_never_to_have_done,
);
