//! A step asked for now: refused with its blockers, and set aside by whom the blocker names (rule 2 of the house).

use serde_json::{Value, json};

use crate::builders::{self, Bear, Rooms, clear_screening, override_rules, prepared_for_surgery};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, TestHospital, TestOptions, merge};

/// A companion whose screening differs from a harmless one in these answers.
async fn with_answers(nurse: &Actor, answers: Value) -> Bear {
    let mut screening = clear_screening();
    merge(&mut screening, answers);
    let companion = json!({ "name": "Biscuit", "species": "bear", "screening": screening });
    builders::check_in_with(nurse, json!({ "companion": companion })).await
}

/// A scan at a place with these rules set aside.
fn against(place: &str, rules: &[&str]) -> Value {
    json!({ "place_id": place, "override": override_rules(rules) })
}

/// R1: what nobody has answered counts as yes. R4: clean has a method, a time and a word for it.
async fn the_operating_room_wants_a_screening_and_a_wash(db: Database) {
    let hospital = TestHospital::start_with(db, TestOptions::with_long_sessions()).await;
    let (admin, nurse, lead) =
        (hospital.admin().await, hospital.nurse().await, hospital.lead().await);
    let or = Rooms::open(&admin).await.operating_room;
    let enter = || json!({ "place_id": or });
    let dressed = json!([{ "kind": "dressed", "items": ["gown", "mask"] }]);

    let bear = with_answers(&nurse, json!({ "latex": "unknown", "weighted": "yes" })).await;
    bear.perform(&nurse, dressed.clone()).await;
    let rules = ["screening_incomplete", "screening_flag", "clean_missing"];
    assert_eq!(bear.expect_blocked(&nurse, enter()).await, rules);
    // Answered, the question is open no more; what is flagged stays flagged.
    bear.perform(&nurse, json!([{ "kind": "screened", "latex": "no" }])).await;
    assert_eq!(bear.expect_blocked(&nurse, enter()).await, rules[1..]);
    // From home it comes in a sealed bag, or it does not count.
    let wash = |bagged, by| json!([{ "kind": "cleaned", "method": "wash", "bagged": bagged, "attested_by": by }]);
    let loose = bear.perform(&nurse, wash(false, "family")).await;
    assert_eq!(loose["journey"]["clean"]["why_not"], "not_bagged");
    assert_eq!(bear.expect_blocked(&nurse, enter()).await, rules[1..]);
    let clean = bear.perform(&nurse, wash(true, "family")).await;
    assert_eq!(clean.text("journey/clean/until"), hospital.seconds_from_now(24 * 3600));
    assert_eq!(bear.expect_blocked(&nurse, enter()).await, ["screening_flag"]);
    // 24 h later it counts no more.
    hospital.wait_minutes(24 * 60);
    assert_eq!(bear.expect_blocked(&nurse, enter()).await, ["screening_flag", "clean_expired"]);

    // Set aside: by a nurse in vain, by a lead for some of it in vain, by a lead for all of it.
    let both = ["clean_expired", "screening_flag"];
    assert_eq!(bear.expect_blocked(&nurse, against(&or, &both)).await.len(), 2);
    assert_eq!(
        bear.expect_blocked(&lead, against(&or, &["clean_expired"])).await,
        ["screening_flag"]
    );
    let more = ["clean_expired", "screening_flag", "place_prohibited"];
    let inside = lead.scan(&bear.tag, against(&or, &more)).await.expect(201);
    // What is kept of it: the rules that stood in the way, who set them aside, and why.
    let kept = bear.steps(&nurse).await.pop().expect("a step");
    let mut rules: Vec<_> = kept["override"]["rules"]
        .as_array()
        .expect("rules")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    rules.sort_unstable();
    assert_eq!(rules, both);
    assert_eq!(kept["override"]["reason"], "the surgeon agreed");
    assert_eq!(kept["by"]["display_name"], "The lead");
    assert_eq!(inside["steps"][0]["override"], kept["override"]);
    assert_eq!(inside.all("journey/alerts", "kind"), Vec::<String>::new());

    // R14: a gown is a nudge and any staff may pass it by; it is no barrier, and washes nothing.
    let plain = builders::check_in(&nurse).await;
    plain.perform(&nurse, wash(true, "staff")).await;
    assert_eq!(plain.expect_blocked(&nurse, enter()).await, ["not_gowned"]);
    nurse.scan(&plain.tag, against(&or, &["not_gowned"])).await.expect(201);
    let gowned = builders::check_in(&nurse).await;
    gowned.perform(&nurse, dressed).await;
    assert_eq!(gowned.expect_blocked(&nurse, enter()).await, ["clean_missing"]);
}

/// R2: metal, or nobody knows, wants the hand magnet test. R3: what it wears counts too.
async fn imaging_lets_no_metal_in(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse, lead) =
        (hospital.admin().await, hospital.nurse().await, hospital.lead().await);
    let imaging = Rooms::open(&admin).await.imaging;
    for answers in
        [json!({ "metal": "yes" }), json!({ "magnet": "unknown" }), json!({ "battery": "unknown" })]
    {
        let bear = with_answers(&nurse, answers).await;
        let without_test = against(&imaging, &["imaging_metal"]);
        let mut with_test = without_test.clone();
        with_test["override"]["hand_magnet_test"] = json!(true);
        for (who, scan) in [
            (&nurse, json!({ "place_id": imaging })),
            (&lead, without_test),
            (&nurse, with_test.clone()),
        ] {
            assert_eq!(bear.expect_blocked(who, scan).await, ["imaging_metal"]);
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
    // Nobody sets a metal strip aside, test or not; taking the mask off helps.
    let mut tested = against(&imaging, &["imaging_metal"]);
    tested["override"]["hand_magnet_test"] = json!(true);
    assert_eq!(bear.expect_blocked(&admin, tested).await, ["imaging_metal"]);
    let off_first = json!({ "actions": [
        { "kind": "undressed", "items": ["mask"] }, { "kind": "moved", "place_id": imaging },
    ] });
    nurse.scan(&bear.tag, off_first).await.expect(201);
}

/// R9: one companion of a child in the operating room.
async fn a_second_companion_waits_outside(db: Database) {
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
    // Another child's companion is none of this child's.
    nurse.scan(&others.tag, json!({ "place_id": or })).await.expect(201);
    assert_eq!(
        second.expect_blocked(&nurse, json!({ "place_id": or })).await,
        ["one_companion_only"]
    );
    assert_eq!(second.expect_blocked(&nurse, against(or, &["one_companion_only"])).await.len(), 1);
    lead.scan(&second.tag, against(or, &["one_companion_only"])).await.expect(201);
    // To be read again where it is already is no second entry.
    nurse.scan(&second.tag, json!({ "place_id": or })).await.expect(201);
    // Once the first is out, there is room without asking.
    for bear in [&first, &second] {
        nurse.scan(&bear.tag, json!({ "place_id": rooms.recovery })).await.expect(201);
    }
    nurse.scan(&second.tag, json!({ "place_id": or })).await.expect(201);
}

/// R11: only what is marked latex-free. R13: what was put on comes off before home.
async fn what_it_wears_is_looked_at(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let careful = builders::check_in_with(
        &nurse,
        json!({ "child": { "alias": "Little Star", "latex": true } }),
    )
    .await;
    let gloves = json!([{ "kind": "dressed", "items": ["gown", "gloves"] }]);
    for who in [&nurse, &admin] {
        let scan = json!({ "actions": gloves, "override": override_rules(&["latex_item"]) });
        assert_eq!(careful.expect_blocked(who, scan).await, ["latex_item"]);
    }
    careful.perform(&nurse, json!([{ "kind": "dressed", "items": ["gown", "mask", "cap"] }])).await;
    let bear = builders::check_in(&nurse).await;
    bear.perform(&nurse, gloves).await;
    bear.perform(&nurse, json!([{ "kind": "dressed", "items": ["id_band"] }])).await;

    let home = json!([{ "kind": "closed", "outcome": "with_child" }]);
    assert_eq!(bear.expect_blocked(&nurse, json!({ "actions": home })).await, ["still_dressed"]);
    bear.perform(&nurse, json!([{ "kind": "undressed", "items": ["gown", "gloves"] }])).await;
    // An identity band is a keepsake and stays on.
    let over = bear.perform(&nurse, home.clone()).await;
    assert_eq!(over["journey"]["outfit"], json!(["id_band"]));
    assert_eq!(over["journey"]["stage"], "home");
    let anyway = json!({ "actions": home, "override": override_rules(&["still_dressed"]) });
    let kept = nurse.scan(&careful.tag, anyway).await.expect(201);
    assert_eq!(kept["steps"][0]["override"]["rules"], json!(["still_dressed"]));
    // Counted goods are no clothes (R13).
    let sponge = json!({ "actions": [{ "kind": "dressed", "items": ["sponge"] }] });
    nurse.scan(&bear.tag, sponge).await.refused(422, "invalid");
}

on_both_databases!(
    the_operating_room_wants_a_screening_and_a_wash,
    imaging_lets_no_metal_in,
    a_second_companion_waits_outside,
    what_it_wears_is_looked_at,
);
