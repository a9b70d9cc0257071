//! `/children`: the child, kept to what the ward needs.

use serde_json::{Value, json};

use crate::builders;
use crate::databases::{Database, on_both_databases};
use crate::test_app::{TestHospital, merge};

async fn a_child_is_kept_to_what_the_ward_needs(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let made = nurse.post("/children", json!({ "alias": "  Little Star " })).await.expect(201);
    assert_eq!(made["alias"], "Little Star");
    assert_eq!(made["patient_ref"], Value::Null);
    for flag in ["infant", "latex", "isolation", "protected"] {
        assert_eq!(made[flag], false);
    }
    let path = format!("/children/{}", made.text("id"));
    assert_eq!(made.header("location"), Some(format!("/api/v1{path}").as_str()));
    assert_eq!(nurse.get(&path).await.expect(200).bytes, made.bytes);

    // Left out and null leave as it is; null takes the reference away, and nothing else.
    let known = nurse
        .patch(&path, &json!(1), json!({ "patient_ref": "MRN-1", "latex": true }))
        .await
        .expect(200);
    assert_eq!(
        (known["patient_ref"].clone(), known["latex"].clone()),
        (json!("MRN-1"), json!(true))
    );
    let same = nurse
        .patch(&path, &json!(2), json!({ "alias": null, "latex": null, "infant": true }))
        .await
        .expect(200);
    assert_eq!(
        (same["alias"].clone(), same["patient_ref"].clone(), same["latex"].clone()),
        (json!("Little Star"), json!("MRN-1"), json!(true))
    );

    // A reference is one child's.
    let comet = json!({ "alias": "Comet", "patient_ref": "MRN-1" });
    nurse.post("/children", comet.clone()).await.refused(409, "patient-ref-taken");
    let other = nurse
        .post("/children", json!({ "alias": "Comet", "patient_ref": "MRN-2" }))
        .await
        .expect(201);
    let others = format!("/children/{}", other.text("id"));
    nurse
        .patch(&others, &json!(1), json!({ "patient_ref": "MRN-1" }))
        .await
        .refused(409, "patient-ref-taken");
    let cleared = nurse.patch(&path, &json!(3), json!({ "patient_ref": null })).await.expect(200);
    assert_eq!(
        (cleared["patient_ref"].clone(), cleared["alias"].clone()),
        (Value::Null, json!("Little Star"))
    );
    nurse.post("/children", comet).await.expect(201);

    for wrong in [
        json!({}),
        json!({ "alias": "" }),
        json!({ "alias": "x".repeat(81) }),
        json!({ "alias": "A", "patient_ref": "with space" }),
        json!({ "alias": "A", "surname": "B" }),
        json!({ "alias": "A", "latex": "yes" }),
        json!(["alias"]),
    ] {
        nurse.post("/children", wrong).await.refused(422, "invalid");
    }
    nurse.get("/children/01a20288-b3f0-7f3c-9a77-2f4c8b1d9e55").await.refused(404, "not-found");
}

async fn r24_a_room_number_is_refused_as_an_identifier(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    builders::room(&admin, "The Aquarium", "ward").await;
    let made = nurse
        .post("/children", json!({ "alias": "Little Star", "patient_ref": "MRN-1" }))
        .await
        .expect(201);
    let path = format!("/children/{}", made.text("id"));
    let tag = builders::create_tag(&nurse).await;
    for (member, told) in [
        ("alias", json!({ "alias": "Room 12" })),
        ("alias", json!({ "alias": "the AQUARIUM" })),
        ("patient_ref", json!({ "alias": "Comet", "patient_ref": "OR-7" })),
        ("patient_ref", json!({ "alias": "Comet", "patient_ref": "the-aquarium" })),
    ] {
        let refused = nurse.post("/children", told.clone()).await.refused(422, "invalid");
        assert_eq!(refused.all("errors", "pointer"), [format!("#/{member}")], "{told}");
        let refused = nurse
            .patch(&path, &json!(1), json!({ member: told[member] }))
            .await
            .refused(422, "invalid");
        assert_eq!(refused.all("errors", "pointer"), [format!("#/{member}")], "{told}");
        let mut arrival = builders::arrival(&tag);
        merge(&mut arrival, json!({ "child": told }));
        let refused = nurse.post("/check-ins", arrival).await.refused(422, "invalid");
        assert_eq!(refused.all("errors", "pointer"), [format!("#/child/{member}")], "{told}");
    }
    let kept = nurse.get(&path).await.expect(200);
    assert_eq!(
        (kept["alias"].clone(), kept["patient_ref"].clone()),
        (json!("Little Star"), json!("MRN-1"))
    );
    assert_eq!(nurse.get(&format!("/tags/{tag}")).await.expect(200)["state"], "blank");
}

async fn r5_a_child_in_isolation_makes_its_companion_unclean(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let ready = nurse
        .scan(&bear.tag, json!({ "actions": builders::prepared_for_surgery() }))
        .await
        .expect(201);
    assert_eq!(ready["journey"]["clean"]["is_clean"], true);
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
    a_child_is_kept_to_what_the_ward_needs,
    r24_a_room_number_is_refused_as_an_identifier,
    r5_a_child_in_isolation_makes_its_companion_unclean,
);
