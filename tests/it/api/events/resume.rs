//! What a stream is like: its form, its end, and how whoever was away comes back.

use std::time::Duration;

use serde_json::json;
use stuffy::domain::session_policy::SessionPolicy;
use stuffy::domain::time::{days, minutes};
use stuffy::realtime::HubTimings;

use crate::builders;
use crate::databases::{Database, on_both_databases};
use crate::test_app::{TestHospital, TestOptions};

/// A hospital in a hurry: nobody waits fifteen seconds to hear that the line still stands.
fn hasty() -> TestOptions {
    let pace = HubTimings {
        heartbeat: Duration::from_millis(20),
        poll_interval: Duration::from_millis(50),
    };
    TestOptions { pace, ..TestOptions::default() }
}

async fn a_change_comes_as_it_happens_and_names_nobody(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let squeezed = [("accept-encoding", "gzip, br")];
    let mut watching = nurse.watch_with("", &squeezed).await;
    assert_eq!(watching.header("content-encoding"), None, "a stream is not compressed");
    assert_eq!(watching.header("x-accel-buffering"), Some("no"));
    assert_eq!(watching.event().await.event.as_deref(), Some("from"));
    let bear = builders::check_in(&nurse).await;
    let companion = watching.change("companion").await;
    assert_eq!(companion.text("subject_id"), Some(&*bear.companion));
    let journey = watching.change("journey").await;
    let ids = ["subject_id", "journey_id", "visit_id"].map(|name| journey.text(name));
    assert_eq!(ids, [Some(&*bear.journey), Some(&*bear.journey), Some(&*bear.visit)]);
    assert_eq!(watching.change("tag").await.text("subject_id"), Some(&*bear.companion));
    let names = hospital.db.lines(if hospital.db.is_postgres() {
        "SELECT e::text AS line FROM events e"
    } else {
        "SELECT quote(id) || topic || quote(subject_id) || quote(journey_id) || quote(visit_id) AS line FROM events"
    }).await.join("\n");
    for name in ["Little Star", "Biscuit", &bear.tag, &bear.tag.replace('-', "")] {
        assert!(!names.contains(name), "an event names {name}");
    }
    // Who comes and goes is nobody's business.
    hospital.lead().await;
    nurse.scan(&bear.tag, json!({})).await.expect(201);
    let topics = [watching.event().await, watching.event().await]
        .map(|block| block.text("topic").map(str::to_owned));
    assert_eq!(topics, [Some("staff".to_owned()), Some("journey".to_owned())]);
}

async fn whoever_comes_back_goes_on_where_they_were(db: Database) {
    let hospital = TestHospital::start_with(db, hasty()).await;
    let nurse = hospital.nurse().await;
    let mut watching = nurse.watch(None).await;
    let start = watching.event().await.id.expect("where it begins");
    drop(watching);
    let bears = [builders::check_in(&nurse).await, builders::check_in(&nurse).await];
    // By header as a browser does, or by the query, as it does the first time; the header counts.
    let mut again = nurse
        .watch_with(&format!("?after={}", uuid::Uuid::nil()), &[("last-event-id", &start)])
        .await;
    assert_eq!(again.change("journey").await.text("journey_id"), Some(&*bears[0].journey));
    let here = again.last_id.clone().expect("an id");
    let mut further = nurse.watch_with(&format!("?after={here}"), &[]).await;
    assert_eq!(further.change("journey").await.text("journey_id"), Some(&*bears[1].journey));
    // A beat moves the place on, past what is not for this reader.
    let tag = further.change("tag").await.id;
    hospital.lead().await;
    further.change("staff").await;
    let mut beat = further.block().await.expect("a beat");
    while !beat.is_beat() || beat.id == tag {
        beat = further.block().await.expect("a beat");
    }
    assert_eq!(further.last_id, beat.id);
    nurse.request(reqwest::Method::HEAD, "/events", &[], None).await.expect(200);
    nurse.get("/events?after=yesterday").await.refused(400, "malformed");
}

async fn who_was_away_too_long_is_told_to_look_again(db: Database) {
    let hospital = TestHospital::start_with(
        db,
        TestOptions { pace: hasty().pace, ..TestOptions::with_long_sessions() },
    )
    .await;
    let nurse = hospital.nurse().await;
    let mut watching = nurse.watch(None).await;
    let (start, bear) = (watching.event().await.id, builders::check_in(&nurse).await);
    let early = watching.change("journey").await.id;
    hospital.wait_minutes(23 * 60);
    nurse.scan(&bear.tag, json!({})).await.expect(201);
    hospital.run_alert_monitor().await;
    let mut back = nurse.watch(early.as_deref()).await;
    assert_eq!(back.event().await.text("topic"), Some("tag"));
    hospital.wait_minutes(2 * 60);
    hospital.run_alert_monitor().await;
    for unknown in [
        start.as_deref(),
        early.as_deref(),
        Some("nonsense"),
        Some("01a20288-b3f0-7f3c-9a77-2f4c8b1d9e55"),
    ] {
        let mut back = nurse.watch(unknown).await;
        let reset = back.event().await;
        assert_eq!(reset.event.as_deref(), Some("reset"), "{unknown:?}");
        nurse.scan(&bear.tag, json!({})).await.expect(201);
        assert_eq!(back.change("journey").await.text("journey_id"), Some(&*bear.journey));
    }
    // The last one is always kept, so that a quiet night resets nobody.
    hospital.wait_minutes(30 * 60);
    hospital.run_alert_monitor().await;
    let last = hospital.live().last_event_id().await.expect("the last one").to_string();
    nurse.scan(&bear.tag, json!({})).await.expect(201);
    assert_eq!(nurse.watch(Some(&last)).await.event().await.text("topic"), Some("journey"));
}

async fn r31_a_stream_ends_with_its_session_and_never_prolongs_it(db: Database) {
    let signing_in =
        SessionPolicy { idle_lock: minutes(2), max_age: days(1), ..SessionPolicy::default() };
    let hospital = TestHospital::start_with(db, TestOptions { signing_in, ..hasty() }).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let kit = hospital.sign_in_as("kit", stuffy::domain::account::person::Role::Staff).await;
    let mut signs_out = nurse.watch(None).await;
    let mut is_disabled = kit.watch(None).await;
    let mut locks = admin.watch(None).await;
    nurse.delete("/sessions/current").await.expect(204);
    signs_out.read_out().await;
    admin
        .patch(&format!("/staff/{}", kit.id), &json!(1), json!({ "disabled": true }))
        .await
        .expect(200);
    is_disabled.read_out().await;
    let end = locks.change("staff").await;
    // It comes back again and again, and not once is that a use of the session.
    for _ in 0..3 {
        hospital.wait_seconds(39);
        admin.watch(end.id.as_deref()).await.block().await;
    }
    hospital.wait_seconds(4);
    locks.read_out().await;
    admin.get("/events").await.refused(401, "unauthenticated");
}

async fn the_line_is_kept_warm_and_ends_with_the_server(db: Database) {
    let hospital = TestHospital::start_with(db, hasty()).await;
    let nurse = hospital.nurse().await;
    let mut watching = nurse.watch(None).await;
    let from = watching.event().await.id;
    for _ in 0..3 {
        let beat = watching.block().await.expect("a beat");
        assert_eq!((beat.is_beat(), beat.id), (true, from.clone()));
    }
    hospital.stop().await;
    watching.read_out().await;
}

on_both_databases!(
    a_change_comes_as_it_happens_and_names_nobody,
    whoever_comes_back_goes_on_where_they_were,
    who_was_away_too_long_is_told_to_look_again,
    r31_a_stream_ends_with_its_session_and_never_prolongs_it,
    the_line_is_kept_warm_and_ends_with_the_server,
);

/// A number of a sequence is taken when a row is written, and the row is seen when its transaction ends: one
/// that takes long must not be stepped over.
#[actix_web::test]
async fn a_slow_transaction_is_waited_for() {
    let hospital = TestHospital::start_with(Database::postgres(), hasty()).await;
    let nurse = hospital.nurse().await;
    let mut watching = nurse.watch(None).await;
    watching.event().await;
    let slow = hospital.db.line().await;
    let tell = "BEGIN; INSERT INTO events (id, topic, recorded_at) VALUES ('01a20288-b3f0-7f3c-9a77-2f4c8b1d9e55', 'other', now())";
    slow.batch_execute(tell).await.expect("told");
    let place = builders::room(&hospital.admin().await, "Attic", "other").await;
    for _ in 0..5 {
        assert!(watching.block().await.expect("a beat").is_beat(), "it overtook the slow one");
    }
    slow.batch_execute("COMMIT").await.expect("kept");
    assert_eq!(watching.event().await.text("topic"), Some("other"));
    assert_eq!(watching.change("place").await.text("subject_id"), Some(&*place));
    // One that only reads keeps nobody waiting, as a dump does for hours.
    slow.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM events")
        .await
        .expect("read");
    let place = builders::room(&hospital.admin().await, "Cellar", "other").await;
    assert_eq!(watching.change("place").await.text("subject_id"), Some(&*place));
}

/// Transactions are numbered by each server for itself: a log that came with a dump begins anew.
#[actix_web::test]
async fn a_log_from_another_server_begins_anew() {
    let db = Database::postgres();
    db.store().await.close().await;
    let old = "01a20288-b3f0-7f3c-9a77-2f4c8b1d9e55";
    let told = format!(
        "INSERT INTO events (txid, id, topic, recorded_at) VALUES (1::bigint << 60, '{old}', 'child', now())"
    );
    db.run(&told).await.expect("told");
    let hospital = TestHospital::start_with(db, hasty()).await;
    let nurse = hospital.nurse().await;
    let mut back = nurse.watch(Some(old)).await;
    assert_eq!(back.event().await.event.as_deref(), Some("reset"));
    builders::check_in(&nurse).await;
    back.change("journey").await;
}

async fn an_event_is_never_rewritten(db: Database) {
    let hospital = TestHospital::start(db).await;
    hospital.nurse().await;
    hospital.db.run("UPDATE events SET topic = 'other'").await.expect_err("events stay");
}

on_both_databases!(an_event_is_never_rewritten,);
