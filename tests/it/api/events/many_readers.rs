//! Many who write and many who watch, lose their line and come back, on several nodes and across restarts: each
//! reads every event once.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use serde_json::json;
use stuffy::realtime::HubTimings;

use crate::builders::{self, Bear};
use crate::databases::{Database, on_both_databases};
use crate::sse_client::Watching;
use crate::test_app::{Actor, TestHospital, TestOptions};

const WRITERS: usize = 8;
const SCANS: usize = 25;
const WATCHERS: usize = 6;

fn hasty() -> TestOptions {
    let pace = HubTimings {
        heartbeat: Duration::from_millis(20),
        poll_interval: Duration::from_millis(50),
    };
    TestOptions { pace, ..TestOptions::default() }
}

/// Reads until the marker comes, leaving and coming back after every few events, now here, now there.
async fn watches(
    nodes: Vec<Actor>,
    start: String,
    patience: usize,
    marker: Rc<Cell<Option<String>>>,
) -> Vec<String> {
    let (mut last, mut read, mut turn) = (start, Vec::new(), patience);
    loop {
        let mut watching = nodes[turn % nodes.len()].watch(Some(&last)).await;
        turn += 1;
        let mut left = patience;
        while left > 0 {
            let Some(block) = watching.block().await else { break };
            last = watching.last_id.clone().unwrap_or(last);
            if let (Some("change"), Some(id)) = (block.event.as_deref(), block.id.clone()) {
                read.push(id.clone());
                left -= 1;
            } else {
                assert!(
                    block.event.is_none() || block.is_beat(),
                    "nothing is lost, so nothing is reset"
                );
            }
            let over = marker.take();
            marker.set(over.clone());
            if over.is_some() && over.as_deref() == block.data["subject_id"].as_str() {
                return read;
            }
        }
    }
}

async fn scans(nurse: Actor, bear: Bear) {
    for _ in 0..SCANS {
        nurse.scan(&bear.tag, json!({})).await.expect(201);
    }
}

/// The public events after the first of these, in the log's own order.
async fn logged(hospital: &TestHospital, start: &str) -> Vec<String> {
    let id = if hospital.db.is_postgres() { "id::text" } else { "lower(hex(id))" };
    let from = start.replace('-', "");
    let all = format!(
        "SELECT {id} AS line FROM events WHERE topic NOT IN ('session', 'began') AND (txid, seq) > \
         (SELECT txid, seq FROM events WHERE replace({id}, '-', '') = '{from}') ORDER BY txid, seq"
    );
    hospital.db.lines(&all).await.iter().map(|id| id.replace('-', "")).collect()
}

async fn start_of(nurse: &Actor) -> String {
    let mut watching: Watching = nurse.watch(None).await;
    watching.event().await.id.expect("where it begins")
}

async fn everybody_reads_everything_once(hospitals: Vec<Rc<TestHospital>>) {
    let first = &hospitals[0];
    let mut nurses = Vec::new();
    for hospital in &hospitals {
        nurses.push(hospital.nurse().await);
    }
    let start = start_of(&nurses[0]).await;
    let marker = Rc::new(Cell::new(None));
    let watchers: Vec<_> = (0..WATCHERS)
        .map(|nth| {
            let reading = watches(
                nurses.clone(),
                start.clone(),
                [1, 2, 7, 30, 100, 1000][nth],
                Rc::clone(&marker),
            );
            actix_web::rt::spawn(reading)
        })
        .collect();
    let mut writers = Vec::new();
    for nth in 0..WRITERS {
        let nurse = nurses[nth % nurses.len()].clone();
        let bear = builders::check_in(&nurse).await;
        writers.push(actix_web::rt::spawn(scans(nurse, bear)));
    }
    for writer in writers {
        writer.await.expect("a writer");
    }
    marker.set(Some(builders::room(&first.admin().await, "The end", "other").await));
    let expected = logged(first, &start).await;
    assert!(expected.len() > WRITERS * SCANS);
    for watcher in watchers {
        let read: Vec<_> =
            watcher.await.expect("a watcher").iter().map(|id| id.replace('-', "")).collect();
        assert_eq!(read, expected);
    }
}

async fn each_reads_every_event_once(db: Database) {
    everybody_reads_everything_once(vec![TestHospital::start_with(db, hasty()).await]).await;
}

async fn a_restart_loses_nothing(db: Database) {
    let hospital = TestHospital::start_with(db, hasty()).await;
    let nurse = hospital.nurse().await;
    let mut watching = nurse.watch(None).await;
    watching.event().await;
    let bear = builders::check_in(&nurse).await;
    watching.change("journey").await;
    let here = watching.last_id.clone().expect("an id");
    hospital.stop().await;
    watching.read_out().await;
    let anew = hospital.another_node(hasty()).await;
    let nurse = anew.nurse().await;
    nurse.scan(&bear.tag, json!({})).await.expect(201);
    let mut back = nurse.watch(Some(&here)).await;
    let topics = [back.event().await, back.event().await]
        .map(|block| block.text("topic").map(str::to_owned));
    assert_eq!(topics, [Some("tag".to_owned()), Some("journey".to_owned())]);
}

on_both_databases!(each_reads_every_event_once, a_restart_loses_nothing,);

#[actix_web::test]
async fn several_nodes_tell_the_same() {
    let one = TestHospital::start_with(Database::postgres(), hasty()).await;
    let two = one.another_node(hasty()).await;
    everybody_reads_everything_once(vec![one, two]).await;
}

/// By the bell between the nodes alone: neither looks at the log of itself.
#[actix_web::test]
async fn a_node_hears_of_what_another_commits() {
    let deaf = || TestOptions {
        pace: HubTimings {
            heartbeat: Duration::from_millis(20),
            poll_interval: Duration::from_hours(1),
        },
        ..TestOptions::default()
    };
    let one = TestHospital::start_with(Database::postgres(), deaf()).await;
    let two = one.another_node(deaf()).await;
    let (here, there) = (one.nurse().await, two.nurse().await);
    let mut watching = there.watch(None).await;
    watching.event().await;
    let bear = builders::check_in(&here).await;
    assert_eq!(watching.change("journey").await.text("journey_id"), Some(&*bear.journey));
    // And again when the line between them was cut.
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query ILIKE '%stuffy_events%' AND pid <> pg_backend_pid()";
    one.db.run(cut).await.expect("cut");
    let bear = builders::check_in(&here).await;
    assert_eq!(watching.change("journey").await.text("journey_id"), Some(&*bear.journey));
}
