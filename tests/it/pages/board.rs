//! The board follows scans live, on phones and wall displays, also after the connection was interrupted.

mod thousand;

use std::time::Duration;

use serde_json::json;
use stuffy::domain::account::person::Role;
use stuffy::domain::session_policy::SessionPolicy;
use stuffy::domain::time::{days, minutes};
use stuffy::realtime::HubTimings;

use super::browser::{self, Phone, Setup};
use crate::builders::{self, Rooms, override_rules};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, TestOptions};

/// Frequent heartbeats, so that tests do not wait for the usual fifteen seconds.
fn fast_stream_options() -> TestOptions {
    let pace = HubTimings {
        heartbeat: Duration::from_millis(200),
        poll_interval: Duration::from_millis(50),
    };
    TestOptions { pace, ..TestOptions::default() }
}

async fn wait_until_live(phone: &Phone) {
    phone
        .wait_until("live", "return document.getElementById('live').dataset.state === 'live'")
        .await;
}

/// Issues the token of a wall display.
async fn wall_token(admin: &Actor) -> (String, String) {
    let issued = admin
        .post("/service-tokens", json!({ "name": "Wall, PACU", "scopes": ["board:read"] }))
        .await
        .expect(201);
    (issued.text("id"), issued.text("token"))
}

async fn the_board_shows_scans_at_once_and_catches_up_after_a_disconnect(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;
    let bear = builders::check_in(&nurse).await;
    let phone = Phone::new(&proxy).await;
    phone.sign_in("nurse").await;
    phone.open("/board").await;
    wait_until_live(&phone).await;
    phone.run("window.kept = true", vec![]).await;
    phone.wait_text("[data-stage=checked_in] .line", "Biscuit").await;
    // Companions and codes, never a child (R37).
    assert!(!phone.everything().await.contains("Little Star"));

    nurse.scan(&bear.tag, json!({ "place_id": rooms.pre_op })).await.expect(201);
    phone.wait_text("[data-stage=pre_op] .line", "Holding bay 3").await;
    assert_eq!(phone.count("[data-stage=checked_in] .line").await, 0);
    assert_eq!(phone.text("[data-stage=pre_op] .count").await, "1");
    nurse.scan(&bear.tag, json!({ "actions": builders::prepared_for_surgery() })).await.expect(201);
    phone.wait_text("[data-stage=pre_op] .line", "Gowned").await;

    // The connection breaks: the board says since when, and continues by itself afterwards.
    proxy.disconnect();
    phone.wait_text("#live", "Not live since").await;
    nurse.scan(&bear.tag, json!({ "place_id": rooms.operating_room })).await.expect(201);
    let other = builders::check_in(&nurse).await;
    nurse.scan(&other.tag, json!({ "place_id": rooms.recovery })).await.expect(201);
    proxy.reconnect();
    wait_until_live(&phone).await;
    phone.wait_text("[data-stage=operating_room] .line", "OR 7").await;
    phone.wait_text("[data-stage=recovery] .line", "PACU bay 2").await;
    nurse.scan(&bear.tag, json!({ "actions": [{ "kind": "reunited", "with": "child" }, { "kind": "closed", "outcome": "with_child" }], "override": override_rules(&["still_dressed"]) })).await.expect(201);
    phone.wait_until("gone", "return document.querySelectorAll('.line').length === 1").await;
    assert_eq!(phone.run("return window.kept", vec![]).await, true, "the page was reloaded");
    phone.screenshot("board").await;
}

async fn r30_an_alert_is_listed_first_and_resolved_in_two_taps(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    for _ in 0..3 {
        builders::check_in(&nurse).await;
    }
    let phone = Phone::new(&proxy).await;
    phone.sign_in("nurse").await;
    phone.open("/board").await;
    wait_until_live(&phone).await;
    bear.record_steps(&nurse, json!({ "actions": [{ "kind": "reported_missing" }] }))
        .await
        .expect(201);
    phone.wait_text("#needs-attention .alert-row", "Missing").await;
    phone
        .wait_until("first", "return document.querySelector('.line').classList.contains('alarm')")
        .await;
    phone.is_accessible("the board").await;
    phone.tap("#needs-attention .alert-row a").await;
    phone.wait_text("h1", "Missing").await;
    phone.is_accessible("an alert").await;
    phone.screenshot("alert").await;
    phone.tap(".alert-notes button").await;
    assert_eq!(phone.taps(), 2);
    phone
        .wait_until("settled", "return document.querySelector('#needs-attention')?.hidden === true")
        .await;
    let settled = nurse.get("/alerts?state=resolved").await.expect(200);
    assert_eq!(settled.text("items/0/note"), "Checked, OK");
    // The open board shows it as well.
    let again = nurse.post(&format!("/journeys/{}/steps", bear.journey), json!({ "id": hospital.scan_id(), "occurred_at": hospital.now(), "actions": [{ "kind": "found" }, { "kind": "reported_missing" }] })).await;
    again.expect(201);
    phone.wait_text("#needs-attention .alert-row", "Missing").await;
    let alert = nurse.get("/alerts").await.expect(200).text("items/0/id");
    nurse.post(&format!("/alerts/{alert}/resolve"), json!({ "note": "seen" })).await.expect(200);
    phone.wait_until("settled", "return document.querySelector('#needs-attention').hidden").await;
}

async fn without_script_the_board_is_complete_and_reloads_itself(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;
    let bears = [builders::check_in(&nurse).await, builders::check_in(&nurse).await];
    nurse.scan(&bears[0].tag, json!({ "place_id": rooms.ward })).await.expect(201);
    let phone = Phone::with(&proxy, Setup { script: false, ..Setup::default() }).await;
    phone.sign_in("nurse").await;
    phone.open("/board").await;
    assert!(phone.text("#live").await.starts_with("As of 08:"));
    assert!(phone.text("[data-stage=ward]").await.contains("Ward 4 East"));
    assert!(phone.driver.source().await.expect("the page").contains("http-equiv=\"refresh\""));
    phone.tap(".chips a[href='/board?stage=ward']").await;
    assert!(phone.text("[data-stage=ward]").await.contains("Biscuit"));
    assert_eq!(phone.count(".stage").await, 1);
    bears[1]
        .record_steps(&nurse, json!({ "actions": [{ "kind": "reported_missing" }] }))
        .await
        .expect(201);
    phone.tap(".chips a[href='/board?only=alerts']").await;
    assert_eq!(phone.count(".line").await, 1);
    phone.find(".line.alarm").await;
}

async fn r35_companions_not_scanned_recently_are_marked(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;
    let (waits, rests, apart) = (
        builders::check_in(&nurse).await,
        builders::check_in(&nurse).await,
        builders::check_in(&nurse).await,
    );
    nurse.scan(&waits.tag, json!({ "place_id": rooms.pre_op })).await.expect(201);
    nurse.scan(&rests.tag, json!({ "place_id": rooms.ward })).await.expect(201);
    // Without its child it also counts as waiting in intensive care.
    let waiting = json!([{ "kind": "moved", "place_id": builders::room(&admin, "ICU 4", "intensive_care").await }, { "kind": "handed_over", "to": "staff" }]);
    apart.perform(&nurse, waiting).await;
    hospital.wait_minutes(31);
    let phone = Phone::new(&proxy).await;
    phone.sign_in("nurse").await;
    phone.open("/board").await;
    wait_until_live(&phone).await;
    phone.wait_text("[data-stage=pre_op] .line", "Not scanned recently").await;
    phone.wait_text("[data-stage=pre_op] time", "31 min").await;
    // The reminder is listed at the top and links to the companion.
    phone.wait_text("#needs-attention .alert-row", "Not scanned recently").await;
    assert_eq!(
        phone.count(&format!("#needs-attention a[href='/T/{}']", waits.tag.replace('-', ""))).await,
        1
    );
    assert_eq!(
        phone.count(&format!("#needs-attention a[href='/T/{}']", apart.tag.replace('-', ""))).await,
        1
    );
    assert_eq!(phone.count("#needs-attention .alert-row").await, 2);
    phone.is_accessible("a board with a reminder").await;
    assert!(
        !phone.text("[data-stage=ward]").await.contains("Not scanned recently"),
        "on a ward, companions are not scanned all day"
    );
    nurse.scan(&waits.tag, json!({})).await.expect(201);
    apart.perform(&nurse, json!([{ "kind": "handed_over", "to": "child" }])).await;
    phone
        .wait_until("heard of", "return !document.querySelector('[data-stage=pre_op] .quiet')")
        .await;
    phone.wait_until("settled", "return document.querySelector('#needs-attention').hidden").await;
}

async fn r35_an_open_board_marks_quiet_companions_as_time_passes(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;
    let waits = builders::check_in(&nurse).await;
    nurse.scan(&waits.tag, json!({ "place_id": rooms.pre_op })).await.expect(201);
    hospital.wait_minutes(29);
    let phone = Phone::new(&proxy).await;
    phone.sign_in("nurse").await;
    phone.open("/board").await;
    wait_until_live(&phone).await;
    assert!(
        phone.run("return document.querySelector('#needs-attention').hidden", vec![]).await == true
    );
    // Half an hour passes on the server and on the phone, without any event or input.
    hospital.wait_minutes(2);
    phone.run("const now = Date.now; Date.now = () => now() + 120000", vec![]).await;
    phone.wait_text("#needs-attention .alert-row", "Not scanned recently").await;
    nurse.scan(&waits.tag, json!({})).await.expect(201);
    phone.wait_until("settled", "return document.querySelector('#needs-attention').hidden").await;
}

async fn r37_a_wall_display_shows_no_places_or_names_and_never_locks(db: Database) {
    let signing_in =
        SessionPolicy { idle_lock: minutes(2), max_age: days(1), ..SessionPolicy::default() };
    let (hospital, proxy) =
        browser::hospital(db, TestOptions { signing_in, ..fast_stream_options() }).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;
    let bear = builders::check_in(&nurse).await;
    nurse.scan(&bear.tag, json!({ "place_id": rooms.recovery })).await.expect(201);
    let (id, token) = wall_token(&admin).await;
    let wall = Phone::with(&proxy, Setup { size: (1920, 1080), ..Setup::default() }).await;
    wall.open("/wall").await;
    wall.is_accessible("where a board is hung").await;
    wall.fill("[name=token]", "svc_nonsense").await;
    wall.press("form.stack [type=submit]").await;
    wall.find(".refused").await;
    wall.fill("[name=token]", &token).await;
    wall.press("form.stack [type=submit]").await;
    wait_until_live(&wall).await;
    wall.wait_text("[data-stage=recovery] .line", "Biscuit").await;
    wall.is_accessible("the board on a wall").await;
    wall.screenshot("wall").await;
    let shown = wall.everything().await;
    for secret in ["PACU", "Little Star", "nurse", &bear.tag] {
        assert!(!shown.contains(secret), "a wall shows {secret}");
    }
    assert!(shown.contains(&bear.tag[..4]), "a wall shows codes");
    assert_eq!(wall.count(".board a, .board button").await, 0, "a wall has nothing to press");
    // Hours later it still shows changes; its token gives access to nothing else.
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
    wall.wait_text("#live", "no longer has access to the board").await;
    assert_eq!(wall.count(".line").await, 0);
}

async fn r31_a_board_locks_with_its_session(db: Database) {
    let signing_in =
        SessionPolicy { idle_lock: minutes(2), max_age: days(1), ..SessionPolicy::default() };
    let (hospital, proxy) =
        browser::hospital(db, TestOptions { signing_in, ..fast_stream_options() }).await;
    hospital.sign_in_as("nurse", Role::Staff).await;
    let phone = Phone::new(&proxy).await;
    phone.sign_in("nurse").await;
    phone.open("/board").await;
    wait_until_live(&phone).await;
    // Loading rows after other users' scans does not count as activity of this session.
    hospital.wait_seconds(110);
    builders::check_in(&hospital.lead().await).await;
    phone.wait_text(".line", "Biscuit").await;
    hospital.wait_seconds(15);
    phone.wait_until("locked", "return location.pathname === '/sign-in'").await;
    assert!(!phone.everything().await.contains("Biscuit"));
}

on_both_databases!(
    the_board_shows_scans_at_once_and_catches_up_after_a_disconnect,
    r30_an_alert_is_listed_first_and_resolved_in_two_taps,
    without_script_the_board_is_complete_and_reloads_itself,
    r35_companions_not_scanned_recently_are_marked,
    r35_an_open_board_marks_quiet_companions_as_time_passes,
    r37_a_wall_display_shows_no_places_or_names_and_never_locks,
    r31_a_board_locks_with_its_session,
);

#[actix_web::test]
async fn the_board_loads_nothing_external_and_logs_no_errors() {
    let (hospital, proxy) = browser::hospital(Database::sqlite(), TestOptions::default()).await;
    let nurse = hospital.nurse().await;
    let phone = Phone::new(&proxy).await;
    phone.sign_in("nurse").await;
    phone.console_errors().await;
    phone.open("/board").await;
    wait_until_live(&phone).await;
    builders::check_in(&nurse).await;
    phone.wait_text(".line", "Biscuit").await;
    phone.wait_until("drawn", "return document.querySelector('.line img').naturalWidth > 0").await;
    let elsewhere: Vec<_> = phone
        .requests()
        .await
        .into_iter()
        .filter(|url| !url.starts_with(&proxy.base) && !url.starts_with("data:"))
        .collect();
    assert_eq!(elsewhere, Vec::<String>::new());
    assert_eq!(phone.console_errors().await, Vec::<String>::new());
}
