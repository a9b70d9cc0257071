//! The board: a nurse scans, and whoever looks at the board sees it, with a line that breaks and on a wall too.

mod thousand;

use std::time::Duration;

use serde_json::json;
use stuffy::domain::account::person::Role;
use stuffy::domain::site_rules::SessionPolicy;
use stuffy::domain::time::{days, minutes};
use stuffy::realtime::HubTimings;

use super::browser::{self, Phone, Setup};
use crate::builders::{self, Rooms, set_aside};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, Wishes};

/// A hospital in which nobody waits fifteen seconds to hear that the line still stands.
fn hasty() -> Wishes {
    let pace = HubTimings { beat: Duration::from_millis(200), look: Duration::from_millis(50) };
    Wishes { pace, ..Wishes::default() }
}

async fn is_live(phone: &Phone) {
    phone
        .wait_until("live", "return document.getElementById('live').dataset.state === 'live'")
        .await;
}

/// A screen's token, as an admin issues one.
async fn wall_token(admin: &Actor) -> (String, String) {
    let issued = admin
        .post("/service-tokens", json!({ "name": "Wall, PACU", "scopes": ["board:read"] }))
        .await
        .expect(201);
    (issued.text("id"), issued.text("token"))
}

async fn a_scan_is_on_the_board_at_once_and_nothing_is_missed_when_the_line_breaks(db: Database) {
    let (hospital, wire) = browser::hospital(db, Wishes::default()).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;
    let bear = builders::check_in(&nurse).await;
    let phone = Phone::new(&wire).await;
    phone.sign_in("nurse").await;
    phone.open("/board").await;
    is_live(&phone).await;
    phone.run("window.kept = true", vec![]).await;
    phone.wait_text("[data-stage=checked_in] .line", "Biscuit").await;
    // Companions and codes, never a child (R37).
    assert!(!phone.everything().await.contains("Little Star"));

    nurse.scan(&bear.tag, json!({ "place_id": rooms.pre_op })).await.expect(201);
    phone.wait_text("[data-stage=pre_op] .line", "Holding bay 3").await;
    assert_eq!(phone.count("[data-stage=checked_in] .line").await, 0);
    assert_eq!(phone.text("[data-stage=pre_op] .count").await, "1");
    nurse.scan(&bear.tag, json!({ "actions": builders::made_ready() })).await.expect(201);
    phone.wait_text("[data-stage=pre_op] .line", "Gowned").await;

    // The line breaks: the board says so, and since when, and goes on by itself afterwards.
    wire.cut();
    phone.wait_text("#live", "Not live since").await;
    nurse.scan(&bear.tag, json!({ "place_id": rooms.operating_room })).await.expect(201);
    let other = builders::check_in(&nurse).await;
    nurse.scan(&other.tag, json!({ "place_id": rooms.recovery })).await.expect(201);
    wire.mend();
    is_live(&phone).await;
    phone.wait_text("[data-stage=operating_room] .line", "OR 7").await;
    phone.wait_text("[data-stage=recovery] .line", "PACU bay 2").await;
    nurse.scan(&bear.tag, json!({ "actions": [{ "kind": "reunited", "with": "child" }, { "kind": "closed", "outcome": "with_child" }], "override": set_aside(&["still_dressed"]) })).await.expect(201);
    phone.wait_until("gone", "return document.querySelectorAll('.line').length === 1").await;
    assert_eq!(phone.run("return window.kept", vec![]).await, true, "the page was loaded anew");
    phone.picture("board").await;
}

async fn r30_an_alert_comes_first_and_is_settled_in_two_taps(db: Database) {
    let (hospital, wire) = browser::hospital(db, Wishes::default()).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    for _ in 0..3 {
        builders::check_in(&nurse).await;
    }
    let phone = Phone::new(&wire).await;
    phone.sign_in("nurse").await;
    phone.open("/board").await;
    is_live(&phone).await;
    bear.tell(&nurse, json!({ "actions": [{ "kind": "reported_missing" }] })).await.expect(201);
    phone.wait_text("#needs-attention .alert-row", "Missing").await;
    phone
        .wait_until("first", "return document.querySelector('.line').classList.contains('alarm')")
        .await;
    phone.is_accessible("the board").await;
    phone.tap("#needs-attention .alert-row a").await;
    phone.wait_text("h1", "Missing").await;
    phone.is_accessible("an alert").await;
    phone.picture("alert").await;
    phone.tap(".alert-notes button").await;
    assert_eq!(phone.taps(), 2);
    phone
        .wait_until("settled", "return document.querySelector('#needs-attention')?.hidden === true")
        .await;
    let settled = nurse.get("/alerts?state=resolved").await.expect(200);
    assert_eq!(settled.text("items/0/note"), "Looked into, all is well");
    // Told on a board that was open all the while.
    let again = nurse.post(&format!("/journeys/{}/steps", bear.journey), json!({ "id": hospital.scan_id(), "occurred_at": hospital.now(), "actions": [{ "kind": "found" }, { "kind": "reported_missing" }] })).await;
    again.expect(201);
    phone.wait_text("#needs-attention .alert-row", "Missing").await;
    let alert = nurse.get("/alerts").await.expect(200).text("items/0/id");
    nurse.post(&format!("/alerts/{alert}/resolve"), json!({ "note": "seen" })).await.expect(200);
    phone.wait_until("settled", "return document.querySelector('#needs-attention').hidden").await;
}

async fn without_script_it_is_whole_and_looks_again_by_itself(db: Database) {
    let (hospital, wire) = browser::hospital(db, Wishes::default()).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;
    let bears = [builders::check_in(&nurse).await, builders::check_in(&nurse).await];
    nurse.scan(&bears[0].tag, json!({ "place_id": rooms.ward })).await.expect(201);
    let phone = Phone::with(&wire, Setup { script: false, ..Setup::default() }).await;
    phone.sign_in("nurse").await;
    phone.open("/board").await;
    assert!(phone.text("#live").await.starts_with("As of 08:"));
    assert!(phone.text("[data-stage=ward]").await.contains("Ward 4 East"));
    assert!(phone.driver.source().await.expect("the page").contains("http-equiv=\"refresh\""));
    phone.tap(".chips a[href='/board?stage=ward']").await;
    assert!(phone.text("[data-stage=ward]").await.contains("Biscuit"));
    assert_eq!(phone.count(".stage").await, 1);
    bears[1].tell(&nurse, json!({ "actions": [{ "kind": "reported_missing" }] })).await.expect(201);
    phone.tap(".chips a[href='/board?only=alerts']").await;
    assert_eq!(phone.count(".line").await, 1);
    phone.find(".line.alarm").await;
}

async fn r35_who_was_not_seen_for_too_long_is_marked(db: Database) {
    let (hospital, wire) = browser::hospital(db, Wishes::default()).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;
    let (waits, rests, apart) = (
        builders::check_in(&nurse).await,
        builders::check_in(&nurse).await,
        builders::check_in(&nurse).await,
    );
    nurse.scan(&waits.tag, json!({ "place_id": rooms.pre_op })).await.expect(201);
    nurse.scan(&rests.tag, json!({ "place_id": rooms.ward })).await.expect(201);
    // Without its child it waits in intensive care as well.
    let waiting = json!([{ "kind": "moved", "place_id": builders::room(&admin, "ICU 4", "intensive_care").await }, { "kind": "handed_over", "to": "staff" }]);
    apart.acts(&nurse, waiting).await;
    hospital.wait_minutes(31);
    let phone = Phone::new(&wire).await;
    phone.sign_in("nurse").await;
    phone.open("/board").await;
    is_live(&phone).await;
    phone.wait_text("[data-stage=pre_op] .line", "Quiet too long").await;
    phone.wait_text("[data-stage=pre_op] time", "31 min").await;
    // What comes to staff by itself stands at the top, and leads to the companion.
    phone.wait_text("#needs-attention .alert-row", "Quiet too long").await;
    assert_eq!(
        phone.count(&format!("#needs-attention a[href='/T/{}']", waits.tag.replace('-', ""))).await,
        1
    );
    assert_eq!(
        phone.count(&format!("#needs-attention a[href='/T/{}']", apart.tag.replace('-', ""))).await,
        1
    );
    assert_eq!(phone.count("#needs-attention .alert-row").await, 2);
    phone.is_accessible("a board with a nudge").await;
    assert!(
        !phone.text("[data-stage=ward]").await.contains("Quiet"),
        "on a ward nobody scans all day"
    );
    nurse.scan(&waits.tag, json!({})).await.expect(201);
    apart.acts(&nurse, json!([{ "kind": "handed_over", "to": "child" }])).await;
    phone
        .wait_until("heard of", "return !document.querySelector('[data-stage=pre_op] .quiet')")
        .await;
    phone.wait_until("settled", "return document.querySelector('#needs-attention').hidden").await;
}

async fn r35_a_nudge_comes_to_an_open_board_by_the_hour_alone(db: Database) {
    let (hospital, wire) = browser::hospital(db, Wishes::default()).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;
    let waits = builders::check_in(&nurse).await;
    nurse.scan(&waits.tag, json!({ "place_id": rooms.pre_op })).await.expect(201);
    hospital.wait_minutes(29);
    let phone = Phone::new(&wire).await;
    phone.sign_in("nurse").await;
    phone.open("/board").await;
    is_live(&phone).await;
    assert!(
        phone.run("return document.querySelector('#needs-attention').hidden", vec![]).await == true
    );
    // Half an hour later by the house's clock and the phone's: nothing was said to it, and nobody touched it.
    hospital.wait_minutes(2);
    phone.run("const now = Date.now; Date.now = () => now() + 120000", vec![]).await;
    phone.wait_text("#needs-attention .alert-row", "Quiet too long").await;
    nurse.scan(&waits.tag, json!({})).await.expect(201);
    phone.wait_until("settled", "return document.querySelector('#needs-attention').hidden").await;
}

async fn r37_a_wall_shows_no_place_and_nobody_and_never_locks(db: Database) {
    let signing_in =
        SessionPolicy { idle_lock: minutes(2), lasts: days(1), ..SessionPolicy::default() };
    let (hospital, wire) = browser::hospital(db, Wishes { signing_in, ..hasty() }).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;
    let bear = builders::check_in(&nurse).await;
    nurse.scan(&bear.tag, json!({ "place_id": rooms.recovery })).await.expect(201);
    let (id, token) = wall_token(&admin).await;
    let wall = Phone::with(&wire, Setup { size: (1920, 1080), ..Setup::default() }).await;
    wall.open("/wall").await;
    wall.is_accessible("where a board is hung").await;
    wall.fill("[name=token]", "svc_nonsense").await;
    wall.press("form.stack [type=submit]").await;
    wall.find(".refused").await;
    wall.fill("[name=token]", &token).await;
    wall.press("form.stack [type=submit]").await;
    is_live(&wall).await;
    wall.wait_text("[data-stage=recovery] .line", "Biscuit").await;
    wall.is_accessible("the board on a wall").await;
    wall.picture("wall").await;
    let shown = wall.everything().await;
    for secret in ["PACU", "Little Star", "nurse", &bear.tag] {
        assert!(!shown.contains(secret), "a wall shows {secret}");
    }
    assert!(shown.contains(&bear.tag[..4]), "a wall shows codes");
    assert_eq!(wall.count(".board a, .board button").await, 0, "a wall has nothing to press");
    // Hours pass, and it still shows what happens; elsewhere its token opens nothing.
    hospital.wait_minutes(300);
    let nurse = hospital.nurse().await;
    nurse
        .scan(&bear.tag, json!({ "actions": [{ "kind": "dressed", "items": ["gown", "mask"] }] }))
        .await
        .expect(201);
    wall.wait_text("[data-stage=recovery] .line", "Gowned").await;
    admin.with_token(&token).get("/journeys").await.refused(403, "forbidden");
    let admin = hospital.admin().await;
    admin.delete(&format!("/service-tokens/{id}")).await.expect(204);
    wall.wait_text("#live", "may no longer show the board").await;
    assert_eq!(wall.count(".line").await, 0);
}

async fn r31_a_board_locks_with_its_session(db: Database) {
    let signing_in =
        SessionPolicy { idle_lock: minutes(2), lasts: days(1), ..SessionPolicy::default() };
    let (hospital, wire) = browser::hospital(db, Wishes { signing_in, ..hasty() }).await;
    hospital.somebody("nurse", Role::Staff).await;
    let phone = Phone::new(&wire).await;
    phone.sign_in("nurse").await;
    phone.open("/board").await;
    is_live(&phone).await;
    // Meanwhile others work, and the board asks for their lines: that is no use of this session.
    hospital.wait_seconds(110);
    builders::check_in(&hospital.lead().await).await;
    phone.wait_text(".line", "Biscuit").await;
    hospital.wait_seconds(15);
    phone.wait_until("locked", "return location.pathname === '/sign-in'").await;
    assert!(!phone.everything().await.contains("Biscuit"));
}

on_both_databases!(
    a_scan_is_on_the_board_at_once_and_nothing_is_missed_when_the_line_breaks,
    r30_an_alert_comes_first_and_is_settled_in_two_taps,
    without_script_it_is_whole_and_looks_again_by_itself,
    r35_who_was_not_seen_for_too_long_is_marked,
    r35_a_nudge_comes_to_an_open_board_by_the_hour_alone,
    r37_a_wall_shows_no_place_and_nobody_and_never_locks,
    r31_a_board_locks_with_its_session,
);

#[actix_web::test]
async fn the_board_loads_nothing_from_elsewhere_and_complains_of_nothing() {
    let (hospital, wire) = browser::hospital(Database::sqlite(), Wishes::default()).await;
    let nurse = hospital.nurse().await;
    let phone = Phone::new(&wire).await;
    phone.sign_in("nurse").await;
    phone.complaints().await;
    phone.open("/board").await;
    is_live(&phone).await;
    builders::check_in(&nurse).await;
    phone.wait_text(".line", "Biscuit").await;
    phone.wait_until("drawn", "return document.querySelector('.line img').naturalWidth > 0").await;
    let elsewhere: Vec<_> = phone
        .requests()
        .await
        .into_iter()
        .filter(|url| !url.starts_with(&wire.base) && !url.starts_with("data:"))
        .collect();
    assert_eq!(elsewhere, Vec::<String>::new());
    assert_eq!(phone.complaints().await, Vec::<String>::new());
}
