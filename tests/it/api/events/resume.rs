//! An event stream: its format, its end, and how a client resumes it.

use std::time::Duration;

use serde_json::json;
use stuffy::domain::session_policy::SessionPolicy;
use stuffy::domain::time::{days, minutes};
use stuffy::realtime::HubTimings;

use crate::builders;
use crate::databases::{Database, on_both_databases};
use crate::test_app::{TestHospital, TestOptions};

/// Short intervals, so that no test waits 15 seconds for a heartbeat.
fn fast_timings() -> TestOptions {
    let pace = HubTimings {
        heartbeat: Duration::from_millis(20),
        poll_interval: Duration::from_millis(50),
    };
    TestOptions { pace, ..TestOptions::default() }
}

async fn changes_are_sent_at_once_and_contain_no_names(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    let accepts_compression = [("accept-encoding", "gzip, br")];
    let mut stream = nurse.watch_with("", &accepts_compression).await;
    assert_eq!(stream.header("content-encoding"), None, "a stream is not compressed");
    assert_eq!(stream.header("x-accel-buffering"), Some("no"));
    assert_eq!(stream.event().await.event.as_deref(), Some("from"));
    let bear = builders::check_in(&nurse).await;
    let companion = stream.change("companion").await;
    assert_eq!(companion.text("subject_id"), Some(&*bear.companion));
    let journey = stream.change("journey").await;
    let ids = ["subject_id", "journey_id", "visit_id"].map(|name| journey.text(name));
    assert_eq!(ids, [Some(&*bear.journey), Some(&*bear.journey), Some(&*bear.visit)]);
    assert_eq!(stream.change("tag").await.text("subject_id"), Some(&*bear.companion));
    let names = hospital.db.lines(if hospital.db.is_postgres() {
        "SELECT e::text AS line FROM events e"
    } else {
        "SELECT quote(id) || topic || quote(subject_id) || quote(journey_id) || quote(visit_id) AS line FROM events"
    }).await.join("\n");
    for name in ["Little Star", "Biscuit", &bear.tag, &bear.tag.replace('-', "")] {
        assert!(!names.contains(name), "an event names {name}");
    }
    // Sign-ins are not sent.
    hospital.lead().await;
    nurse.scan(&bear.tag, json!({})).await.expect(201);
    let topics = [stream.event().await, stream.event().await]
        .map(|block| block.text("topic").map(str::to_owned));
    assert_eq!(topics, [Some("staff".to_owned()), Some("journey".to_owned())]);
}

async fn client_resumes_after_its_last_event(db: Database) {
    let hospital = TestHospital::start_with(db, fast_timings()).await;
    let nurse = hospital.nurse().await;
    let mut stream = nurse.watch(None).await;
    let start = stream.event().await.id.expect("an event with the current id");
    drop(stream);
    let bears = [builders::check_in(&nurse).await, builders::check_in(&nurse).await];
    // The last id comes in the header, as from a reconnecting browser, or in the query; the header wins.
    let mut second = nurse
        .watch_with(&format!("?after={}", uuid::Uuid::nil()), &[("last-event-id", &start)])
        .await;
    assert_eq!(second.change("journey").await.text("journey_id"), Some(&*bears[0].journey));
    let last_id = second.last_id.clone().expect("an id");
    let mut third = nurse.watch_with(&format!("?after={last_id}"), &[]).await;
    assert_eq!(third.change("journey").await.text("journey_id"), Some(&*bears[1].journey));
    // A heartbeat advances the last id past events that this client does not get.
    let tag = third.change("tag").await.id;
    hospital.lead().await;
    third.change("staff").await;
    let mut heartbeat = third.block().await.expect("a heartbeat");
    while !heartbeat.is_heartbeat() || heartbeat.id == tag {
        heartbeat = third.block().await.expect("a heartbeat");
    }
    assert_eq!(third.last_id, heartbeat.id);
    nurse.request(reqwest::Method::HEAD, "/events", &[], None).await.expect(200);
    nurse.get("/events?after=yesterday").await.refused(400, "malformed");
}

async fn client_gets_a_reset_if_its_last_event_is_unknown_or_deleted(db: Database) {
    let hospital = TestHospital::start_with(
        db,
        TestOptions { pace: fast_timings().pace, ..TestOptions::with_long_sessions() },
    )
    .await;
    let nurse = hospital.nurse().await;
    let mut stream = nurse.watch(None).await;
    let (start, bear) = (stream.event().await.id, builders::check_in(&nurse).await);
    let early = stream.change("journey").await.id;
    hospital.wait_minutes(23 * 60);
    nurse.scan(&bear.tag, json!({})).await.expect(201);
    hospital.run_alert_monitor().await;
    let mut resumed = nurse.watch(early.as_deref()).await;
    assert_eq!(resumed.event().await.text("topic"), Some("tag"));
    hospital.wait_minutes(2 * 60);
    hospital.run_alert_monitor().await;
    for unknown in [
        start.as_deref(),
        early.as_deref(),
        Some("nonsense"),
        Some("01a20288-b3f0-7f3c-9a77-2f4c8b1d9e55"),
    ] {
        let mut resumed = nurse.watch(unknown).await;
        let reset = resumed.event().await;
        assert_eq!(reset.event.as_deref(), Some("reset"), "{unknown:?}");
        nurse.scan(&bear.tag, json!({})).await.expect(201);
        assert_eq!(resumed.change("journey").await.text("journey_id"), Some(&*bear.journey));
    }
    // The latest event is never deleted, so that a night without changes causes no reset.
    hospital.wait_minutes(30 * 60);
    hospital.run_alert_monitor().await;
    let last = hospital.live().last_event_id().await.expect("the latest event").to_string();
    nurse.scan(&bear.tag, json!({})).await.expect(201);
    assert_eq!(nurse.watch(Some(&last)).await.event().await.text("topic"), Some("journey"));
}

async fn r31_stream_ends_with_its_session_and_does_not_extend_it(db: Database) {
    let signing_in =
        SessionPolicy { idle_lock: minutes(2), max_age: days(1), ..SessionPolicy::default() };
    let hospital = TestHospital::start_with(db, TestOptions { signing_in, ..fast_timings() }).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let other = hospital.sign_in_as("kit", stuffy::domain::account::person::Role::Staff).await;
    let mut signed_out_stream = nurse.watch(None).await;
    let mut disabled_stream = other.watch(None).await;
    let mut idle_stream = admin.watch(None).await;
    nurse.delete("/sessions/current").await.expect(204);
    signed_out_stream.read_to_end().await;
    admin
        .patch(&format!("/staff/{}", other.id), &json!(1), json!({ "disabled": true }))
        .await
        .expect(200);
    disabled_stream.read_to_end().await;
    let end = idle_stream.change("staff").await;
    // Reconnecting does not count as using the session.
    for _ in 0..3 {
        hospital.wait_seconds(39);
        admin.watch(end.id.as_deref()).await.block().await;
    }
    hospital.wait_seconds(4);
    idle_stream.read_to_end().await;
    admin.get("/events").await.refused(401, "unauthenticated");
}

async fn stream_sends_heartbeats_and_ends_at_shutdown(db: Database) {
    let hospital = TestHospital::start_with(db, fast_timings()).await;
    let nurse = hospital.nurse().await;
    let mut stream = nurse.watch(None).await;
    let from = stream.event().await.id;
    for _ in 0..3 {
        let heartbeat = stream.block().await.expect("a heartbeat");
        assert_eq!((heartbeat.is_heartbeat(), heartbeat.id), (true, from.clone()));
    }
    hospital.stop().await;
    stream.read_to_end().await;
}

on_both_databases!(
    changes_are_sent_at_once_and_contain_no_names,
    client_resumes_after_its_last_event,
    client_gets_a_reset_if_its_last_event_is_unknown_or_deleted,
    r31_stream_ends_with_its_session_and_does_not_extend_it,
    stream_sends_heartbeats_and_ends_at_shutdown,
);

/// A row gets its sequence number at the insert but becomes visible at the commit. Readers must not skip the
/// rows of a slow transaction.
#[actix_web::test]
async fn events_wait_for_an_earlier_slow_transaction() {
    let hospital = TestHospital::start_with(Database::postgres(), fast_timings()).await;
    let nurse = hospital.nurse().await;
    let mut stream = nurse.watch(None).await;
    stream.event().await;
    let slow = hospital.db.line().await;
    let insert = "BEGIN; INSERT INTO events (id, topic, recorded_at) VALUES ('01a20288-b3f0-7f3c-9a77-2f4c8b1d9e55', 'other', now())";
    slow.batch_execute(insert).await.expect("inserted");
    let place = builders::room(&hospital.admin().await, "Attic", "other").await;
    for _ in 0..5 {
        assert!(
            stream.block().await.expect("a heartbeat").is_heartbeat(),
            "an event overtook the slow transaction"
        );
    }
    slow.batch_execute("COMMIT").await.expect("committed");
    assert_eq!(stream.event().await.text("topic"), Some("other"));
    assert_eq!(stream.change("place").await.text("subject_id"), Some(&*place));
    // A read-only transaction, such as a dump, delays no events.
    slow.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM events")
        .await
        .expect("read");
    let place = builders::room(&hospital.admin().await, "Cellar", "other").await;
    assert_eq!(stream.change("place").await.text("subject_id"), Some(&*place));
}

/// Transaction ids are local to a server, so events restored from a dump of another server cannot be resumed.
#[actix_web::test]
async fn client_gets_a_reset_after_a_restore_on_another_server() {
    let db = Database::postgres();
    db.store().await.close().await;
    let old = "01a20288-b3f0-7f3c-9a77-2f4c8b1d9e55";
    let insert = format!(
        "INSERT INTO events (txid, id, topic, recorded_at) VALUES (1::bigint << 60, '{old}', 'child', now())"
    );
    db.run(&insert).await.expect("inserted");
    let hospital = TestHospital::start_with(db, fast_timings()).await;
    let nurse = hospital.nurse().await;
    let mut resumed = nurse.watch(Some(old)).await;
    assert_eq!(resumed.event().await.event.as_deref(), Some("reset"));
    builders::check_in(&nurse).await;
    resumed.change("journey").await;
}

async fn events_cannot_be_updated(db: Database) {
    let hospital = TestHospital::start(db).await;
    hospital.nurse().await;
    hospital.db.run("UPDATE events SET topic = 'other'").await.expect_err("the update is refused");
}

on_both_databases!(events_cannot_be_updated,);
