//! At least once: what was not taken is sent again by the same id, later each time, and for so long.

use std::time::Duration;

use serde_json::{Value, json};
use stuffy::domain::notification::retry_delay;
use stuffy::jobs::outbox::OutboxTimings;

use super::browser::{Browser, ask, dress, followed, invite, telling};
use super::receiver::{Letter, Manner, PostOffice};
use crate::builders;
use crate::databases::{Database, on_both_databases};
use crate::test_app::TestHospital;

/// The ids of the notices that letters to a browser carry.
fn ids(phone: &Browser, letters: &[Letter]) -> Vec<Value> {
    let mine = letters.iter().filter(|letter| phone.is_for_me(letter));
    mine.map(|letter| phone.open(letter)["id"].clone()).collect()
}

async fn what_was_not_taken_is_sent_again_by_the_same_id(db: Database) {
    let (office, hospital) =
        (PostOffice::open().await, TestHospital::start_with(db, telling()).await);
    let (nurse, bear, phone) = followed(&hospital).await;
    let sender = office.sender(&hospital);
    office.answers(&[Manner::Says(503), Manner::Says(503), Manner::Says(500), Manner::Says(500)]);
    dress(&nurse, &bear, "gown").await;
    sender.send_due().await.expect("sent");
    let first = office.letters();
    assert_eq!(first.len(), 2, "to the phone and to the webhook");
    sender.send_due().await.expect("sent");
    assert_eq!(office.letters().len(), 0, "not at once");
    hospital.wait_seconds(15);
    sender.send_due().await.expect("sent");
    let second = office.letters();
    assert_eq!(second.len(), 2);
    hospital.wait_seconds(30);
    sender.send_due().await.expect("sent");
    let third = office.letters();
    assert_eq!(third.len(), 2);
    hospital.wait_minutes(60);
    sender.send_due().await.expect("sent");
    assert_eq!(office.letters().len(), 0, "it was taken");

    assert_eq!(ids(&phone, &first).len(), 1);
    let hooks = |letters: &[Letter]| -> Vec<_> {
        let hooks = letters.iter().filter(|letter| letter.path == "/hook");
        hooks.map(|letter| (letter.header("webhook-id").to_owned(), letter.body.clone())).collect()
    };
    for later in [second, third] {
        assert_eq!(ids(&phone, &later), ids(&phone, &first));
        assert_eq!(hooks(&later), hooks(&first));
    }
}

async fn it_is_tried_for_a_day_and_no_longer(db: Database) {
    let (office, hospital) =
        (PostOffice::open().await, TestHospital::start_with(db, telling()).await);
    let (nurse, bear, phone) = followed(&hospital).await;
    let sender = office.sender(&hospital);
    office.answers(&[Manner::Says(500); 200]);
    dress(&nurse, &bear, "gown").await;
    let (mut tries, mut last) = (0, 0);
    for minute in 0..(25 * 60) {
        sender.send_due().await.expect("sent");
        let sent = ids(&phone, &office.letters()).len();
        tries += sent;
        last = if sent > 0 { minute } else { last };
        hospital.wait_minutes(1);
    }
    assert!((25..60).contains(&tries), "{tries} tries");
    // Whoever looks once a minute sends in the minute after.
    assert!((22 * 60..=24 * 60).contains(&last), "the last after {last} minutes");
    let waiting = "SELECT CAST(tries AS text) AS line FROM notices";
    assert_eq!(hospital.db.lines(waiting).await, Vec::<String>::new());
}

async fn whoever_asks_for_time_is_given_it(db: Database) {
    let (office, hospital) =
        (PostOffice::open().await, TestHospital::start_with(db, telling()).await);
    let (nurse, bear, _) = followed(&hospital).await;
    let sender = office.sender_of(&hospital, Some(super::web_push::key()), None);
    office.answers(&[Manner::Asks(429, 600)]);
    dress(&nurse, &bear, "gown").await;
    sender.send_due().await.expect("sent");
    assert_eq!(office.letters().len(), 1);
    hospital.wait_minutes(9);
    sender.send_due().await.expect("sent");
    assert_eq!(office.letters().len(), 0);
    hospital.wait_minutes(1);
    sender.send_due().await.expect("sent");
    assert_eq!(office.letters().len(), 1);
}

async fn what_a_node_was_sending_when_it_died_another_sends_by_the_same_id(db: Database) {
    let (office, hospital) =
        (PostOffice::open().await, TestHospital::start_with(db, telling()).await);
    let (nurse, bear, phone) = followed(&hospital).await;
    let node = hospital.another_node(telling()).await;
    office.answers(&[Manner::Keeps, Manner::Keeps]);
    dress(&nurse, &bear, "gown").await;
    let sender = office.sender(&node);
    let dying = actix_web::rt::spawn(async move { sender.send_due().await });
    office.wait_for(2).await;
    dying.abort();
    node.stop().await;

    let other = office.sender(&hospital);
    let first = office.letters();
    other.send_due().await.expect("sent");
    assert_eq!(office.letters().len(), 0, "it may still be under way");
    hospital.wait_minutes(1);
    other.send_due().await.expect("sent");
    let second = office.letters();
    assert_eq!(second.len(), 2);
    assert_eq!(ids(&phone, &second), ids(&phone, &first));
}

async fn two_nodes_send_each_notice_once(db: Database) {
    let (office, hospital) =
        (PostOffice::open().await, TestHospital::start_with(db, telling()).await);
    let node = hospital.another_node(telling()).await;
    let nurse = hospital.nurse().await;
    let senders = [office.sender(&hospital), office.sender(&node)];
    let mut expected = Vec::new();
    for nth in 1..=8 {
        let bear = builders::check_in(&nurse).await;
        let link = invite(&nurse, &bear, "en").await;
        ask(&hospital, &link, &Browser::new(nth)).await;
        dress(&nurse, &bear, "gown").await;
        expected.extend([format!("/push/{nth}"), "/hook".to_owned()]);
    }
    // Nobody is let in before both have taken what they could get.
    office.shut.set(true);
    let open = async {
        office.wait_for_callers(expected.len()).await;
        office.unlock();
    };
    let (one, other, ()) = tokio::join!(senders[0].send_due(), senders[1].send_due(), open);
    one.and(other).expect("sent");
    assert_eq!(office.callers(), expected.len());
    let mut paths: Vec<_> = office.letters().into_iter().map(|letter| letter.path).collect();
    paths.sort_unstable();
    expected.sort_unstable();
    assert_eq!(paths, expected);
}

async fn a_running_sender_is_woken_by_what_another_node_commits_and_finishes_when_it_is_told_to_stop(
    db: Database,
) {
    let (office, hospital) =
        (PostOffice::open().await, TestHospital::start_with(db, telling()).await);
    let node = hospital.another_node(telling()).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let link = invite(&nurse, &bear, "en").await;
    ask(&hospital, &link, &Browser::new(1)).await;
    // On SQLite there is one node, and so it is rung within it.
    let runs_on = if hospital.db.is_postgres() { &node } else { &hospital };
    let sender = office.sender_of(runs_on, Some(super::web_push::key()), None);
    let never = OutboxTimings { look: Duration::from_hours(1), pause: Duration::ZERO };
    let mut running = actix_web::rt::spawn(sender.clone().run(never));
    // A bell that nobody hears yet is no bell: the first ring may come before the line to it stands.
    dress(&nurse, &bear, "gown").await;
    office.wait_for(1).await;
    office.shut.set(true);
    let before = office.callers();
    hospital.wait_minutes(1);
    dress(&nurse, &bear, "mask").await;
    office.wait_for_callers(before + 1).await;
    sender.close();
    let while_something_is_on_its_way =
        tokio::time::timeout(Duration::from_millis(200), &mut running);
    assert!(while_something_is_on_its_way.await.is_err(), "it ends before its work is done");
    office.unlock();
    running.await.expect("it ends by itself");
    assert_eq!(office.letters().len(), 2, "what was under way was finished");
}

async fn a_newer_notice_stands_for_all_before_it(db: Database) {
    let (office, hospital) =
        (PostOffice::open().await, TestHospital::start_with(db, telling()).await);
    let (nurse, bear, phone) = followed(&hospital).await;
    let sender = office.sender(&hospital);
    office.answers(&[Manner::Says(500), Manner::Says(500)]);
    dress(&nurse, &bear, "gown").await;
    sender.send_due().await.expect("sent");
    let first = ids(&phone, &office.letters());
    hospital.wait_minutes(1);
    dress(&nurse, &bear, "mask").await;
    sender.send_due().await.expect("sent");
    let letters = office.letters();
    assert_eq!(letters.len(), 2);
    assert_ne!(ids(&phone, &letters), first);
    hospital.wait_minutes(120);
    sender.send_due().await.expect("sent");
    assert_eq!(office.letters().len(), 0);
}

async fn a_link_that_was_taken_back_or_is_over_is_told_nothing(db: Database) {
    let (office, hospital) =
        (PostOffice::open().await, TestHospital::start_with(db, telling()).await);
    let nurse = hospital.nurse().await;
    let sender = office.sender(&hospital);
    let bear = builders::check_in(&nurse).await;
    let link = invite(&nurse, &bear, "en").await;
    ask(&hospital, &link, &Browser::new(1)).await;
    // What waits when the link is taken back goes nowhere, and nothing more is made for it.
    dress(&nurse, &bear, "gown").await;
    nurse.delete(&format!("/family-links/{}", link.id)).await.expect(204);
    dress(&nurse, &bear, "mask").await;
    sender.send_due().await.expect("sent");
    assert_eq!(office.callers(), 0);
    sender.delete_expired().await;
    for table in ["notices", "push_subscriptions"] {
        let rows = hospital.db.lines(&format!("SELECT 'a row' AS line FROM {table}")).await;
        assert_eq!(rows, Vec::<String>::new(), "{table}");
    }
    // A link ends a week after its visit; the last word is told before.
    let bear = builders::check_in(&nurse).await;
    let link = invite(&nurse, &bear, "en").await;
    ask(&hospital, &link, &Browser::new(2)).await;
    let home = json!([{ "kind": "reunited", "with": "child" }, { "kind": "closed", "outcome": "with_child" }]);
    bear.perform(&nurse, home).await;
    let visit = format!("/visits/{}", bear.visit);
    let revision = nurse.get(&visit).await.expect(200)["revision"].clone();
    nurse.patch(&visit, &revision, json!({ "status": "completed" })).await.expect(200);
    sender.send_due().await.expect("sent");
    assert_eq!(office.letters().len(), 2);
    hospital.wait_minutes(7 * 24 * 60 + 1);
    sender.delete_expired().await;
    assert_eq!(
        hospital.db.lines("SELECT endpoint AS line FROM push_subscriptions").await,
        Vec::<String>::new()
    );
}

on_both_databases!(
    what_was_not_taken_is_sent_again_by_the_same_id,
    it_is_tried_for_a_day_and_no_longer,
    whoever_asks_for_time_is_given_it,
    what_a_node_was_sending_when_it_died_another_sends_by_the_same_id,
    two_nodes_send_each_notice_once,
    a_running_sender_is_woken_by_what_another_node_commits_and_finishes_when_it_is_told_to_stop,
    a_newer_notice_stands_for_all_before_it,
    a_link_that_was_taken_back_or_is_over_is_told_nothing,
);

#[test]
fn waits_double_up_to_an_hour_and_never_fall_together() {
    assert_eq!(retry_delay(1, 0), Duration::from_secs(15));
    assert_eq!(retry_delay(2, 0), Duration::from_secs(30));
    assert_eq!(retry_delay(9, 0), Duration::from_hours(1));
    assert_eq!(retry_delay(u32::MAX, 0), Duration::from_hours(1));
    for tries in [1, 5, 40] {
        let (most, least) = (retry_delay(tries, 0), retry_delay(tries, 255));
        assert!(least < most && least * 2 >= most, "{tries}: {least:?} to {most:?}");
    }
}
