//! At-least-once delivery: failures are retried with the same id, with growing delays, for a limited time.

use std::time::Duration;

use serde_json::{Value, json};
use stuffy::domain::notification::retry_delay;
use stuffy::jobs::outbox::OutboxTimings;

use super::browser::{Browser, bear_with_subscription, dress, invite, subscribe, with_push};
use super::receiver::{MockPushService, ReceivedRequest, Reply};
use crate::builders;
use crate::databases::{Database, on_both_databases};
use crate::test_app::TestHospital;

/// The notification ids in the requests to a browser.
fn ids(phone: &Browser, requests: &[ReceivedRequest]) -> Vec<Value> {
    let mine = requests.iter().filter(|request| phone.is_addressed(request));
    mine.map(|request| phone.decrypt(request)["id"].clone()).collect()
}

async fn a_failed_delivery_is_retried_with_the_same_id(db: Database) {
    let (push_service, hospital) =
        (MockPushService::open().await, TestHospital::start_with(db, with_push()).await);
    let (nurse, bear, phone) = bear_with_subscription(&hospital).await;
    let sender = push_service.sender(&hospital);
    push_service.reply_with(&[
        Reply::Status(503),
        Reply::Status(503),
        Reply::Status(500),
        Reply::Status(500),
    ]);
    dress(&nurse, &bear, "gown").await;
    sender.send_due().await.expect("sent");
    let first = push_service.take_requests();
    assert_eq!(first.len(), 2, "to the phone and to the webhook");
    sender.send_due().await.expect("sent");
    assert_eq!(push_service.take_requests().len(), 0, "not immediately");
    hospital.wait_seconds(15);
    sender.send_due().await.expect("sent");
    let second = push_service.take_requests();
    assert_eq!(second.len(), 2);
    hospital.wait_seconds(30);
    sender.send_due().await.expect("sent");
    let third = push_service.take_requests();
    assert_eq!(third.len(), 2);
    hospital.wait_minutes(60);
    sender.send_due().await.expect("sent");
    assert_eq!(push_service.take_requests().len(), 0, "it was delivered");

    assert_eq!(ids(&phone, &first).len(), 1);
    let hooks = |requests: &[ReceivedRequest]| -> Vec<_> {
        let hooks = requests.iter().filter(|request| request.path == "/hook");
        hooks
            .map(|request| (request.header("webhook-id").to_owned(), request.body.clone()))
            .collect()
    };
    for later in [second, third] {
        assert_eq!(ids(&phone, &later), ids(&phone, &first));
        assert_eq!(hooks(&later), hooks(&first));
    }
}

async fn retries_end_after_a_day(db: Database) {
    let (push_service, hospital) =
        (MockPushService::open().await, TestHospital::start_with(db, with_push()).await);
    let (nurse, bear, phone) = bear_with_subscription(&hospital).await;
    let sender = push_service.sender(&hospital);
    push_service.reply_with(&[Reply::Status(500); 200]);
    dress(&nurse, &bear, "gown").await;
    let (mut tries, mut last) = (0, 0);
    for minute in 0..(25 * 60) {
        sender.send_due().await.expect("sent");
        let sent = ids(&phone, &push_service.take_requests()).len();
        tries += sent;
        last = if sent > 0 { minute } else { last };
        hospital.wait_minutes(1);
    }
    assert!((25..60).contains(&tries), "{tries} tries");
    // The sender runs once a minute here, so the retry comes within the following minute.
    assert!((22 * 60..=24 * 60).contains(&last), "the last after {last} minutes");
    let waiting = "SELECT CAST(attempts AS text) AS line FROM outbox";
    assert_eq!(hospital.db.lines(waiting).await, Vec::<String>::new());
}

async fn the_retry_after_header_is_respected(db: Database) {
    let (push_service, hospital) =
        (MockPushService::open().await, TestHospital::start_with(db, with_push()).await);
    let (nurse, bear, _) = bear_with_subscription(&hospital).await;
    let sender = push_service.sender_with(&hospital, Some(super::web_push::key()), None);
    push_service.reply_with(&[Reply::RetryAfter(429, 600)]);
    dress(&nurse, &bear, "gown").await;
    sender.send_due().await.expect("sent");
    assert_eq!(push_service.take_requests().len(), 1);
    hospital.wait_minutes(9);
    sender.send_due().await.expect("sent");
    assert_eq!(push_service.take_requests().len(), 0);
    hospital.wait_minutes(1);
    sender.send_due().await.expect("sent");
    assert_eq!(push_service.take_requests().len(), 1);
}

async fn another_node_repeats_the_delivery_of_a_dead_node(db: Database) {
    let (push_service, hospital) =
        (MockPushService::open().await, TestHospital::start_with(db, with_push()).await);
    let (nurse, bear, phone) = bear_with_subscription(&hospital).await;
    let node = hospital.another_node(with_push()).await;
    push_service.reply_with(&[Reply::Never, Reply::Never]);
    dress(&nurse, &bear, "gown").await;
    let sender = push_service.sender(&node);
    let dying = actix_web::rt::spawn(async move { sender.send_due().await });
    push_service.wait_for(2).await;
    dying.abort();
    node.stop().await;

    let other = push_service.sender(&hospital);
    let first = push_service.take_requests();
    other.send_due().await.expect("sent");
    assert_eq!(push_service.take_requests().len(), 0, "the claim has not expired");
    hospital.wait_minutes(1);
    other.send_due().await.expect("sent");
    let second = push_service.take_requests();
    assert_eq!(second.len(), 2);
    assert_eq!(ids(&phone, &second), ids(&phone, &first));
}

async fn two_nodes_send_each_notification_once(db: Database) {
    let (push_service, hospital) =
        (MockPushService::open().await, TestHospital::start_with(db, with_push()).await);
    let node = hospital.another_node(with_push()).await;
    let nurse = hospital.nurse().await;
    let senders = [push_service.sender(&hospital), push_service.sender(&node)];
    let mut expected = Vec::new();
    for nth in 1..=8 {
        let bear = builders::check_in(&nurse).await;
        let link = invite(&nurse, &bear, "en").await;
        subscribe(&hospital, &link, &Browser::new(nth)).await;
        dress(&nurse, &bear, "gown").await;
        expected.extend([format!("/push/{nth}"), "/hook".to_owned()]);
    }
    // No connection is accepted before both nodes have claimed what they can.
    push_service.closed.set(true);
    let open = async {
        push_service.wait_for_connections(expected.len()).await;
        push_service.accept_connections();
    };
    let (one, other, ()) = tokio::join!(senders[0].send_due(), senders[1].send_due(), open);
    one.and(other).expect("sent");
    assert_eq!(push_service.connections(), expected.len());
    let mut paths: Vec<_> =
        push_service.take_requests().into_iter().map(|request| request.path).collect();
    paths.sort_unstable();
    expected.sort_unstable();
    assert_eq!(paths, expected);
}

async fn a_sender_reacts_to_commits_of_other_nodes_and_stops_after_open_deliveries(db: Database) {
    let (push_service, hospital) =
        (MockPushService::open().await, TestHospital::start_with(db, with_push()).await);
    let node = hospital.another_node(with_push()).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let link = invite(&nurse, &bear, "en").await;
    subscribe(&hospital, &link, &Browser::new(1)).await;
    // SQLite supports one node, so the commit signal comes from the same node.
    let runs_on = if hospital.db.is_postgres() { &node } else { &hospital };
    let sender = push_service.sender_with(runs_on, Some(super::web_push::key()), None);
    let never = OutboxTimings { poll_interval: Duration::from_hours(1), pause: Duration::ZERO };
    let mut running = actix_web::rt::spawn(sender.clone().run(never));
    // The first signal may come before the sender listens.
    dress(&nurse, &bear, "gown").await;
    push_service.wait_for(1).await;
    push_service.closed.set(true);
    let before = push_service.connections();
    hospital.wait_minutes(1);
    dress(&nurse, &bear, "mask").await;
    push_service.wait_for_connections(before + 1).await;
    sender.close();
    let while_something_is_on_its_way =
        tokio::time::timeout(Duration::from_millis(200), &mut running);
    assert!(while_something_is_on_its_way.await.is_err(), "it ends before its work is done");
    push_service.accept_connections();
    running.await.expect("it ends by itself");
    assert_eq!(push_service.take_requests().len(), 2, "what was under way was finished");
}

async fn a_newer_notification_replaces_older_ones(db: Database) {
    let (push_service, hospital) =
        (MockPushService::open().await, TestHospital::start_with(db, with_push()).await);
    let (nurse, bear, phone) = bear_with_subscription(&hospital).await;
    let sender = push_service.sender(&hospital);
    push_service.reply_with(&[Reply::Status(500), Reply::Status(500)]);
    dress(&nurse, &bear, "gown").await;
    sender.send_due().await.expect("sent");
    let first = ids(&phone, &push_service.take_requests());
    hospital.wait_minutes(1);
    dress(&nurse, &bear, "mask").await;
    sender.send_due().await.expect("sent");
    let requests = push_service.take_requests();
    assert_eq!(requests.len(), 2);
    assert_ne!(ids(&phone, &requests), first);
    hospital.wait_minutes(120);
    sender.send_due().await.expect("sent");
    assert_eq!(push_service.take_requests().len(), 0);
}

async fn revoked_and_expired_links_get_no_notifications(db: Database) {
    let (push_service, hospital) =
        (MockPushService::open().await, TestHospital::start_with(db, with_push()).await);
    let nurse = hospital.nurse().await;
    let sender = push_service.sender(&hospital);
    let bear = builders::check_in(&nurse).await;
    let link = invite(&nurse, &bear, "en").await;
    subscribe(&hospital, &link, &Browser::new(1)).await;
    // Revoking a link deletes its waiting notifications, and no new ones are created.
    dress(&nurse, &bear, "gown").await;
    nurse.delete(&format!("/family-links/{}", link.id)).await.expect(204);
    dress(&nurse, &bear, "mask").await;
    sender.send_due().await.expect("sent");
    assert_eq!(push_service.connections(), 0);
    sender.delete_expired().await;
    for table in ["outbox", "push_subscriptions"] {
        let rows = hospital.db.lines(&format!("SELECT 'a row' AS line FROM {table}")).await;
        assert_eq!(rows, Vec::<String>::new(), "{table}");
    }
    // A link expires a week after its visit; the last notification comes before.
    let bear = builders::check_in(&nurse).await;
    let link = invite(&nurse, &bear, "en").await;
    subscribe(&hospital, &link, &Browser::new(2)).await;
    let home = json!([{ "kind": "reunited", "with": "child" }, { "kind": "closed", "outcome": "with_child" }]);
    bear.perform(&nurse, home).await;
    let visit = format!("/visits/{}", bear.visit);
    let revision = nurse.get(&visit).await.expect(200)["revision"].clone();
    nurse.patch(&visit, &revision, json!({ "status": "completed" })).await.expect(200);
    sender.send_due().await.expect("sent");
    assert_eq!(push_service.take_requests().len(), 2);
    hospital.wait_minutes(7 * 24 * 60 + 1);
    sender.delete_expired().await;
    assert_eq!(
        hospital.db.lines("SELECT endpoint AS line FROM push_subscriptions").await,
        Vec::<String>::new()
    );
}

on_both_databases!(
    a_failed_delivery_is_retried_with_the_same_id,
    retries_end_after_a_day,
    the_retry_after_header_is_respected,
    another_node_repeats_the_delivery_of_a_dead_node,
    two_nodes_send_each_notification_once,
    a_sender_reacts_to_commits_of_other_nodes_and_stops_after_open_deliveries,
    a_newer_notification_replaces_older_ones,
    revoked_and_expired_links_get_no_notifications,
);

#[test]
fn retry_delays_double_up_to_an_hour_with_jitter() {
    assert_eq!(retry_delay(1, 0), Duration::from_secs(15));
    assert_eq!(retry_delay(2, 0), Duration::from_secs(30));
    assert_eq!(retry_delay(9, 0), Duration::from_hours(1));
    assert_eq!(retry_delay(u32::MAX, 0), Duration::from_hours(1));
    for tries in [1, 5, 40] {
        let (most, least) = (retry_delay(tries, 0), retry_delay(tries, 255));
        assert!(least < most && least * 2 >= most, "{tries}: {least:?} to {most:?}");
    }
}
