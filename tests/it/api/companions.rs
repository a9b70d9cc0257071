//! `/companions`: description, screening and coat; a changed screening answer becomes a step (R1).

use serde_json::{Value, json};

use crate::builders::{self, clear_screening};
use crate::databases::{Database, on_both_databases};
use crate::test_app::TestHospital;

async fn r1_companion_has_a_description_and_a_screening(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let child =
        nurse.post("/children", json!({ "alias": "Little Star" })).await.expect(201).text("id");
    let created = nurse.post("/companions", json!({
        "child_id": child, "name": "Biscuit", "species": "bear", "description": "one ear", "screening": { "metal": "no", "latex": null },
    })).await.expect(201);
    // Unanswered questions are unknown, which counts as the cautious answer.
    assert_eq!(created["screening"]["metal"], "no");
    for question in
        ["magnet", "battery", "weighted", "loose_parts", "latex", "holds_water", "washable"]
    {
        assert_eq!(created["screening"][question], "unknown", "{question}");
    }
    let path = format!("/companions/{}", created.text("id"));
    assert_eq!(created.header("location"), Some(format!("/api/v1{path}").as_str()));
    assert_eq!(nurse.get(&path).await.expect(200).bytes, created.bytes);
    assert_eq!(nurse.get(&format!("{path}/journeys")).await.expect(200)["items"], json!([]));

    let screened = nurse
        .patch(
            &path,
            &json!(1),
            json!({ "name": null, "description": null, "screening": { "magnet": "no" } }),
        )
        .await
        .expect(200);
    assert_eq!(
        (screened["name"].clone(), screened["description"].clone()),
        (json!("Biscuit"), Value::Null)
    );
    assert_eq!(
        (screened["screening"]["metal"].clone(), screened["screening"]["magnet"].clone()),
        (json!("no"), json!("no"))
    );
    let renamed = nurse
        .patch(&path, &json!(2), json!({ "name": "Crumb", "species": "rabbit", "screening": null }))
        .await
        .expect(200);
    assert_eq!(
        (renamed["name"].clone(), renamed["species"].clone(), renamed["screening"].clone()),
        (json!("Crumb"), json!("rabbit"), screened["screening"].clone())
    );

    let orphan = json!({ "child_id": "01a20288-b3f0-7f3c-9a77-2f4c8b1d9e55", "name": "Biscuit", "species": "bear" });
    let refused = nurse.post("/companions", orphan).await.refused(404, "not-found");
    assert_eq!(refused.all("errors", "pointer"), ["#/child_id"]);
    for invalid in [
        json!({ "child_id": child, "name": "", "species": "bear" }),
        json!({ "child_id": child, "name": "A", "species": "yeti" }),
        json!({ "child_id": "1", "name": "A", "species": "bear" }),
        json!({ "child_id": child, "name": "A", "species": "bear", "screening": { "metal": "maybe" } }),
    ] {
        nurse.post("/companions", invalid).await.refused(422, "invalid");
    }
}

async fn r1_changed_screening_answer_is_recorded_as_a_step(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    hospital.wait_seconds(1);
    nurse.scan(&bear.tag, json!({ "actions": builders::prepared_for_surgery() })).await.expect(201);
    let (journey, companion) =
        (format!("/journeys/{}", bear.journey), format!("/companions/{}", bear.companion));
    assert_eq!(
        nurse.get(&journey).await.expect(200)["clearance"]["operating_room"]["cleared"],
        true
    );

    // Answers that do not change add no step.
    hospital.wait_minutes(1);
    nurse.patch(&companion, &json!(1), json!({ "screening": clear_screening() })).await.expect(200);
    let steps = nurse.get(&format!("{journey}/steps")).await.expect(200);
    let before = steps["items"].as_array().map(Vec::len).expect("steps");

    hospital.wait_seconds(1);
    nurse
        .patch(&companion, &json!(2), json!({ "screening": { "metal": "yes" } }))
        .await
        .expect(200);
    let steps = nurse.get(&format!("{journey}/steps")).await.expect(200);
    let steps = steps["items"].as_array().expect("steps");
    assert_eq!(steps.len(), before + 1);
    assert_eq!(steps[before]["action"], json!({ "kind": "screened", "metal": "yes" }));
    assert_eq!(
        (steps[before]["by"]["id"].clone(), steps[before]["scan_id"].clone()),
        (json!(nurse.id), Value::Null)
    );
    let now = nurse.get(&journey).await.expect(200);
    assert_eq!(now.all("clearance/operating_room/blockers", "rule"), ["screening_flag"]);

    assert_eq!(
        nurse.get(&format!("{companion}/journeys")).await.expect(200)["items"][0]["id"],
        bear.journey
    );
}

async fn coat_colour_can_be_set_changed_and_removed(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let child =
        nurse.post("/children", json!({ "alias": "Little Star" })).await.expect(201).text("id");
    let without_coat = nurse
        .post("/companions", json!({ "child_id": child, "name": "Biscuit", "species": "bear" }))
        .await
        .expect(201);
    assert_eq!(without_coat["coat"], Value::Null);
    let created = nurse
        .post(
            "/companions",
            json!({ "child_id": child, "name": "Crumb", "species": "bear", "coat": "cocoa" }),
        )
        .await
        .expect(201);
    assert_eq!(created["coat"], "cocoa");
    let path = format!("/companions/{}", created.text("id"));
    assert_eq!(nurse.get(&path).await.expect(200)["coat"], "cocoa");
    // Omitted, it stays; null removes it.
    assert_eq!(
        nurse.patch(&path, &json!(1), json!({ "species": "rabbit" })).await.expect(200)["coat"],
        "cocoa"
    );
    assert_eq!(
        nurse.patch(&path, &json!(2), json!({ "coat": null })).await.expect(200)["coat"],
        Value::Null
    );
    assert_eq!(
        nurse.patch(&path, &json!(3), json!({ "coat": "sky" })).await.expect(200)["coat"],
        "sky"
    );
    nurse.patch(&path, &json!(4), json!({ "coat": "mauve" })).await.refused(422, "invalid");
    nurse
        .post(
            "/companions",
            json!({ "child_id": child, "name": "A", "species": "bear", "coat": "mauve" }),
        )
        .await
        .refused(422, "invalid");
}

async fn family_gets_the_coat_or_the_default_of_the_species(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let with_coat = json!({ "companion": { "name": "Biscuit", "species": "lion", "coat": "snow", "screening": clear_screening() } });
    let bear = builders::check_in_with(&nurse, with_coat).await;
    assert_eq!(bear.journey(&nurse).await["companion"]["coat"], "snow");
    let (family, link) = (hospital.stranger(), builders::invite(&nurse, &bear.visit).await);
    let family_coat =
        async || family.get(&link).await.expect(200).text("companions/0/companion/coat");
    assert_eq!(family_coat().await, "snow");
    let path = format!("/companions/{}", bear.companion);
    nurse.patch(&path, &json!(1), json!({ "coat": null })).await.expect(200);
    // The family API resolves the default, so that clients need not know it.
    assert_eq!(family_coat().await, "gold");
    nurse.patch(&path, &json!(2), json!({ "species": "penguin" })).await.expect(200);
    assert_eq!(family_coat().await, "night");
}

on_both_databases!(
    r1_companion_has_a_description_and_a_screening,
    r1_changed_screening_answer_is_recorded_as_a_step,
    coat_colour_can_be_set_changed_and_removed,
    family_gets_the_coat_or_the_default_of_the_species,
);
