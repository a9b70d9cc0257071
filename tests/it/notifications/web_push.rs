//! Web Push: subscribed to with a family link, encrypted for one browser, without names (R37).

use serde_json::{Value, json};

use super::browser::{Browser, dress, invite, subscribe, verify_vapid, with_push};
use super::receiver::{KEY, MockPushService, Reply};
use crate::builders::{self, Rooms};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{TestHospital, TestOptions};

async fn r37_a_push_message_contains_no_names_and_no_details(db: Database) {
    let (push_service, hospital) =
        (MockPushService::open().await, TestHospital::start_with(db, with_push()).await);
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let rooms = Rooms::open(&admin).await;
    let bear = builders::check_in(&nurse).await;
    let (hers, his) = (invite(&nurse, &bear, "en").await, invite(&nurse, &bear, "es").await);
    let (her_phone, his_phone) = (Browser::new(1), Browser::new(2));
    subscribe(&hospital, &hers, &her_phone).await;
    subscribe(&hospital, &his, &his_phone).await;
    let sender = push_service.sender_with(&hospital, Some(key()), None);
    sender.send_due().await.expect("sent");
    assert_eq!(push_service.take_requests().len(), 0, "nothing has happened yet");

    hospital.wait_minutes(1);
    nurse.scan(&bear.tag, json!({ "place_id": rooms.pre_op })).await.expect(201);
    sender.send_due().await.expect("sent");
    let requests = push_service.take_requests();
    assert_eq!(requests.len(), 2);
    for (phone, language, sentence) in [
        (&her_phone, "en", "There is news from the hospital's companion desk."),
        (&his_phone, "es", "Hay noticias del mostrador de los compañeros del hospital."),
    ] {
        let request =
            requests.iter().find(|request| phone.is_addressed(request)).expect("a letter for each");
        let words = phone.decrypt(request);
        let id = words["id"].as_str().expect("an id").to_owned();
        assert_eq!(words, json!({ "id": id, "lang": language, "text": sentence }));
        let claims = verify_vapid(request);
        let until = hospital.app.clock.now().millis() / 1000 + 12 * 3600;
        assert_eq!(
            claims,
            json!({ "aud": "https://push.example", "exp": until, "sub": "https://stuffy.example" })
        );
        for (name, value) in [
            ("ttl", "600"),
            ("topic", "news"),
            ("urgency", "normal"),
            ("content-encoding", "aes128gcm"),
            ("host", "push.example"),
        ] {
            assert_eq!(request.header(name), value, "{name}");
        }
        // The headers reveal nothing either.
        let around = format!("{:?}", request.headers).to_lowercase();
        for secret in [
            "biscuit",
            "little star",
            "holding bay",
            &bear.tag.to_lowercase(),
            &bear.visit,
            &hers.api(),
            &his.api(),
        ] {
            assert!(!around.contains(secret), "{secret} in {around}");
        }
    }
    sender.send_due().await.expect("sent");
    assert_eq!(push_service.take_requests().len(), 0, "once each");
}

async fn a_phone_is_notified_when_the_sentence_changes_not_for_each_scan(db: Database) {
    let (push_service, hospital) =
        (MockPushService::open().await, TestHospital::start_with(db, with_push()).await);
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let link = invite(&nurse, &bear, "en").await;
    subscribe(&hospital, &link, &Browser::new(1)).await;
    let sender = push_service.sender_with(&hospital, Some(key()), None);
    let reply = async |what: Value| {
        hospital.wait_minutes(1);
        nurse.scan(&bear.tag, what).await.expect(201);
        sender.send_due().await.expect("sent");
        push_service.take_requests().len()
    };
    assert_eq!(reply(json!({ "actions": [{ "kind": "dressed", "items": ["gown"] }] })).await, 1);
    assert_eq!(
        reply(json!({ "actions": [{ "kind": "dressed", "items": ["cap"] }] })).await,
        0,
        "getting ready, as before"
    );
    assert_eq!(reply(json!({})).await, 0);
    assert_eq!(
        reply(json!({ "actions": [{ "kind": "dressed", "items": ["mask"] }] })).await,
        1,
        "dressed and ready"
    );
    assert_eq!(reply(json!({ "actions": [{ "kind": "noted", "text": "x" }] })).await, 0);
    // Late entries are no news (R29).
    hospital.wait_minutes(30);
    let late = json!({ "occurred_at": hospital.minutes_ago(25), "actions": [{ "kind": "undressed", "items": ["gown", "mask"] }] });
    assert_eq!(nurse.scan(&bear.tag, late).await.expect(201)["late"], true);
    sender.send_due().await.expect("sent");
    assert_eq!(push_service.take_requests().len(), 0);
    // Staff tell the family in person that a companion is missing (R19).
    bear.record_steps(&nurse, json!({ "actions": [{ "kind": "reported_missing" }] }))
        .await
        .expect(201);
    sender.send_due().await.expect("sent");
    assert_eq!(push_service.take_requests().len(), 0);
}

async fn subscribing_twice_is_one_subscription_and_unsubscribing_ends_it(db: Database) {
    let (push_service, hospital) =
        (MockPushService::open().await, TestHospital::start_with(db, with_push()).await);
    let (nurse, parent) = (hospital.nurse().await, hospital.stranger());
    let bear = builders::check_in(&nurse).await;
    let (link, other) = (invite(&nurse, &bear, "en").await, invite(&nurse, &bear, "es").await);
    let (phone, path) = (Browser::new(1), format!("{}/push-subscriptions", link.api()));
    let kept = subscribe(&hospital, &link, &phone).await;
    // The page subscribes whenever it is opened; that stays one subscription.
    let again = parent.post(&path, phone.subscription()).await.expect(200);
    assert_eq!(kept, format!("{path}/{}", again.text("id")));
    let sender = push_service.sender_with(&hospital, Some(key()), None);
    dress(&nurse, &bear, "gown").await;
    sender.send_due().await.expect("sent");
    assert_eq!(push_service.take_requests().len(), 1);

    // Another link cannot end it; its own can, and deletes what is waiting for it.
    let elsewhere = kept.replace(&link.api(), &other.api());
    parent.delete(&elsewhere).await.refused(404, "not-found");
    dress(&nurse, &bear, "mask").await;
    parent.delete(&kept).await.expect(204);
    parent.delete(&kept).await.refused(404, "not-found");
    sender.send_due().await.expect("sent");
    assert_eq!(push_service.take_requests().len(), 0);
}

async fn a_sixth_phone_of_a_link_replaces_the_first(db: Database) {
    let (push_service, hospital) =
        (MockPushService::open().await, TestHospital::start_with(db, with_push()).await);
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let link = invite(&nurse, &bear, "en").await;
    for nth in 1..=6 {
        subscribe(&hospital, &link, &Browser::new(nth)).await;
    }
    dress(&nurse, &bear, "gown").await;
    push_service.sender_with(&hospital, Some(key()), None).send_due().await.expect("sent");
    let mut paths: Vec<_> =
        push_service.take_requests().into_iter().map(|request| request.path).collect();
    paths.sort_unstable();
    assert_eq!(paths, ["/push/2", "/push/3", "/push/4", "/push/5", "/push/6"]);
}

async fn subscriptions_that_are_gone_are_deleted(db: Database) {
    let (push_service, hospital) =
        (MockPushService::open().await, TestHospital::start_with(db, with_push()).await);
    let nurse = hospital.nurse().await;
    let sender = push_service.sender_with(&hospital, Some(key()), None);
    for status in [404, 410] {
        let bear = builders::check_in(&nurse).await;
        let link = invite(&nurse, &bear, "en").await;
        subscribe(&hospital, &link, &Browser::new(1)).await;
        push_service.reply_with(&[Reply::Status(status)]);
        dress(&nurse, &bear, "gown").await;
        sender.send_due().await.expect("sent");
        assert_eq!(push_service.take_requests().len(), 1);
        hospital.wait_minutes(60);
        dress(&nurse, &bear, "mask").await;
        sender.send_due().await.expect("sent");
        assert_eq!(push_service.take_requests().len(), 0, "after {status}");
        assert_eq!(
            hospital.db.lines("SELECT endpoint AS line FROM push_subscriptions").await,
            Vec::<String>::new()
        );
    }
}

async fn a_purge_deletes_push_subscriptions(db: Database) {
    let hospital = TestHospital::start_with(db, with_push()).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let bear = builders::check_in(&nurse).await;
    let link = invite(&nurse, &bear, "en").await;
    subscribe(&hospital, &link, &Browser::new(1)).await;
    let home = json!([{ "kind": "reunited", "with": "child" }, { "kind": "closed", "outcome": "with_child" }]);
    bear.perform(&nurse, home).await;
    let visit = format!("/visits/{}", bear.visit);
    let revision = nurse.get(&visit).await.expect(200)["revision"].clone();
    nurse.patch(&visit, &revision, json!({ "status": "completed" })).await.expect(200);
    let rows = async |table: &str| {
        hospital.db.lines(&format!("SELECT 'a row' AS line FROM {table}")).await.len()
    };
    assert_eq!((rows("push_subscriptions").await, rows("outbox").await), (1, 2));
    admin.delete(&format!("/children/{}", bear.child)).await.expect(204);
    assert_eq!((rows("push_subscriptions").await, rows("outbox").await), (0, 0));
}

async fn invalid_subscriptions_are_rejected(db: Database) {
    let hospital = TestHospital::start_with(db, with_push()).await;
    let (nurse, parent) = (hospital.nurse().await, hospital.stranger());
    let bear = builders::check_in(&nurse).await;
    let link = invite(&nurse, &bear, "en").await;
    let path = format!("{}/push-subscriptions", link.api());
    let fine = Browser::new(1).subscription();
    let with = |pointer: &str, value: Value| {
        let mut says = fine.clone();
        *says.pointer_mut(pointer).expect("a member") = value;
        says
    };
    for wrong in [
        "http://push.example/1",
        "https://",
        "https://push.example:8443/1",
        "https://me@push.example/1",
        "https://[::1]/1",
        "https://push.example/a b",
        "https://push.example/#a",
        "ftp://push.example",
        "push.example",
        "",
    ] {
        let output =
            parent.post(&path, with("/endpoint", json!(wrong))).await.refused(422, "invalid");
        assert_eq!(output["errors"][0]["pointer"], "#/endpoint", "{wrong}");
    }
    parent
        .post(&path, with("/endpoint", json!(format!("https://a/{}", "x".repeat(1000)))))
        .await
        .refused(422, "invalid");
    for wrong in ["", "AAAA", &"A".repeat(87), "not base64url!"] {
        parent.post(&path, with("/keys/p256dh", json!(wrong))).await.refused(422, "invalid");
        parent.post(&path, with("/keys/auth", json!(wrong))).await.refused(422, "invalid");
    }
    // Unknown and revoked links look the same.
    parent
        .post("/family/AAAAAAAAAAAAAAAAAAAAAA/push-subscriptions", fine.clone())
        .await
        .refused(404, "not-found");
    nurse.delete(&format!("/family-links/{}", link.id)).await.expect(204);
    parent.post(&path, fine).await.refused(404, "not-found");
}

async fn without_a_push_key_no_notifications_are_offered(db: Database) {
    let hospital = TestHospital::start_with(db, TestOptions::default()).await;
    let (nurse, parent) = (hospital.nurse().await, hospital.stranger());
    let bear = builders::check_in(&nurse).await;
    let link = invite(&nurse, &bear, "en").await;
    parent
        .post(&format!("{}/push-subscriptions", link.api()), Browser::new(1).subscription())
        .await
        .refused(404, "not-found");
}

on_both_databases!(
    r37_a_push_message_contains_no_names_and_no_details,
    a_phone_is_notified_when_the_sentence_changes_not_for_each_scan,
    subscribing_twice_is_one_subscription_and_unsubscribing_ends_it,
    a_sixth_phone_of_a_link_replaces_the_first,
    subscriptions_that_are_gone_are_deleted,
    a_purge_deletes_push_subscriptions,
    invalid_subscriptions_are_rejected,
    without_a_push_key_no_notifications_are_offered,
);

pub(super) fn key() -> stuffy::integrations::web_push::PushKey {
    stuffy::integrations::web_push::PushKey::parse(KEY, Some("https://stuffy.example".to_owned()))
        .expect("a key")
}

#[test]
fn generated_push_keys_are_valid_and_different() {
    use stuffy::integrations::web_push::PushKey;
    let (one, other) = (PushKey::generate(), PushKey::generate());
    assert_ne!(one, other);
    for key in [one, other] {
        assert_eq!(PushKey::parse(&key, None).expect("a key").public().len(), 87);
    }
    for wrong in ["", "short", &"A".repeat(43), "not a key at all, in any way that counts.."] {
        assert!(PushKey::parse(wrong, None).is_err(), "{wrong}");
    }
}
