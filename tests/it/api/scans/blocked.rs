//! A scan of what is about to happen is rejected with its blockers; users with the right role may override them.

use serde_json::{Value, json};

use crate::builders::{self, Bear, Rooms, clear_screening, override_rules, prepared_for_surgery};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, TestHospital, TestOptions, merge};

/// Checks in a companion without findings, except for these screening answers.
async fn check_in_screened(nurse: &Actor, answers: Value) -> Bear {
    let mut screening = clear_screening();
    merge(&mut screening, answers);
    let companion = json!({ "name": "Biscuit", "species": "bear", "screening": screening });
    builders::check_in_with(nurse, json!({ "companion": companion })).await
}

/// A scan at a place that overrides these rules.
fn with_override(place: &str, rules: &[&str]) -> Value {
    json!({ "place_id": place, "override": override_rules(rules) })
}

/// R1: an unanswered question counts as yes. R4: a cleaning has a method, a time and someone who attests it.
async fn r1_r4_operating_room_requires_screening_and_cleaning(db: Database) {
    let hospital = TestHospital::start_with(db, TestOptions::with_long_sessions()).await;
    let (admin, nurse, lead) =
        (hospital.admin().await, hospital.nurse().await, hospital.lead().await);
    let or = Rooms::open(&admin).await.operating_room;
    let enter = || json!({ "place_id": or });
    let dressed = json!([{ "kind": "dressed", "items": ["gown", "mask"] }]);

    let bear = check_in_screened(&nurse, json!({ "latex": "unknown", "weighted": "yes" })).await;
    bear.perform(&nurse, dressed.clone()).await;
    let rules = ["screening_incomplete", "screening_flag", "clean_missing"];
    assert_eq!(bear.expect_blocked(&nurse, enter()).await, rules);
    // Once answered, the screening is complete; the flagged answer still blocks.
    bear.perform(&nurse, json!([{ "kind": "screened", "latex": "no" }])).await;
    assert_eq!(bear.expect_blocked(&nurse, enter()).await, rules[1..]);
    // A wash at home counts only if the companion arrives in a sealed bag.
    let wash = |bagged, by| json!([{ "kind": "cleaned", "method": "wash", "bagged": bagged, "attested_by": by }]);
    let loose = bear.perform(&nurse, wash(false, "family")).await;
    assert_eq!(loose["journey"]["clean"]["why_not"], "not_bagged");
    assert_eq!(bear.expect_blocked(&nurse, enter()).await, rules[1..]);
    let clean = bear.perform(&nurse, wash(true, "family")).await;
    assert_eq!(clean.text("journey/clean/until"), hospital.seconds_from_now(24 * 3600));
    assert_eq!(bear.expect_blocked(&nurse, enter()).await, ["screening_flag"]);
    // It expires after 24 hours.
    hospital.wait_minutes(24 * 60);
    assert_eq!(bear.expect_blocked(&nurse, enter()).await, ["screening_flag", "clean_expired"]);

    // A nurse cannot override these rules; a lead can, but must name all of them.
    let both = ["clean_expired", "screening_flag"];
    assert_eq!(bear.expect_blocked(&nurse, with_override(&or, &both)).await.len(), 2);
    assert_eq!(
        bear.expect_blocked(&lead, with_override(&or, &["clean_expired"])).await,
        ["screening_flag"]
    );
    let more = ["clean_expired", "screening_flag", "place_prohibited"];
    let inside = lead.scan(&bear.tag, with_override(&or, &more)).await.expect(201);
    // The step records the rules that blocked it, who overrode them, and why.
    let step = bear.steps(&nurse).await.pop().expect("a step");
    let mut rules: Vec<_> = step["override"]["rules"]
        .as_array()
        .expect("rules")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    rules.sort_unstable();
    assert_eq!(rules, both);
    assert_eq!(step["override"]["reason"], "the surgeon agreed");
    assert_eq!(step["by"]["display_name"], "The lead");
    assert_eq!(inside["steps"][0]["override"], step["override"]);
    assert_eq!(inside.all("journey/alerts", "kind"), Vec::<String>::new());

    // R14: any staff may override a missing gown. A gown does not replace a cleaning.
    let ungowned = builders::check_in(&nurse).await;
    ungowned.perform(&nurse, wash(true, "staff")).await;
    assert_eq!(ungowned.expect_blocked(&nurse, enter()).await, ["not_gowned"]);
    nurse.scan(&ungowned.tag, with_override(&or, &["not_gowned"])).await.expect(201);
    let gowned = builders::check_in(&nurse).await;
    gowned.perform(&nurse, dressed).await;
    assert_eq!(gowned.expect_blocked(&nurse, enter()).await, ["clean_missing"]);
}

/// R2: metal, or an unknown answer, requires the hand magnet test. R3: the outfit counts too.
async fn r2_r3_metal_blocks_imaging(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse, lead) =
        (hospital.admin().await, hospital.nurse().await, hospital.lead().await);
    let imaging = Rooms::open(&admin).await.imaging;
    for answers in
        [json!({ "metal": "yes" }), json!({ "magnet": "unknown" }), json!({ "battery": "unknown" })]
    {
        let bear = check_in_screened(&nurse, answers).await;
        let without_test = with_override(&imaging, &["imaging_metal"]);
        let mut with_test = without_test.clone();
        with_test["override"]["hand_magnet_test"] = json!(true);
        for (actor, scan) in [
            (&nurse, json!({ "place_id": imaging })),
            (&lead, without_test),
            (&nurse, with_test.clone()),
        ] {
            assert_eq!(bear.expect_blocked(actor, scan).await, ["imaging_metal"]);
        }
        let inside = lead.scan(&bear.tag, with_test).await.expect(201);
        assert_eq!(inside["steps"][0]["override"]["hand_magnet_test"], true);
        assert_eq!(inside["journey"]["stage"], "imaging");
        assert_eq!(inside.all("journey/alerts", "kind"), Vec::<String>::new());
    }

    let bear = builders::check_in(&nurse).await;
    let dressed =
        bear.perform(&nurse, json!([{ "kind": "dressed", "items": ["gown", "mask"] }])).await;
    let blockers = dressed["journey"]["clearance"]["imaging"]["blockers"].clone();
    assert_eq!(
        (&blockers[0]["rule"], &blockers[0]["override_role"]),
        (&json!("imaging_metal"), &Value::Null)
    );
    // Nobody may override the metal strip of a mask, even with a test; removing the mask helps.
    let mut tested = with_override(&imaging, &["imaging_metal"]);
    tested["override"]["hand_magnet_test"] = json!(true);
    assert_eq!(bear.expect_blocked(&admin, tested).await, ["imaging_metal"]);
    let off_first = json!({ "actions": [
        { "kind": "undressed", "items": ["mask"] }, { "kind": "moved", "place_id": imaging },
    ] });
    nurse.scan(&bear.tag, off_first).await.expect(201);
}

/// R9: only one companion of a child may be in the operating room.
async fn r9_second_companion_is_blocked_from_the_operating_room(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse, lead) =
        (hospital.admin().await, hospital.nurse().await, hospital.lead().await);
    let rooms = Rooms::open(&admin).await;
    let or = &rooms.operating_room;
    let first = builders::check_in(&nurse).await;
    let second = builders::check_in_with(&nurse, json!({ "child": { "id": first.child } })).await;
    let others = builders::check_in(&nurse).await;
    for bear in [&first, &second, &others] {
        bear.perform(&nurse, prepared_for_surgery()).await;
    }
    nurse.scan(&first.tag, json!({ "place_id": or })).await.expect(201);
    // A companion of another child does not count.
    nurse.scan(&others.tag, json!({ "place_id": or })).await.expect(201);
    assert_eq!(
        second.expect_blocked(&nurse, json!({ "place_id": or })).await,
        ["one_companion_only"]
    );
    assert_eq!(
        second.expect_blocked(&nurse, with_override(or, &["one_companion_only"])).await.len(),
        1
    );
    lead.scan(&second.tag, with_override(or, &["one_companion_only"])).await.expect(201);
    // Another scan at the place where it already is does not count as an entry.
    nurse.scan(&second.tag, json!({ "place_id": or })).await.expect(201);
    // Once the first has left, the second may enter without an override.
    for bear in [&first, &second] {
        nurse.scan(&bear.tag, json!({ "place_id": rooms.recovery })).await.expect(201);
    }
    nurse.scan(&second.tag, json!({ "place_id": or })).await.expect(201);
}

/// R11: latex items are blocked. R13: the outfit must be removed before the companion goes home.
async fn r11_r13_outfit_blocks_latex_items_and_going_home(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let latex_precaution = builders::check_in_with(
        &nurse,
        json!({ "child": { "alias": "Little Star", "latex": true } }),
    )
    .await;
    let gloves = json!([{ "kind": "dressed", "items": ["gown", "gloves"] }]);
    for actor in [&nurse, &admin] {
        let scan = json!({ "actions": gloves, "override": override_rules(&["latex_item"]) });
        assert_eq!(latex_precaution.expect_blocked(actor, scan).await, ["latex_item"]);
    }
    latex_precaution
        .perform(&nurse, json!([{ "kind": "dressed", "items": ["gown", "mask", "cap"] }]))
        .await;
    let bear = builders::check_in(&nurse).await;
    bear.perform(&nurse, gloves).await;
    bear.perform(&nurse, json!([{ "kind": "dressed", "items": ["id_band"] }])).await;

    let home = json!([{ "kind": "closed", "outcome": "with_child" }]);
    assert_eq!(bear.expect_blocked(&nurse, json!({ "actions": home })).await, ["still_dressed"]);
    bear.perform(&nurse, json!([{ "kind": "undressed", "items": ["gown", "gloves"] }])).await;
    // An identity band may stay on.
    let closed = bear.perform(&nurse, home.clone()).await;
    assert_eq!(closed["journey"]["outfit"], json!(["id_band"]));
    assert_eq!(closed["journey"]["stage"], "home");
    let close_dressed = json!({ "actions": home, "override": override_rules(&["still_dressed"]) });
    let still_dressed = nurse.scan(&latex_precaution.tag, close_dressed).await.expect(201);
    assert_eq!(still_dressed["steps"][0]["override"]["rules"], json!(["still_dressed"]));
    // Counted surgical items are not allowed as an outfit (R13).
    let sponge = json!({ "actions": [{ "kind": "dressed", "items": ["sponge"] }] });
    nurse.scan(&bear.tag, sponge).await.refused(422, "invalid");
}

on_both_databases!(
    r1_r4_operating_room_requires_screening_and_cleaning,
    r2_r3_metal_blocks_imaging,
    r9_second_companion_is_blocked_from_the_operating_room,
    r11_r13_outfit_blocks_latex_items_and_going_home,
);
