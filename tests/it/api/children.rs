//! `/children`: stores only what the ward needs to know about a child.

use serde_json::{Value, json};

use crate::builders;
use crate::databases::{Database, on_both_databases};
use crate::test_app::{TestHospital, merge};

async fn child_has_an_alias_a_unique_patient_reference_and_precautions(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let created = nurse.post("/children", json!({ "alias": "  Little Star " })).await.expect(201);
    assert_eq!(created["alias"], "Little Star");
    assert_eq!(created["patient_ref"], Value::Null);
    for flag in ["infant", "latex", "isolation", "protected"] {
        assert_eq!(created[flag], false);
    }
    let path = format!("/children/{}", created.text("id"));
    assert_eq!(created.header("location"), Some(format!("/api/v1{path}").as_str()));
    assert_eq!(nurse.get(&path).await.expect(200).bytes, created.bytes);

    // Omitted and null members change nothing, except that null removes the patient reference.
    let updated = nurse
        .patch(&path, &json!(1), json!({ "patient_ref": "MRN-1", "latex": true }))
        .await
        .expect(200);
    assert_eq!(
        (updated["patient_ref"].clone(), updated["latex"].clone()),
        (json!("MRN-1"), json!(true))
    );
    let unchanged = nurse
        .patch(&path, &json!(2), json!({ "alias": null, "latex": null, "infant": true }))
        .await
        .expect(200);
    assert_eq!(
        (unchanged["alias"].clone(), unchanged["patient_ref"].clone(), unchanged["latex"].clone()),
        (json!("Little Star"), json!("MRN-1"), json!(true))
    );

    // A patient reference belongs to one child only.
    let comet = json!({ "alias": "Comet", "patient_ref": "MRN-1" });
    nurse.post("/children", comet.clone()).await.refused(409, "patient-ref-taken");
    let other = nurse
        .post("/children", json!({ "alias": "Comet", "patient_ref": "MRN-2" }))
        .await
        .expect(201);
    let other_path = format!("/children/{}", other.text("id"));
    nurse
        .patch(&other_path, &json!(1), json!({ "patient_ref": "MRN-1" }))
        .await
        .refused(409, "patient-ref-taken");
    let cleared = nurse.patch(&path, &json!(3), json!({ "patient_ref": null })).await.expect(200);
    assert_eq!(
        (cleared["patient_ref"].clone(), cleared["alias"].clone()),
        (Value::Null, json!("Little Star"))
    );
    nurse.post("/children", comet).await.expect(201);

    for invalid in [
        json!({}),
        json!({ "alias": "" }),
        json!({ "alias": "x".repeat(81) }),
        json!({ "alias": "A", "patient_ref": "with space" }),
        json!({ "alias": "A", "surname": "B" }),
        json!({ "alias": "A", "latex": "yes" }),
        json!(["alias"]),
    ] {
        nurse.post("/children", invalid).await.refused(422, "invalid");
    }
    nurse.get("/children/01a20288-b3f0-7f3c-9a77-2f4c8b1d9e55").await.refused(404, "not-found");
}

async fn r24_room_number_is_rejected_as_child_identifier(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    builders::room(&admin, "The Aquarium", "ward").await;
    let created = nurse
        .post("/children", json!({ "alias": "Little Star", "patient_ref": "MRN-1" }))
        .await
        .expect(201);
    let path = format!("/children/{}", created.text("id"));
    let tag = builders::create_tag(&nurse).await;
    for (member, body) in [
        ("alias", json!({ "alias": "Room 12" })),
        ("alias", json!({ "alias": "the AQUARIUM" })),
        ("patient_ref", json!({ "alias": "Comet", "patient_ref": "OR-7" })),
        ("patient_ref", json!({ "alias": "Comet", "patient_ref": "the-aquarium" })),
    ] {
        let refused = nurse.post("/children", body.clone()).await.refused(422, "invalid");
        assert_eq!(refused.all("errors", "pointer"), [format!("#/{member}")], "{body}");
        let refused = nurse
            .patch(&path, &json!(1), json!({ member: body[member] }))
            .await
            .refused(422, "invalid");
        assert_eq!(refused.all("errors", "pointer"), [format!("#/{member}")], "{body}");
        let mut arrival = builders::arrival(&tag);
        merge(&mut arrival, json!({ "child": body }));
        let refused = nurse.post("/check-ins", arrival).await.refused(422, "invalid");
        assert_eq!(refused.all("errors", "pointer"), [format!("#/child/{member}")], "{body}");
    }
    let current = nurse.get(&path).await.expect(200);
    assert_eq!(
        (current["alias"].clone(), current["patient_ref"].clone()),
        (json!("Little Star"), json!("MRN-1"))
    );
    assert_eq!(nurse.get(&format!("/tags/{tag}")).await.expect(200)["state"], "blank");
}

async fn r5_isolation_of_a_child_makes_its_companion_unclean(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let prepared = nurse
        .scan(&bear.tag, json!({ "actions": builders::prepared_for_surgery() }))
        .await
        .expect(201);
    assert_eq!(prepared["journey"]["clean"]["is_clean"], true);
    hospital.wait_minutes(1);
    nurse
        .patch(&format!("/children/{}", bear.child), &json!(1), json!({ "isolation": true }))
        .await
        .expect(200);
    let journey = nurse.get(&format!("/journeys/{}", bear.journey)).await.expect(200);
    assert_eq!(
        (journey["clean"]["is_clean"].clone(), journey["clean"]["why_not"].clone()),
        (json!(false), json!("isolation"))
    );
    let steps = nurse.get(&format!("/journeys/{}/steps", bear.journey)).await.expect(200);
    let last = steps["items"].as_array().and_then(|steps| steps.last()).cloned().expect("a step");
    assert_eq!(
        (last["action"].clone(), last["by"]["display_name"].clone()),
        (json!({ "kind": "soiled", "why": "isolation" }), json!("The nurse"))
    );
}

on_both_databases!(
    child_has_an_alias_a_unique_patient_reference_and_precautions,
    r24_room_number_is_rejected_as_child_identifier,
    r5_isolation_of_a_child_makes_its_companion_unclean,
);
