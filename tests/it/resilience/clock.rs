//! The clock of the machine is set back by an hour: scans, sessions, links and events go on, and nothing is lost.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::Duration;

use serde_json::json;
use stuffy::clock::Clock;
use stuffy::domain::site_rules::SessionPolicy;
use stuffy::jobs::clock_check;
use stuffy::json::Timestamp;
use stuffy::use_cases::audit::verify_integrity::verify_integrity;

use crate::builders::{self, Bear, Rooms, made_ready};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, Hospital, Wishes};

const HOUR: Duration = Duration::from_hours(1);

/// When it is by the machine, as a phone writes it whose clock is as right.
fn by_the_machine(hospital: &Hospital) -> String {
    Timestamp(hospital.app.clock.system_time()).to_string()
}

async fn is_at(bear: &Bear, nurse: &Actor, place: &str) {
    assert_eq!(bear.journey(nurse).await.text("place/id"), place);
}

async fn r15_the_last_place_is_the_last_one_though_the_clock_was_set_back(db: Database) {
    let hospital = Hospital::open(db).await;
    let (nurse, rooms) = (hospital.nurse().await, Rooms::open(&hospital.admin().await).await);
    let bear = builders::check_in(&nurse).await;
    hospital.wait_minutes(10);
    nurse.scan(&bear.tag, json!({ "place_id": rooms.pre_op })).await.expect(201);

    let before = hospital.app.clock.now();
    hospital.app.clock.set_back(HOUR);
    assert_eq!((hospital.app.clock.now(), hospital.app.clock.behind()), (before, HOUR));
    // One whose phone says when it was by the right clock, and nothing of its clock.
    hospital.wait_seconds(30);
    let scan = json!({ "id": hospital.scan_id(), "tag": bear.tag, "occurred_at": by_the_machine(&hospital), "place_id": rooms.door });
    nurse.post("/scans", scan).await.expect(201);
    is_at(&bear, &nurse, &rooms.door).await;
    // One whose phone says when it sends.
    hospital.wait_seconds(30);
    let (at, sent) = (by_the_machine(&hospital), by_the_machine(&hospital));
    let scan = json!({ "id": hospital.scan_id(), "tag": bear.tag, "occurred_at": at, "sent_at": sent, "place_id": rooms.ward });
    let last = nurse.post("/scans", scan).await.expect(201).text("steps/0/id");
    is_at(&bear, &nurse, &rooms.ward).await;
    // It is taken back, which comes after it, and one on a page goes by the house's clock.
    hospital.wait_seconds(30);
    let void = format!("/journeys/{}/steps/{last}/void", bear.journey);
    nurse.post(&void, json!({ "reason": "another bear" })).await.expect(201);
    is_at(&bear, &nurse, &rooms.door).await;
    nurse.scan(&bear.tag, json!({ "place_id": rooms.pre_op })).await.expect(201);
    is_at(&bear, &nurse, &rooms.pre_op).await;

    // Time goes on a tenth slower, and the hour is caught up with in ten.
    hospital.wait_minutes(60);
    assert!(hospital.app.clock.behind() > Duration::from_mins(50));
    hospital.wait_minutes(540);
    assert_eq!(hospital.app.clock.behind(), Duration::ZERO);
    nurse.scan(&bear.tag, json!({ "place_id": rooms.ward })).await.expect(201);
    is_at(&bear, &nurse, &rooms.ward).await;
    let verdict = verify_integrity(&hospital.app).await.expect("a verdict");
    assert_eq!((verdict.differing_journeys, verdict.chain_error), (vec![], None));
}

async fn r15_a_node_whose_clock_is_behind_puts_nothing_before_what_another_has_kept(db: Database) {
    let hospital = Hospital::open(db).await;
    let (nurse, rooms) = (hospital.nurse().await, Rooms::open(&hospital.admin().await).await);
    let bear = builders::check_in(&nurse).await;
    hospital.wait_minutes(10);
    nurse.scan(&bear.tag, json!({ "place_id": rooms.pre_op })).await.expect(201);

    let behind = Clock::manual(hospital.app.clock.now().minus(HOUR));
    let other = hospital.another_node_by(behind.clone(), Wishes::default()).await;
    let there = Actor { hospital: Rc::clone(&other), ..nurse.clone() };
    // Before it has heard how late it is elsewhere.
    there.scan(&bear.tag, json!({ "place_id": rooms.ward })).await.expect(201);
    is_at(&bear, &nurse, &rooms.ward).await;
    // As it does when it starts, and every few seconds.
    clock_check::advance_to_newest_record(&other.app).await.expect("what was kept last");
    assert!(behind.now() > hospital.app.clock.now());
    let scan = json!({ "id": other.scan_id(), "tag": bear.tag, "occurred_at": by_the_machine(&other), "place_id": rooms.door });
    there.post("/scans", scan).await.expect(201);
    is_at(&bear, &nurse, &rooms.door).await;

    // One that was years ahead is no time to go on from.
    assert_eq!(behind.after(behind.now().plus(9000 * HOUR)), behind.now());
}

async fn an_hour_that_comes_twice_loses_nothing(db: Database) {
    let hospital = Hospital::open(db).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let family = builders::invite(&nurse, &bear.visit).await;
    hospital.wait_minutes(10);
    let before = json!({ "id": hospital.scan_id(), "tag": bear.tag, "occurred_at": hospital.now(), "actions": made_ready() });
    let first = nurse.post("/scans", before.clone()).await.expect(201);
    let mut watching = nurse.watch(None).await;
    watching.event().await;

    hospital.app.clock.set_back(HOUR);
    // What was answered is answered so again, and what is new is taken, each once.
    assert_eq!(nurse.post("/scans", before).await.expect(200).bytes, first.bytes);
    let mut ids = BTreeSet::new();
    for _ in 0..20 {
        let scan = nurse.scan(&bear.tag, json!({})).await.expect(201);
        assert!(ids.insert(scan.text("steps/0/id")), "an id that comes twice");
    }
    // A phone that has kept the right time is put right by what it says on sending (R29).
    let sent = hospital.seconds_off(3600);
    let late = json!({ "id": hospital.scan_id(), "tag": bear.tag, "occurred_at": hospital.seconds_off(3000) });
    let told =
        nurse.post("/scans/batch", json!({ "sent_at": sent, "scans": [late] })).await.expect(200);
    assert_eq!(told["results"][0]["status"], 201, "{:?}", told.body);
    assert_eq!(bear.steps(&nurse).await.len(), 1 + 2 + 20 + 1);
    // Whoever watches hears of it, a family sees its friend, and the watch looks round.
    watching.change("journey").await;
    hospital.stranger().get(&family).await.expect(200);
    builders::invite(&nurse, &bear.visit).await;
    hospital.watch().await;
    let second = builders::check_in(&nurse).await;
    second.acts(&nurse, made_ready()).await;
    hospital.wait_minutes(70);
    hospital.watch().await;
    bear.acts(&nurse, json!([{ "kind": "noted", "text": "the second time that it is nine" }]))
        .await;
    let verdict = verify_integrity(&hospital.app).await.expect("a verdict");
    assert_eq!((verdict.journeys, verdict.differing_journeys.len()), (2, 0));
}

/// A session must not stay open for an hour more because the clock says so (R31).
async fn r31_no_session_stays_open_longer_because_the_clock_was_set_back(db: Database) {
    let idle_lock = Duration::from_mins(2);
    let signing_in = SessionPolicy { idle_lock, ..Wishes::default().signing_in };
    let hospital = Hospital::open_with(db, Wishes { signing_in, ..Wishes::default() }).await;
    let nurse = hospital.nurse().await;
    nurse.get("/journeys").await.expect(200);
    hospital.app.clock.set_back(Duration::from_secs(5));
    nurse.get("/journeys").await.expect(200);
    hospital.app.clock.set_back(HOUR);
    nurse.get("/journeys").await.expect(200);
    hospital.wait_seconds(134);
    nurse.get("/journeys").await.refused(401, "unauthenticated");
    let nurse = hospital.nurse().await;
    // By more than time is held against.
    hospital.app.clock.set_back(48 * HOUR);
    nurse.get("/journeys").await.refused(401, "unauthenticated");
    // Whoever signs in now is in, until they have gone for as long as ever.
    let nurse = hospital.nurse().await;
    hospital.wait_seconds(110);
    nurse.get("/journeys").await.expect(200);
    hospital.wait_seconds(120);
    nurse.get("/journeys").await.refused(401, "unauthenticated");
}

on_both_databases!(
    r15_the_last_place_is_the_last_one_though_the_clock_was_set_back,
    r15_a_node_whose_clock_is_behind_puts_nothing_before_what_another_has_kept,
    an_hour_that_comes_twice_loses_nothing,
    r31_no_session_stays_open_longer_because_the_clock_was_set_back,
);
