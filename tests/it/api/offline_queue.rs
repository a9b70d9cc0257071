//! The offline queue of a phone (R28, R31): sent with its own token, as the user who scanned.

use std::rc::Rc;
use std::time::Duration;

use serde_json::{Value, json};
use stuffy::domain::session_policy::SessionPolicy;
use stuffy::domain::time::hours;

use crate::builders;
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, PASSWORD, Reply, TestHospital, TestOptions};

/// A session, and its queue token, which outlives it.
struct SignedIn {
    session: Actor,
    queue: Actor,
}

async fn sign_in(hospital: &Rc<TestHospital>, username: &str) -> SignedIn {
    let credentials = json!({ "username": username, "password": PASSWORD });
    let begun = hospital.stranger().post("/sessions", credentials).await.expect(201);
    let by = |token: String| hospital.stranger().with_token(&token);
    SignedIn { session: by(begun.text("token")), queue: by(begun.cookie("stuffy_queue")) }
}

/// A scan as a phone stores it while it is offline.
fn stored_scan(hospital: &Rc<TestHospital>, tag: &str) -> Value {
    json!({ "id": hospital.scan_id(), "tag": tag, "occurred_at": hospital.now() })
}

async fn send(queue: &Actor, scans: &[Value]) -> Reply {
    queue.post("/scans/batch", json!({ "sent_at": queue.hospital.now(), "scans": scans })).await
}

fn statuses(reply: &Reply) -> Vec<u64> {
    let results = reply["results"].as_array().expect("results");
    results.iter().map(|result| result["status"].as_u64().expect("a status")).collect()
}

async fn r31_queued_scans_can_be_sent_after_sign_out_and_only_as_their_user(db: Database) {
    let hospital = TestHospital::start(db).await;
    let nurse = hospital.nurse().await;
    hospital.lead().await;
    let bear = builders::check_in(&nurse).await;
    let hers = sign_in(&hospital, "nurse").await;
    hospital.wait_minutes(30);
    let scan = stored_scan(&hospital, &bear.tag);
    hospital.wait_minutes(5);
    hers.session.delete("/sessions/current").await.expect(204);
    hospital.wait_minutes(5);
    let his = sign_in(&hospital, "lead").await;
    hospital.wait_minutes(5);
    let in_his_time = stored_scan(&hospital, &bear.tag);

    let reply = send(&hers.queue, &[in_his_time.clone(), scan.clone()]).await.expect(200);
    assert_eq!(statuses(&reply), [403, 201], "each scan is recorded only as its own user");
    assert_eq!(reply["results"][0]["body"]["code"], "outside-session");
    assert_eq!(reply["results"][1]["body"]["steps"][0]["by"]["id"], nurse.id);
    let reply = send(&his.queue, &[scan.clone(), in_his_time]).await.expect(200);
    assert_eq!(statuses(&reply), [403, 201]);
    assert_eq!(reply["results"][1]["body"]["steps"][0]["by"]["display_name"], "The lead");
    // R28: a lost response is sent again.
    assert_eq!(statuses(&send(&hers.queue, &[scan]).await.expect(200)), [200]);
    assert_eq!(bear.steps(&nurse).await.len(), 3);

    // A clock that runs an hour fast is corrected before the scan is matched to a session.
    let fast = hospital.seconds_from_now(3600);
    let mut scan = stored_scan(&hospital, &bear.tag);
    scan["occurred_at"] = json!(hospital.seconds_from_now(3540));
    let batch = json!({ "sent_at": fast, "scans": [scan] });
    assert_eq!(statuses(&his.queue.post("/scans/batch", batch).await.expect(200)), [201]);
}

async fn r31_a_queue_can_be_sent_after_its_session_is_locked(db: Database) {
    let signing_in =
        SessionPolicy { idle_lock: Duration::from_mins(2), ..SessionPolicy::default() };
    let hospital =
        TestHospital::start_with(db, TestOptions { signing_in, ..TestOptions::default() }).await;
    let bear = builders::check_in(&hospital.nurse().await).await;
    let hers = sign_in(&hospital, "nurse").await;
    hospital.wait_minutes(1);
    let scan = stored_scan(&hospital, &bear.tag);
    hospital.wait_minutes(60);
    hers.session.get("/sessions/current").await.refused(401, "unauthenticated");
    let before_it = {
        let mut scan = stored_scan(&hospital, &bear.tag);
        scan["occurred_at"] = json!(hospital.minutes_ago(62));
        scan
    };
    let reply = send(&hers.queue, &[before_it, scan]).await.expect(200);
    assert_eq!(statuses(&reply), [403, 201]);

    // A session has a maximum length; a clock that is a few seconds off is tolerated.
    let late = |seconds: i64| {
        let mut scan = stored_scan(&hospital, &bear.tag);
        let end = 12 * 3600 - 61 * 60 + seconds;
        scan["occurred_at"] = json!(hospital.seconds_from_now(end));
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
    r31_queued_scans_can_be_sent_after_sign_out_and_only_as_their_user,
    r31_a_queue_can_be_sent_after_its_session_is_locked,
);
