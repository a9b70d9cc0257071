//! A phone's queue (R28, R31): sent by its own token, as the user who scanned, and good for nothing else.

use std::rc::Rc;
use std::time::Duration;

use serde_json::{Value, json};
use stuffy::domain::site_rules::SessionPolicy;
use stuffy::domain::time::hours;

use crate::builders;
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, Hospital, PASSWORD, Reply, Wishes};

/// Somebody signed in on a phone: their session, and the queue that outlives it.
struct Shift {
    session: Actor,
    queue: Actor,
}

async fn begin(hospital: &Rc<Hospital>, username: &str) -> Shift {
    let words = json!({ "username": username, "password": PASSWORD });
    let begun = hospital.stranger().post("/sessions", words).await.expect(201);
    let by = |token: String| hospital.stranger().with_token(&token);
    Shift { session: by(begun.text("token")), queue: by(begun.cookie("stuffy_queue")) }
}

/// A scan as a phone keeps it while it has no signal.
fn kept(hospital: &Rc<Hospital>, tag: &str) -> Value {
    json!({ "id": hospital.scan_id(), "tag": tag, "occurred_at": hospital.now() })
}

async fn send(queue: &Actor, scans: &[Value]) -> Reply {
    queue.post("/scans/batch", json!({ "sent_at": queue.hospital.now(), "scans": scans })).await
}

fn statuses(reply: &Reply) -> Vec<u64> {
    let results = reply["results"].as_array().expect("results");
    results.iter().map(|result| result["status"].as_u64().expect("a status")).collect()
}

async fn r31_queued_scans_outlive_sign_out_and_stay_their_users(db: Database) {
    let hospital = Hospital::open(db).await;
    let nurse = hospital.nurse().await;
    hospital.lead().await;
    let bear = builders::check_in(&nurse).await;
    let hers = begin(&hospital, "nurse").await;
    hospital.wait_minutes(30);
    let scan = kept(&hospital, &bear.tag);
    hospital.wait_minutes(5);
    hers.session.delete("/sessions/current").await.expect(204);
    hospital.wait_minutes(5);
    let his = begin(&hospital, "lead").await;
    hospital.wait_minutes(5);
    let in_his_time = kept(&hospital, &bear.tag);

    let answer = send(&hers.queue, &[in_his_time.clone(), scan.clone()]).await.expect(200);
    assert_eq!(statuses(&answer), [403, 201], "her name goes on her scan and on no other");
    assert_eq!(answer["results"][0]["body"]["code"], "outside-session");
    assert_eq!(answer["results"][1]["body"]["steps"][0]["by"]["id"], nurse.id);
    let answer = send(&his.queue, &[scan.clone(), in_his_time]).await.expect(200);
    assert_eq!(statuses(&answer), [403, 201]);
    assert_eq!(answer["results"][1]["body"]["steps"][0]["by"]["display_name"], "The lead");
    // R28: an answer that got lost is given again.
    assert_eq!(statuses(&send(&hers.queue, &[scan]).await.expect(200)), [200]);
    assert_eq!(bear.steps(&nurse).await.len(), 3);

    // A clock that runs an hour fast is put right before anybody asks whose shift it was.
    let fast = hospital.seconds_off(3600);
    let mut scan = kept(&hospital, &bear.tag);
    scan["occurred_at"] = json!(hospital.seconds_off(3540));
    let batch = json!({ "sent_at": fast, "scans": [scan] });
    assert_eq!(statuses(&his.queue.post("/scans/batch", batch).await.expect(200)), [201]);
}

async fn r31_a_locked_session_still_drains_what_was_scanned_in_it(db: Database) {
    let signing_in =
        SessionPolicy { idle_lock: Duration::from_mins(2), ..SessionPolicy::default() };
    let hospital = Hospital::open_with(db, Wishes { signing_in, ..Wishes::default() }).await;
    let bear = builders::check_in(&hospital.nurse().await).await;
    let hers = begin(&hospital, "nurse").await;
    hospital.wait_minutes(1);
    let scan = kept(&hospital, &bear.tag);
    hospital.wait_minutes(60);
    hers.session.get("/sessions/current").await.refused(401, "unauthenticated");
    let before_it = {
        let mut scan = kept(&hospital, &bear.tag);
        scan["occurred_at"] = json!(hospital.minutes_ago(62));
        scan
    };
    let answer = send(&hers.queue, &[before_it, scan]).await.expect(200);
    assert_eq!(statuses(&answer), [403, 201]);

    // However long the shift, it ends; and a clock that is off by some seconds is forgiven.
    let late = |seconds: i64| {
        let mut scan = kept(&hospital, &bear.tag);
        let end = 12 * 3600 - 61 * 60 + seconds;
        scan["occurred_at"] = json!(hospital.seconds_off(end));
        scan
    };
    let scans = [late(-1), late(9), late(11)];
    hospital.app.clock.advance(hours(24));
    assert_eq!(statuses(&send(&hers.queue, &scans).await.expect(200)), [201, 201, 403]);
    hospital.app.clock.advance(hours(24 * 6 - 3));
    assert_eq!(statuses(&send(&hers.queue, &scans).await.expect(200)), [200, 200, 403]);
    hospital.app.clock.advance(hours(2));
    send(&hers.queue, &scans).await.refused(401, "unauthenticated");
}

on_both_databases!(
    r31_queued_scans_outlive_sign_out_and_stay_their_users,
    r31_a_locked_session_still_drains_what_was_scanned_in_it,
);
