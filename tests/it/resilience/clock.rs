//! The system clock is set back by an hour: scans, sessions, links and events keep working, and nothing is lost.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::Duration;

use serde_json::json;
use stuffy::clock::Clock;
use stuffy::domain::session_policy::SessionPolicy;
use stuffy::jobs::clock_check;
use stuffy::json::Timestamp;
use stuffy::use_cases::audit::verify_integrity::verify_integrity;

use crate::builders::{self, Bear, Rooms, prepared_for_surgery};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, TestHospital, TestOptions};

const HOUR: Duration = Duration::from_hours(1);

/// The system time, as a phone with a correct clock sends it.
fn system_time_text(hospital: &TestHospital) -> String {
    Timestamp(hospital.app.clock.system_time()).to_string()
}

async fn assert_at(bear: &Bear, nurse: &Actor, place: &str) {
    assert_eq!(bear.journey(nurse).await.text("place/id"), place);
}

async fn r15_the_last_place_stays_correct_after_the_clock_was_set_back(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (nurse, rooms) = (hospital.nurse().await, Rooms::open(&hospital.admin().await).await);
    let bear = builders::check_in(&nurse).await;
    hospital.wait_minutes(10);
    nurse.scan(&bear.tag, json!({ "place_id": rooms.pre_op })).await.expect(201);

    let before = hospital.app.clock.now();
    hospital.app.clock.set_back(HOUR);
    assert_eq!((hospital.app.clock.now(), hospital.app.clock.behind()), (before, HOUR));
    // A phone that sends the time of the scan only.
    hospital.wait_seconds(30);
    let scan = json!({ "id": hospital.scan_id(), "tag": bear.tag, "occurred_at": system_time_text(&hospital), "place_id": rooms.door });
    nurse.post("/scans", scan).await.expect(201);
    assert_at(&bear, &nurse, &rooms.door).await;
    // A phone that also sends its current time.
    hospital.wait_seconds(30);
    let (at, sent) = (system_time_text(&hospital), system_time_text(&hospital));
    let scan = json!({ "id": hospital.scan_id(), "tag": bear.tag, "occurred_at": at, "sent_at": sent, "place_id": rooms.ward });
    let last = nurse.post("/scans", scan).await.expect(201).text("steps/0/id");
    assert_at(&bear, &nurse, &rooms.ward).await;
    // The scan is undone, which must sort after it; a scan from a page uses the server's clock.
    hospital.wait_seconds(30);
    let void = format!("/journeys/{}/steps/{last}/void", bear.journey);
    nurse.post(&void, json!({ "reason": "another bear" })).await.expect(201);
    assert_at(&bear, &nurse, &rooms.door).await;
    nurse.scan(&bear.tag, json!({ "place_id": rooms.pre_op })).await.expect(201);
    assert_at(&bear, &nurse, &rooms.pre_op).await;

    // Stuffy's clock runs 10% slower, so it takes ten hours to catch up one.
    hospital.wait_minutes(60);
    assert!(hospital.app.clock.behind() > Duration::from_mins(50));
    hospital.wait_minutes(540);
    assert_eq!(hospital.app.clock.behind(), Duration::ZERO);
    nurse.scan(&bear.tag, json!({ "place_id": rooms.ward })).await.expect(201);
    assert_at(&bear, &nurse, &rooms.ward).await;
    let verdict = verify_integrity(&hospital.app).await.expect("a report");
    assert_eq!((verdict.differing, verdict.chain_error), (vec![], None));
}

async fn r15_a_node_with_a_slow_clock_records_nothing_before_existing_steps(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (nurse, rooms) = (hospital.nurse().await, Rooms::open(&hospital.admin().await).await);
    let bear = builders::check_in(&nurse).await;
    hospital.wait_minutes(10);
    nurse.scan(&bear.tag, json!({ "place_id": rooms.pre_op })).await.expect(201);

    let behind = Clock::manual(hospital.app.clock.now().minus(HOUR));
    let other = hospital.another_node_by(behind.clone(), TestOptions::default()).await;
    let there = Actor { hospital: Rc::clone(&other), ..nurse.clone() };
    // Before the other node has read the newest stored time.
    there.scan(&bear.tag, json!({ "place_id": rooms.ward })).await.expect(201);
    assert_at(&bear, &nurse, &rooms.ward).await;
    // The server does this at startup and every 15 seconds.
    clock_check::advance_to_newest_record(&other.app).await.expect("the newest record");
    assert!(behind.now() > hospital.app.clock.now());
    let scan = json!({ "id": other.scan_id(), "tag": bear.tag, "occurred_at": system_time_text(&other), "place_id": rooms.door });
    there.post("/scans", scan).await.expect(201);
    assert_at(&bear, &nurse, &rooms.door).await;

    // A time years ahead is not followed.
    assert_eq!(behind.after(behind.now().plus(9000 * HOUR)), behind.now());
}

async fn a_repeated_hour_loses_nothing(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let family = builders::invite(&nurse, &bear.visit).await;
    hospital.wait_minutes(10);
    let before = json!({ "id": hospital.scan_id(), "tag": bear.tag, "occurred_at": hospital.now(), "actions": prepared_for_surgery() });
    let first = nurse.post("/scans", before.clone()).await.expect(201);
    let mut watching = nurse.watch(None).await;
    watching.event().await;

    hospital.app.clock.set_back(HOUR);
    // Repeated requests get the first response, and new ones are recorded once.
    assert_eq!(nurse.post("/scans", before).await.expect(200).bytes, first.bytes);
    let mut ids = BTreeSet::new();
    for _ in 0..20 {
        let scan = nurse.scan(&bear.tag, json!({})).await.expect(201);
        assert!(ids.insert(scan.text("steps/0/id")), "a duplicate id");
    }
    // The time of sending corrects a phone whose clock differs from the server's (R29).
    let sent = hospital.seconds_from_now(3600);
    let late = json!({ "id": hospital.scan_id(), "tag": bear.tag, "occurred_at": hospital.seconds_from_now(3000) });
    let reply =
        nurse.post("/scans/batch", json!({ "sent_at": sent, "scans": [late] })).await.expect(200);
    assert_eq!(reply["results"][0]["status"], 201, "{:?}", reply.body);
    assert_eq!(bear.steps(&nurse).await.len(), 1 + 2 + 20 + 1);
    // Events, family pages and the alert monitor keep working.
    watching.change("journey").await;
    hospital.stranger().get(&family).await.expect(200);
    builders::invite(&nurse, &bear.visit).await;
    hospital.run_alert_monitor().await;
    let second = builders::check_in(&nurse).await;
    second.perform(&nurse, prepared_for_surgery()).await;
    hospital.wait_minutes(70);
    hospital.run_alert_monitor().await;
    bear.perform(&nurse, json!([{ "kind": "noted", "text": "the second time that it is nine" }]))
        .await;
    let verdict = verify_integrity(&hospital.app).await.expect("a report");
    assert_eq!((verdict.journeys, verdict.differing.len()), (2, 0));
}

/// A session must not stay open for another hour because of the clock (R31).
async fn r31_setting_the_clock_back_does_not_prolong_sessions(db: Database) {
    let idle_lock = Duration::from_mins(2);
    let signing_in = SessionPolicy { idle_lock, ..TestOptions::default().signing_in };
    let hospital =
        TestHospital::start_with(db, TestOptions { signing_in, ..TestOptions::default() }).await;
    let nurse = hospital.nurse().await;
    nurse.get("/journeys").await.expect(200);
    hospital.app.clock.set_back(Duration::from_secs(5));
    nurse.get("/journeys").await.expect(200);
    hospital.app.clock.set_back(HOUR);
    nurse.get("/journeys").await.expect(200);
    hospital.wait_seconds(134);
    nurse.get("/journeys").await.refused(401, "unauthenticated");
    let nurse = hospital.nurse().await;
    // By more than the clock compensates.
    hospital.app.clock.set_back(48 * HOUR);
    nurse.get("/journeys").await.refused(401, "unauthenticated");
    // New sessions last as long as always.
    let nurse = hospital.nurse().await;
    hospital.wait_seconds(110);
    nurse.get("/journeys").await.expect(200);
    hospital.wait_seconds(120);
    nurse.get("/journeys").await.refused(401, "unauthenticated");
}

on_both_databases!(
    r15_the_last_place_stays_correct_after_the_clock_was_set_back,
    r15_a_node_with_a_slow_clock_records_nothing_before_existing_steps,
    a_repeated_hour_loses_nothing,
    r31_setting_the_clock_back_does_not_prolong_sessions,
);
