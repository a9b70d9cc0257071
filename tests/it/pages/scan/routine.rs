//! Routine steps take the scan and at most two taps, with and without a script (R30).

use super::*;
use crate::databases::Database;

async fn r30_gowning_is_one_tap(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (_, nurse, bear) = scene(&hospital).await;
    bear.perform(&nurse, json!([builders::prepared_for_surgery()[0]])).await;
    for script in SCRIPT {
        let phone = phone(&proxy, script, "nurse").await;
        assert_eq!(tapped(&phone, &nurse, &bear, &[&button("Gown and mask on")]).await, 1);
        assert!(phone.text(".facts").await.contains("Gowned"));
        phone.press(".saved button").await;
        phone.wait_text(".saved", "Undone").await;
        assert!(phone.text(".facts").await.contains("Not gowned yet"));
    }
}

async fn r30_r12_r32_entering_the_or_is_two_taps_and_asks_for_the_resting_place(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (rooms, nurse, _) = scene(&hospital).await;
    for script in SCRIPT {
        let bear = builders::check_in(&nurse).await;
        bear.perform(&nurse, builders::prepared_for_surgery()).await;
        let phone = phone(&proxy, script, "nurse").await;
        set_location(&phone, &nurse, &rooms.operating_room).await;
        scan(&phone, &bear).await;
        assert!(phone.text(BIG).await.contains("OR 7"));
        assert!(phone.text(BIG).await.contains("Wipe the phone"));
        phone.press(BIG).await;
        let choices = phone.text(".first .choices").await.to_lowercase();
        assert_eq!(choices.lines().filter(|line| !line.is_empty()).count(), 4, "{choices}");
        for never in ["head", "airway", "sterile", "field"] {
            assert!(!choices.contains(never), "{never} is a choice: {choices}");
        }
        assert_eq!(tapped(&phone, &nurse, &bear, &[BIG, &button("Foot of bed")]).await, 2);
        assert!(phone.text(".facts").await.contains("OR 7, foot of bed"));
        assert!(phone.text(".reminder").await.contains("wipe this phone"));
        let journey = bear.journey(&nurse).await;
        assert_eq!(journey["stage"], "operating_room");
        bear.perform(&nurse, json!([{ "kind": "moved", "place_id": rooms.recovery }])).await;
    }
}

async fn r30_entering_the_or_without_a_phone_location_is_two_taps_too(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (rooms, nurse, bear) = scene(&hospital).await;
    builders::room(&hospital.admin().await, "OR 8", "operating_room").await;
    bear.perform(&nurse, builders::prepared_for_surgery()).await;
    bear.perform(&nurse, json!([{ "kind": "handed_over", "to": "staff" }])).await;
    nurse.scan(&bear.tag, json!({ "place_id": rooms.pre_op })).await.expect(201);
    let phone = phone(&proxy, false, "nurse").await;
    let shelf = "[aria-label='OR 8'] form.act[data-label$=': Shelf'] button";
    assert_eq!(tapped(&phone, &nurse, &bear, &[BIG, shelf]).await, 2);
    assert!(phone.text(".facts").await.contains("OR 8, shelf"));
}

async fn r30_r13_r18_leaving_the_or_lists_the_pieces_on_and_removes_them_in_two_taps(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (rooms, nurse, _) = scene(&hospital).await;
    for script in SCRIPT {
        let bear = builders::check_in(&nurse).await;
        bear.perform(&nurse, builders::prepared_for_surgery()).await;
        let inside = json!([{ "kind": "moved", "place_id": rooms.operating_room, "resting_place": "shelf" }]);
        bear.perform(&nurse, inside).await;
        let phone = phone(&proxy, script, "nurse").await;
        set_location(&phone, &nurse, &rooms.recovery).await;
        scan(&phone, &bear).await;
        assert!(phone.text(BIG).await.contains("Still on: gown and mask"));
        let off = button("Remove all: gown and mask");
        assert_eq!(tapped(&phone, &nurse, &bear, &[BIG, &off]).await, 2);
        let journey = bear.journey(&nurse).await;
        assert_eq!(journey["stage"], "recovery");
        assert_eq!(journey["outfit"], json!([]));
        assert_eq!(journey["alerts"], json!([]));
        assert_eq!(last_kinds(&bear, &nurse, 2).await, ["undressed", "moved"]);
    }
}

async fn r30_r16_handing_over_and_reuniting_are_one_tap(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (rooms, nurse, _) = scene(&hospital).await;
    for script in SCRIPT {
        let bear = builders::check_in(&nurse).await;
        bear.perform(&nurse, builders::prepared_for_surgery()).await;
        let phone = phone(&proxy, script, "nurse").await;
        assert_eq!(tapped(&phone, &nurse, &bear, &[&button("Take custody")]).await, 1);
        assert!(phone.text(".facts").await.contains("The nurse"));
        let recovery = json!([{ "kind": "moved", "place_id": rooms.recovery }]);
        bear.perform(&nurse, recovery).await;
        assert_eq!(tapped(&phone, &nurse, &bear, &[&button("Return to child")]).await, 1);
        assert!(phone.text(".facts").await.contains("The child"));
        assert_eq!(bear.journey(&nurse).await["status"], "reunited");
    }
}

async fn r15_actions_are_recorded_at_the_phones_location(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (rooms, nurse, bear) = scene(&hospital).await;
    bear.perform(&nurse, json!([builders::prepared_for_surgery()[0]])).await;
    let phone = phone(&proxy, false, "nurse").await;
    set_location(&phone, &nurse, &rooms.pre_op).await;
    scan(&phone, &bear).await;
    assert!(phone.text(".first").await.contains("Here: Holding bay 3"));
    // Another action records the place as well.
    assert_eq!(tapped(&phone, &nurse, &bear, &[&button("Gown and mask on")]).await, 1);
    assert_eq!(last_kinds(&bear, &nurse, 2).await, ["moved", "dressed"]);
    assert!(phone.text(".facts").await.contains("Holding bay 3"));
    // Moves and missing reports do not.
    assert_eq!(tapped(&phone, &nurse, &bear, &[&button("Report missing")]).await, 1);
    assert_eq!(last_kinds(&bear, &nurse, 2).await, ["dressed", "reported_missing"]);
}

async fn an_action_in_the_or_does_not_move_it_there_without_a_resting_place(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (rooms, nurse, bear) = scene(&hospital).await;
    let phone = phone(&proxy, false, "nurse").await;
    set_location(&phone, &nurse, &rooms.operating_room).await;
    assert_eq!(tapped(&phone, &nurse, &bear, &[&button("Gown and mask on")]).await, 1);
    assert_eq!(bear.journey(&nurse).await["stage"], "checked_in");
}

async fn r19_reporting_missing_and_found_is_one_tap_each(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (rooms, nurse, bear) = scene(&hospital).await;
    let phone = phone(&proxy, true, "nurse").await;
    assert_eq!(tapped(&phone, &nurse, &bear, &[&button("Report missing")]).await, 1);
    assert!(phone.text(".alert").await.contains("Missing"));
    set_location(&phone, &nurse, &rooms.ward).await;
    assert_eq!(tapped(&phone, &nurse, &bear, &[&button("Mark as found in Ward 4 East")]).await, 1);
    let journey = bear.journey(&nurse).await;
    assert_eq!(journey["place"]["name"], "Ward 4 East");
    assert_eq!(journey["alerts"], json!([]));
}

in_a_browser!(
    r30_gowning_is_one_tap,
    r30_r12_r32_entering_the_or_is_two_taps_and_asks_for_the_resting_place,
    r30_entering_the_or_without_a_phone_location_is_two_taps_too,
    r30_r13_r18_leaving_the_or_lists_the_pieces_on_and_removes_them_in_two_taps,
    r30_r16_handing_over_and_reuniting_are_one_tap,
    r15_actions_are_recorded_at_the_phones_location,
    an_action_in_the_or_does_not_move_it_there_without_a_resting_place,
    r19_reporting_missing_and_found_is_one_tap_each,
);
