//! A hold against concurrent scans (R36): after its acknowledgement no later state is sent by any
//! node.

use std::rc::Rc;

use serde_json::{Value, json};

use super::family_events::{deaf, hasty};
use crate::builders::{self, Bear};
use crate::databases::{Database, on_both_databases};
use crate::sse_client::EventStream;
use crate::test_app::{Actor, TestHospital};

/// The number of repetitions.
const ROUNDS: usize = 8;
/// Items put on one by one while the hold is set.
const ITEMS: [&str; 6] = ["gown", "mask", "cap", "gloves", "id_band", "bandage"];

async fn dresses(nurse: Actor, bear: Rc<Bear>, items: &'static [&'static str]) {
    for item in items {
        bear.perform(&nurse, json!([{ "kind": "dressed", "items": [item] }])).await;
    }
}

/// The companions sent on a stream until some heartbeats have passed.
async fn told(watching: &mut EventStream, beats: usize) -> Vec<Value> {
    let (mut states, mut heard) = (Vec::new(), 0);
    while heard < beats {
        let block = watching.block().await.expect("the stream goes on");
        match block.event.as_deref() {
            Some("state") => states.push(block.data["companions"].clone()),
            _ => heard += 1,
        }
    }
    states
}

/// Scans on every node while one of them sets the hold, with a reader on each.
async fn race(nodes: &[Rc<TestHospital>]) {
    let nurse = nodes[0].nurse().await;
    let mut nurses = Vec::new();
    for node in nodes {
        nurses.push(node.nurse().await);
    }
    for round in 0..ROUNDS {
        let bear = Rc::new(builders::check_in(&nurse).await);
        let page = builders::invite(&nurse, &bear.visit).await;
        let mut watching = Vec::new();
        for node in nodes {
            let mut stream = node.stranger().watch_family(&page, None).await;
            stream.state().await;
            watching.push(stream);
        }
        nodes[0].wait_minutes(1);
        let scans: Vec<_> = (0..2)
            .map(|nth| {
                let who = nurses[(nth + 1) % nurses.len()].clone();
                actix_web::rt::spawn(dresses(who, Rc::clone(&bear), &ITEMS[3 * nth..3 * nth + 3]))
            })
            .collect();
        let reason = json!({ "kind": "hold", "reason": "we talk first" });
        let hold = format!("/visits/{}/hold", bear.visit);
        nurses[round % nurses.len()].put(&hold, reason).await.expect(200);
        // After the acknowledgement every node's page shows the state of that moment.
        let frozen = nodes[0].stranger().get(&page).await.expect(200)["companions"].clone();
        for scan in scans {
            scan.await.expect("a nurse");
        }
        bear.perform(&nurse, json!([{ "kind": "undressed", "items": ITEMS }])).await;
        // The last state may still be the initial one, without clothes.
        let is_frozen = |state: &Value| (1..=worn(&frozen)).contains(&worn(state));
        for (node, stream) in nodes.iter().zip(&mut watching) {
            let slipped = told(stream, 10).await;
            assert!(slipped.iter().all(is_frozen), "{slipped:?} was told, {frozen} is the last");
            assert_eq!(node.stranger().get(&page).await.expect(200)["companions"], frozen);
        }
        let mut new = nodes[round % nodes.len()].stranger().watch_family(&page, None).await;
        assert_eq!(told(&mut new, 5).await, std::slice::from_ref(&frozen));
        // Nothing is sent after everything has settled.
        let more = json!([{ "kind": "dressed", "items": ["gown"] }]);
        nodes[0].wait_minutes(1);
        bear.perform(&nurse, more).await;
        for stream in &mut watching {
            stream.expect_only_heartbeats(5).await;
        }
    }
}

fn worn(companions: &Value) -> usize {
    companions[0]["companion"]["outfit"].as_array().expect("an outfit").len()
}

async fn r36_no_state_is_sent_after_an_acknowledged_hold(db: Database) {
    let hospital = TestHospital::start_with(db, hasty()).await;
    race(&[hospital]).await;
}

on_both_databases!(r36_no_state_is_sent_after_an_acknowledged_hold,);

#[actix_web::test]
async fn r36_no_state_is_sent_after_a_hold_on_two_nodes() {
    let one = TestHospital::start_with(Database::postgres(), deaf()).await;
    let two = one.another_node(deaf()).await;
    race(&[one, two]).await;
}
