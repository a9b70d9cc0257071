//! A hold: what waits is never sent, and nothing goes out after it was acknowledged (R36).

use serde_json::json;

use super::browser::{Browser, ask, dress, invite, telling};
use super::receiver::{Manner, PostOffice};
use crate::builders;
use crate::databases::{Database, on_both_databases};
use crate::test_app::TestHospital;

async fn r36_a_hold_drops_what_waits_and_nothing_is_made_while_it_is_on(db: Database) {
    let (office, hospital) =
        (PostOffice::open().await, TestHospital::start_with(db, telling()).await);
    let (nurse, lead) = (hospital.nurse().await, hospital.lead().await);
    let bear = builders::check_in(&nurse).await;
    let link = invite(&nurse, &bear, "en").await;
    ask(&hospital, &link, &Browser::new(1)).await;
    let (sender, hold) = (office.sender(&hospital), format!("/visits/{}/hold", bear.visit));
    // One waits to be sent the first time, one to be tried again.
    office.answers(&[Manner::Says(500), Manner::Says(500)]);
    dress(&nurse, &bear, "gown").await;
    sender.send_due().await.expect("sent");
    hospital.wait_seconds(1);
    dress(&nurse, &bear, "mask").await;
    nurse.put(&hold, json!({ "kind": "hold", "reason": "we talk first" })).await.expect(200);
    let calls = office.callers();
    assert_eq!(
        hospital.db.lines("SELECT 'a row' AS line FROM notices").await,
        Vec::<String>::new()
    );
    hospital.wait_minutes(1);
    bear.perform(&nurse, json!([{ "kind": "undressed", "items": ["gown"] }])).await;
    // A browser that asks now is not told that there is a hold.
    ask(&hospital, &link, &Browser::new(2)).await;
    hospital.wait_minutes(90);
    sender.send_due().await.expect("sent");
    assert_eq!(office.callers(), calls);

    // Released, what went on meanwhile is news, once; where nothing went on there is none.
    lead.delete(&hold).await.expect(204);
    office.letters();
    sender.send_due().await.expect("sent");
    let mut paths: Vec<_> = office.letters().into_iter().map(|letter| letter.path).collect();
    paths.sort_unstable();
    assert_eq!(paths, ["/hook", "/push/1", "/push/2"]);
    nurse.put(&hold, json!({ "kind": "hold", "reason": "once more" })).await.expect(200);
    lead.delete(&hold).await.expect(204);
    sender.send_due().await.expect("sent");
    assert_eq!(office.letters().len(), 0);

    // One that is permanent ends it for ever.
    nurse.put(&hold, json!({ "kind": "permanent", "reason": "for good" })).await.expect(200);
    hospital.wait_minutes(1);
    dress(&nurse, &bear, "gown").await;
    hospital.wait_minutes(24 * 60);
    sender.send_due().await.expect("sent");
    assert_eq!(office.letters().len(), 0);
}

async fn r36_a_send_that_is_under_way_is_stopped_before_its_words_go_out(db: Database) {
    let (office, hospital) =
        (PostOffice::open().await, TestHospital::start_with(db, telling()).await);
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let link = invite(&nurse, &bear, "en").await;
    ask(&hospital, &link, &Browser::new(1)).await;
    // The notices are claimed and the lines are being made when the hold comes.
    let (sender, node) = (office.sender(&hospital), hospital.another_node(telling()).await);
    office.shut.set(true);
    dress(&nurse, &bear, "gown").await;
    let sending = actix_web::rt::spawn(async move { sender.send_due().await });
    office.wait_for_callers(2).await;
    let there = crate::test_app::Actor { hospital: node, ..nurse.clone() };
    let hold = json!({ "kind": "hold", "reason": "we talk first" });
    there.put(&format!("/visits/{}/hold", bear.visit), hold).await.expect(200);
    office.unlock();
    sending.await.expect("it ends").expect("sent");
    assert_eq!(office.letters().len(), 0);
}

async fn r36_no_hold_that_was_acknowledged_is_followed_by_a_notice(db: Database) {
    let (office, hospital) =
        (PostOffice::open().await, TestHospital::start_with(db, telling()).await);
    let node = hospital.another_node(telling()).await;
    let nurse = hospital.nurse().await;
    let senders = [office.sender(&hospital), office.sender(&node)];
    for nth in 1..=6 {
        let bear = builders::check_in(&nurse).await;
        let link = invite(&nurse, &bear, "en").await;
        ask(&hospital, &link, &Browser::new(nth)).await;
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
        office.letters();
        dress(&nurse, &bear, "mask").await;
        for sender in &senders {
            sender.send_due().await.expect("sent");
        }
        assert_eq!(office.letters().len(), 0);
    }
}

on_both_databases!(
    r36_a_hold_drops_what_waits_and_nothing_is_made_while_it_is_on,
    r36_a_send_that_is_under_way_is_stopped_before_its_words_go_out,
    r36_no_hold_that_was_acknowledged_is_followed_by_a_notice,
);
