//! `/journeys/{id}/steps`: steps without a scan, and voiding a step.

use serde_json::{Value, json};

use crate::builders::{self, Bear, Rooms, prepared_for_surgery};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, Reply, TestHospital};
use stuffy::domain::account::person::Role;

async fn void(staff: &Actor, bear: &Bear, step: &str) -> Reply {
    let path = format!("/journeys/{}/steps/{step}/void", bear.journey);
    staff.post(&path, json!({ "reason": "the wrong bear" })).await
}

/// Voiding must restore everything except the revision.
fn without_revision(mut journey: Value) -> Value {
    journey.as_object_mut().expect("a journey").remove("revision");
    journey
}

/// R16: with the tag one user is enough; without the tag a second user must confirm.
async fn r16_handover_without_the_tag_needs_a_second_user(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse, lead) =
        (hospital.admin().await, hospital.nurse().await, hospital.lead().await);
    let rooms = Rooms::open(&admin).await;
    let bear = builders::check_in(&nurse).await;
    let disabled = hospital.sign_in_as("gone", Role::Staff).await;
    let accounts = admin.get("/staff").await.expect(200);
    let revision = accounts["items"]
        .as_array()
        .expect("staff")
        .iter()
        .find(|one| one["id"] == disabled.id.as_str())
        .expect("the account")["revision"]
        .clone();
    admin
        .patch(&format!("/staff/{}", disabled.id), &revision, json!({ "disabled": true }))
        .await
        .expect(200);

    let before = bear.snapshot(&nurse).await;
    let handed_over = json!([{ "kind": "handed_over", "to": "staff" }]);
    let reunited = json!([{ "kind": "reunited", "with": "child" }]);
    for actions in [&handed_over, &reunited] {
        for witness in [Value::Null, json!(nurse.id), json!(disabled.id), json!(bear.child)] {
            let response =
                bear.record_steps(&nurse, json!({ "actions": actions, "witness": witness })).await;
            assert_eq!(response.refused(422, "invalid").all("errors", "pointer"), ["#/witness"]);
        }
    }
    assert_eq!(bear.snapshot(&nurse).await, before);
    let confirmed = bear
        .record_steps(&nurse, json!({ "actions": handed_over, "witness": lead.id }))
        .await
        .expect(201);
    assert_eq!(
        confirmed["steps"][0]["witness"],
        json!({ "id": lead.id, "display_name": "The lead" })
    );
    assert_eq!(confirmed["steps"][0]["by"]["display_name"], "The nurse");
    assert_eq!(bear.steps(&nurse).await.pop().expect("a step")["witness"]["id"], lead.id.as_str());
    // With the tag no second user is needed.
    bear.perform(&nurse, reunited.clone()).await;

    // Other steps need no witness. The same rules apply, and so does recording once by id.
    let or = json!({ "place_id": rooms.operating_room });
    let refused = bear.record_steps(&nurse, or.clone()).await.refused(409, "not-cleared");
    assert_eq!(refused.all("blockers", "rule"), ["clean_missing", "not_gowned"]);
    let request = json!({ "id": hospital.scan_id(), "occurred_at": hospital.now(), "actions": prepared_for_surgery() });
    let path = format!("/journeys/{}/steps", bear.journey);
    let first = nurse.post(&path, request.clone()).await.expect(201);
    assert_eq!(
        (&first["scan_id"], &first["steps"][0]["scan_id"]),
        (&request["id"], &request["id"])
    );
    assert_eq!(nurse.post(&path, request.clone()).await.expect(200).bytes, first.bytes);
    let other_bear = builders::check_in(&nurse).await;
    let elsewhere =
        nurse.post(&format!("/journeys/{}/steps", other_bear.journey), request.clone()).await;
    assert_ne!(elsewhere.status, 201, "one id was accepted for two journeys");
    assert_eq!(other_bear.steps(&nurse).await.len(), 1);
    nurse
        .scan(&other_bear.tag, json!({ "id": request["id"], "actions": prepared_for_surgery() }))
        .await
        .refused(409, "scan-id-reused");
    bear.record_steps(&nurse, or).await.expect(201);
    bear.record_steps(&nurse, json!({ "tag": bear.tag })).await.refused(422, "invalid");
}

async fn author_may_void_a_step_for_ten_minutes_and_a_lead_at_any_time(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (nurse, lead) = (hospital.nurse().await, hospital.lead().await);
    let other = hospital.sign_in_as("other", Role::Staff).await;
    let bear = builders::check_in(&nurse).await;
    let gown = || json!([{ "kind": "dressed", "items": ["gown"] }]);
    let (own_step, old_step, leads_step) = (
        bear.perform(&nurse, gown()).await.text("steps/0/id"),
        bear.perform(&nurse, gown()).await.text("steps/0/id"),
        bear.perform(&lead, gown()).await.text("steps/0/id"),
    );
    let before = bear.snapshot(&nurse).await;
    void(&other, &bear, &own_step).await.refused(403, "forbidden");
    void(&nurse, &bear, &leads_step).await.refused(403, "forbidden");
    let first = before.1[0]["id"].as_str().expect("an id");
    void(&lead, &bear, first).await.refused(409, "cannot-void");
    assert_eq!(bear.snapshot(&nurse).await, before);

    // Its author within exactly ten minutes; a lead at any time.
    hospital.wait_minutes(10);
    let voided = void(&nurse, &bear, &own_step).await.expect(201);
    assert_eq!(
        voided["step"]["action"],
        json!({ "kind": "voided", "step_id": own_step, "reason": "the wrong bear" })
    );
    assert_eq!(voided["step"]["by"]["display_name"], "The nurse");
    hospital.wait_seconds(1);
    void(&nurse, &bear, &old_step).await.refused(409, "too-late-to-undo");
    void(&nurse, &bear, &own_step).await.refused(409, "already-voided");
    hospital.wait_minutes(600);
    void(&lead, &bear, &old_step).await.expect(201);
    void(&lead, &bear, &leads_step).await.expect(201);
    void(&lead, &bear, &leads_step).await.refused(409, "already-voided");
    void(&lead, &bear, &voided.text("step/id")).await.refused(409, "cannot-void");
    // A step of another journey, an unknown step, and a missing reason.
    let other_bear = builders::check_in(&nurse).await;
    let others_step = other_bear.perform(&nurse, gown()).await.text("steps/0/id");
    void(&lead, &bear, &others_step).await.refused(404, "not-found");
    void(&lead, &bear, &bear.child).await.refused(404, "not-found");
    let void_path = format!("/journeys/{}/steps/{others_step}/void", other_bear.journey);
    for body in [json!({}), json!({ "reason": "  " })] {
        assert_eq!(lead.post(&void_path, body).await.expect(422).body["code"], "invalid");
    }
    hospital
        .stranger()
        .post(&void_path, json!({ "reason": "x" }))
        .await
        .refused(401, "unauthenticated");
    // The history keeps all steps; each voided one names the step that voided it.
    let steps = bear.steps(&nurse).await;
    assert_eq!(steps.len(), 7);
    let voided_ids: Vec<_> = steps
        .iter()
        .filter(|step| step["voided_by"] != Value::Null)
        .map(|step| step["id"].clone())
        .collect();
    assert_eq!(voided_ids, [json!(own_step), json!(old_step), json!(leads_step)]);
    assert_eq!(bear.journey(&nurse).await["outfit"], json!([]));
}

/// Afterwards the journey, its alerts and the family page are as if the step had not been recorded.
async fn voiding_a_step_restores_the_state_before_it(db: Database) {
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
    let family_view =
        || async { hospital.stranger().get(&link).await.expect(200).body["companions"].clone() };

    let (before, family_before) =
        (without_revision(bear.journey(&nurse).await.body), family_view().await);
    let mistakes = [
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
    for mistake in mistakes {
        let made = nurse.scan(&bear.tag, mistake.clone()).await.expect(201);
        let step = made.text("steps/0/id");
        let response = void(&lead, &bear, &step).await.expect(201);
        assert_eq!(without_revision(response["journey"].clone()), before, "{mistake}");
        assert_eq!(without_revision(bear.journey(&nurse).await.body), before, "{mistake}");
        assert_eq!(family_view().await, family_before, "{mistake}");
    }
    let report = stuffy::use_cases::audit::verify_integrity::verify_integrity(&hospital.app)
        .await
        .expect("an integrity report");
    assert_eq!(report.differing, vec![]);
}

on_both_databases!(
    r16_handover_without_the_tag_needs_a_second_user,
    author_may_void_a_step_for_ten_minutes_and_a_lead_at_any_time,
    voiding_a_step_restores_the_state_before_it,
);
