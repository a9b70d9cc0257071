//! Where this phone is, and sweeping a room.

use serde_json::json;

use super::browser::{self, Phone, Setup};
use crate::builders::{self, Bear, Rooms};
use crate::databases::{Database, in_a_browser};
use crate::test_app::{Actor, Wishes};

/// Clover and Dandelion on the ward, and Hazel, whom nobody expects there.
async fn three_rabbits(nurse: &Actor, rooms: &Rooms) -> (Bear, Bear, Bear) {
    let rabbit = async |name: &str, place: &str| {
        let told = json!({ "companion": { "name": name, "species": "rabbit", "screening": builders::harmless() } });
        let one = builders::check_in_with(nurse, told).await;
        nurse.scan(&one.tag, json!({ "place_id": place })).await.expect(201);
        one
    };
    (
        rabbit("Clover", &rooms.ward).await,
        rabbit("Dandelion", &rooms.ward).await,
        rabbit("Hazel", &rooms.pre_op).await,
    )
}

/// Reads a code with a hand scanner, on the scanner's page.
async fn reads(phone: &Phone, text: &str) {
    phone
        .wait_until("the scanner", "return document.querySelector('.start')?.hidden === false")
        .await;
    // Typed slowly it is a person; a busy machine may be that slow, and then it reads again.
    let keys = "const begun = performance.now(); for (const key of [...CODE, 'Enter'])\
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));\
        return performance.now() - begun < 60";
    let keys = keys.replace("CODE", &json!(text).to_string());
    phone.wait_until("the code to be read", &keys).await;
}

async fn a_code_on_the_wall_becomes_this_phones_place_and_sticks(db: Database) {
    let (hospital, wire) = browser::hospital(db, Wishes::default()).await;
    let admin = hospital.admin().await;
    let rooms = Rooms::open(&admin).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let code = admin.get(&format!("/places/{}", rooms.ward)).await.expect(200).text("code");
    let phone = Phone::with(&wire, Setup { script: false, ..Setup::default() }).await;
    // Whoever is not signed in signs in first, and comes back.
    phone.open(&format!("/P/{code}")).await;
    phone.find("[name=password]").await;
    phone.sign_in("nurse").await;
    phone.open(&format!("/p/{}", code.to_lowercase())).await;
    phone.wait_text(".saved", "This phone is here now").await;
    assert!(phone.text(".top .here").await.contains("Ward 4 East"));
    assert!(phone.everything().await.contains("Nobody, as far as anybody has confirmed"));
    phone.open(&format!("/T/{}", bear.tag)).await;
    assert!(phone.text(".top .here").await.contains("Ward 4 East"));
    phone.press(".first button").await;
    phone.wait_text(".saved", "In Ward 4 East").await;
    phone.press(".top .here").await;
    phone.press(&format!("a[href='/T/{}']", bear.tag.replace('-', ""))).await;
    phone.press(".top .here").await;
    phone.press("button.leave").await;
    assert!(phone.text(".top .here").await.contains("No location set"));
}

async fn a_wrong_code_says_so_and_changes_nothing(db: Database) {
    let (hospital, wire) = browser::hospital(db, Wishes::default()).await;
    let admin = hospital.admin().await;
    let rooms = Rooms::open(&admin).await;
    let code = admin.get(&format!("/places/{}", rooms.ward)).await.expect(200).text("code");
    let phone = Phone::new(&wire).await;
    phone.sign_in("admin").await;
    phone.open(&format!("/P/{code}")).await;
    let bear = builders::check_in(&admin).await;
    for wrong in ["0000000000000", "nonsense", &bear.tag] {
        phone.open(&format!("/P/{wrong}")).await;
        phone.wait_text("h1", "No place has this code").await;
        assert!(phone.text(".top .here").await.contains("Ward 4 East"));
    }
    phone.is_accessible("no such place").await;
}

async fn a_sweep_lists_found_moved_and_missing(db: Database) {
    let (hospital, wire) = browser::hospital(db, Wishes::default()).await;
    let admin = hospital.admin().await;
    let rooms = Rooms::open(&admin).await;
    let nurse = hospital.nurse().await;
    let (stays, gone, comes) = three_rabbits(&nurse, &rooms).await;
    hospital.wait_minutes(30);
    let code = admin.get(&format!("/places/{}", rooms.ward)).await.expect(200).text("code");
    let phone = Phone::with(&wire, Setup { script: false, ..Setup::default() }).await;
    phone.sign_in("nurse").await;
    phone.open(&format!("/P/{code}")).await;
    phone.tap("button.begin").await;
    phone.wait_text(".swept.missing", "Missing: 2").await;
    hospital.wait_seconds(10);
    // Who is read is here, in one tap: by the phone's own camera a page opens first.
    phone.taps();
    for one in [&stays, &comes] {
        phone.open(&format!("/T/{}", one.tag)).await;
        assert!(phone.text(".first").await.contains("Here: Ward 4 East"));
        phone.tap(".first button").await;
        phone.wait_text(".saved", "Saved").await;
    }
    assert_eq!(phone.taps(), 2);
    phone.open(&format!("/P/{code}")).await;
    assert!(phone.text(".swept.found").await.contains("Clover"));
    assert!(phone.text(".swept.moved").await.contains("Hazel"));
    assert!(phone.text(".swept.missing").await.contains("Dandelion"));
    phone.picture("sweep").await;
    phone.tap("button.finish").await;
    phone.find(".swept.missing button").await;
    hospital.wait_seconds(1);
    phone.taps();
    phone.tap(".swept.missing button").await;
    phone.wait_text(".swept.missing", "Reported missing").await;
    assert_eq!(phone.taps(), 1);
    let journey = gone.journey(&nurse).await;
    assert_eq!(journey["alerts"][0]["kind"], "missing");
    assert_eq!(journey["holder"]["kind"], "nobody_known");
    // The true place stays known, as the last one.
    assert_eq!(journey["place"]["name"], "Ward 4 East");
}

async fn a_room_is_swept_with_the_scanner_and_no_tap_for_each_companion(db: Database) {
    let (hospital, wire) = browser::hospital(db, Wishes::default()).await;
    let admin = hospital.admin().await;
    let rooms = Rooms::open(&admin).await;
    let nurse = hospital.nurse().await;
    let (stays, gone, comes) = three_rabbits(&nurse, &rooms).await;
    hospital.wait_minutes(30);
    let code = admin.get(&format!("/places/{}", rooms.ward)).await.expect(200).text("code");
    let phone = Phone::new(&wire).await;
    phone.sign_in("nurse").await;
    phone.open("/scan").await;
    reads(&phone, &format!("{}/P/{code}", wire.base).to_uppercase()).await;
    phone.wait_text("#read", "This phone is here now").await;
    phone.wait_text(".top .here", "Ward 4 East").await;
    phone.taps();
    phone.tap("#read button.begin").await;
    phone.wait_text(".swept.missing", "Missing: 2").await;
    phone.tap("a.button.main[href='/scan']").await;
    hospital.wait_seconds(10);
    for (one, list, left) in [(&stays, "found", "Missing: 1"), (&comes, "moved", "Missing: 1")] {
        reads(&phone, &format!("{}/T/{}", wire.base, one.tag.replace('-', "")).to_uppercase())
            .await;
        phone.wait_text("#outcome.saved", "Here: Ward 4 East").await;
        phone.wait_text(&format!("#read .swept.{list}"), &one.tag).await;
        phone.wait_text("#read .swept.missing", left).await;
        hospital.wait_seconds(10);
    }
    assert_eq!(phone.path().await, "/scan", "the scanner stays open");
    phone.wait_text("#read .swept.missing", "Dandelion").await;
    phone.is_accessible("a sweep in the scanner").await;
    phone.tap("#read button.finish").await;
    phone.wait_text("h2", "Sweep, finished").await;
    assert_eq!(phone.taps(), 3, "to begin, to scan, to finish");
    for (one, list) in [(&stays, "found"), (&comes, "moved"), (&gone, "missing")] {
        assert!(phone.text(&format!(".swept.{list}")).await.contains(&one.tag), "{list}");
    }
    // Each was read once, by the nurse, and nothing is known of the third.
    for (one, scans) in [(&stays, 2), (&comes, 2), (&gone, 1)] {
        let steps = one.steps(&nurse).await;
        let read = |step: &&serde_json::Value| step["scan_id"].is_string();
        assert_eq!(steps.iter().filter(read).count(), scans, "{steps:?}");
    }
}

async fn a_sweep_ends_when_the_phone_goes_elsewhere(db: Database) {
    let (hospital, wire) = browser::hospital(db, Wishes::default()).await;
    let admin = hospital.admin().await;
    let rooms = Rooms::open(&admin).await;
    let phone = Phone::new(&wire).await;
    phone.sign_in("admin").await;
    for room in [&rooms.ward, &rooms.recovery] {
        let code = admin.get(&format!("/places/{room}")).await.expect(200).text("code");
        phone.open(&format!("/P/{code}")).await;
        assert_eq!(phone.count(".swept").await, 0);
        phone.is_accessible("a place").await;
        phone.press("button.begin").await;
        phone.find(".swept.missing").await;
        phone.is_accessible("a sweep").await;
    }
}

in_a_browser!(
    a_code_on_the_wall_becomes_this_phones_place_and_sticks,
    a_wrong_code_says_so_and_changes_nothing,
    a_sweep_lists_found_moved_and_missing,
    a_room_is_swept_with_the_scanner_and_no_tap_for_each_companion,
    a_sweep_ends_when_the_phone_goes_elsewhere,
);
