//! Holds: waiting notifications are deleted, and none is sent after a hold was acknowledged (R36).

use serde_json::json;

use super::browser::{Browser, dress, invite, subscribe, with_push};
use super::receiver::{MockPushService, Reply};
use crate::builders;
use crate::databases::{Database, on_both_databases};
use crate::test_app::TestHospital;

async fn r36_a_hold_deletes_waiting_notifications_and_creates_none(db: Database) {
    let (push_service, hospital) =
        (MockPushService::open().await, TestHospital::start_with(db, with_push()).await);
    let (nurse, lead) = (hospital.nurse().await, hospital.lead().await);
    let bear = builders::check_in(&nurse).await;
    let link = invite(&nurse, &bear, "en").await;
    subscribe(&hospital, &link, &Browser::new(1)).await;
    let (sender, hold) = (push_service.sender(&hospital), format!("/visits/{}/hold", bear.visit));
    // One waits for its first attempt, one for a retry.
    push_service.reply_with(&[Reply::Status(500), Reply::Status(500)]);
    dress(&nurse, &bear, "gown").await;
    sender.send_due().await.expect("sent");
    hospital.wait_seconds(1);
    dress(&nurse, &bear, "mask").await;
    nurse.put(&hold, json!({ "kind": "hold", "reason": "we talk first" })).await.expect(200);
    let calls = push_service.connections();
    assert_eq!(hospital.db.lines("SELECT 'a row' AS line FROM outbox").await, Vec::<String>::new());
    hospital.wait_minutes(1);
    bear.perform(&nurse, json!([{ "kind": "undressed", "items": ["gown"] }])).await;
    // A browser that subscribes during a hold does not learn about it.
    subscribe(&hospital, &link, &Browser::new(2)).await;
    hospital.wait_minutes(90);
    sender.send_due().await.expect("sent");
    assert_eq!(push_service.connections(), calls);

    // After the release there is one notification if something happened meanwhile, otherwise none.
    lead.delete(&hold).await.expect(204);
    push_service.take_requests();
    sender.send_due().await.expect("sent");
    let mut paths: Vec<_> =
        push_service.take_requests().into_iter().map(|request| request.path).collect();
    paths.sort_unstable();
    assert_eq!(paths, ["/hook", "/push/1", "/push/2"]);
    nurse.put(&hold, json!({ "kind": "hold", "reason": "once more" })).await.expect(200);
    lead.delete(&hold).await.expect(204);
    sender.send_due().await.expect("sent");
    assert_eq!(push_service.take_requests().len(), 0);

    // A permanent hold ends notifications forever.
    nurse.put(&hold, json!({ "kind": "permanent", "reason": "for good" })).await.expect(200);
    hospital.wait_minutes(1);
    dress(&nurse, &bear, "gown").await;
    hospital.wait_minutes(24 * 60);
    sender.send_due().await.expect("sent");
    assert_eq!(push_service.take_requests().len(), 0);
}

async fn r36_a_hold_stops_a_delivery_before_the_request_is_sent(db: Database) {
    let (push_service, hospital) =
        (MockPushService::open().await, TestHospital::start_with(db, with_push()).await);
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let link = invite(&nurse, &bear, "en").await;
    subscribe(&hospital, &link, &Browser::new(1)).await;
    // The hold comes while the notifications are claimed and the connections are being opened.
    let (sender, node) = (push_service.sender(&hospital), hospital.another_node(with_push()).await);
    push_service.closed.set(true);
    dress(&nurse, &bear, "gown").await;
    let sending = actix_web::rt::spawn(async move { sender.send_due().await });
    push_service.wait_for_connections(2).await;
    let there = crate::test_app::Actor { hospital: node, ..nurse.clone() };
    let hold = json!({ "kind": "hold", "reason": "we talk first" });
    there.put(&format!("/visits/{}/hold", bear.visit), hold).await.expect(200);
    push_service.accept_connections();
    sending.await.expect("exited").expect("sent");
    assert_eq!(push_service.take_requests().len(), 0);
}

async fn r36_no_notification_is_sent_after_a_hold_was_acknowledged(db: Database) {
    let (push_service, hospital) =
        (MockPushService::open().await, TestHospital::start_with(db, with_push()).await);
    let node = hospital.another_node(with_push()).await;
    let nurse = hospital.nurse().await;
    let senders = [push_service.sender(&hospital), push_service.sender(&node)];
    for nth in 1..=6 {
        let bear = builders::check_in(&nurse).await;
        let link = invite(&nurse, &bear, "en").await;
        subscribe(&hospital, &link, &Browser::new(nth)).await;
        let path = format!("/visits/{}/hold", bear.visit);
        let held = async {
            nurse
                .put(&path, json!({ "kind": "hold", "reason": "we talk first" }))
                .await
                .expect(200);
        };
        let (one, other, (), ()) = tokio::join!(
            senders[0].send_due(),
            senders[1].send_due(),
            dress(&nurse, &bear, "gown"),
            held
        );
        one.and(other).expect("sent");
        push_service.take_requests();
        dress(&nurse, &bear, "mask").await;
        for sender in &senders {
            sender.send_due().await.expect("sent");
        }
        assert_eq!(push_service.take_requests().len(), 0);
    }
}

on_both_databases!(
    r36_a_hold_deletes_waiting_notifications_and_creates_none,
    r36_a_hold_stops_a_delivery_before_the_request_is_sent,
    r36_no_notification_is_sent_after_a_hold_was_acknowledged,
);
