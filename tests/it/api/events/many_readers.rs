//! Concurrent writers and readers on several nodes, with lost connections and restarts: each reader gets every
//! event exactly once.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use serde_json::json;
use stuffy::realtime::HubTimings;

use crate::builders::{self, Bear};
use crate::databases::{Database, on_both_databases};
use crate::sse_client::EventStream;
use crate::test_app::{Actor, TestHospital, TestOptions};

const WRITERS: usize = 8;
const SCANS: usize = 25;
const READERS: usize = 6;

fn fast_timings() -> TestOptions {
    let pace = HubTimings {
        heartbeat: Duration::from_millis(20),
        poll_interval: Duration::from_millis(50),
    };
    TestOptions { pace, ..TestOptions::default() }
}

/// Reads until the event of the marker arrives. Reconnects after some events, to each node in turn.
async fn read_until_marker(
    nodes: Vec<Actor>,
    start: String,
    events_per_connection: usize,
    marker: Rc<Cell<Option<String>>>,
) -> Vec<String> {
    let (mut last, mut read, mut turn) = (start, Vec::new(), events_per_connection);
    loop {
        let mut stream = nodes[turn % nodes.len()].watch(Some(&last)).await;
        turn += 1;
        let mut remaining = events_per_connection;
        while remaining > 0 {
            let Some(block) = stream.block().await else { break };
            last = stream.last_id.clone().unwrap_or(last);
            if let (Some("change"), Some(id)) = (block.event.as_deref(), block.id.clone()) {
                read.push(id.clone());
                remaining -= 1;
            } else {
                assert!(
                    block.event.is_none() || block.is_heartbeat(),
                    "no event was lost, so no reset is expected"
                );
            }
            let end = marker.take();
            marker.set(end.clone());
            if end.is_some() && end.as_deref() == block.data["subject_id"].as_str() {
                return read;
            }
        }
    }
}

async fn send_scans(nurse: Actor, bear: Bear) {
    for _ in 0..SCANS {
        nurse.scan(&bear.tag, json!({})).await.expect(201);
    }
}

/// The ids of all public events after `start`, in the order of the event table.
async fn event_ids_after(hospital: &TestHospital, start: &str) -> Vec<String> {
    let id = if hospital.db.is_postgres() { "id::text" } else { "lower(hex(id))" };
    let from = start.replace('-', "");
    let all = format!(
        "SELECT {id} AS line FROM events WHERE topic NOT IN ('session', 'began') AND (txid, seq) > \
         (SELECT txid, seq FROM events WHERE replace({id}, '-', '') = '{from}') ORDER BY txid, seq"
    );
    hospital.db.lines(&all).await.iter().map(|id| id.replace('-', "")).collect()
}

async fn current_event_id(nurse: &Actor) -> String {
    let mut stream: EventStream = nurse.watch(None).await;
    stream.event().await.id.expect("an event with the current id")
}

async fn every_reader_gets_every_event_once(hospitals: Vec<Rc<TestHospital>>) {
    let first = &hospitals[0];
    let mut nurses = Vec::new();
    for hospital in &hospitals {
        nurses.push(hospital.nurse().await);
    }
    let start = current_event_id(&nurses[0]).await;
    let marker = Rc::new(Cell::new(None));
    let readers: Vec<_> = (0..READERS)
        .map(|nth| {
            let reading = read_until_marker(
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
        writers.push(actix_web::rt::spawn(send_scans(nurse, bear)));
    }
    for writer in writers {
        writer.await.expect("a writer");
    }
    marker.set(Some(builders::room(&first.admin().await, "The end", "other").await));
    let expected = event_ids_after(first, &start).await;
    assert!(expected.len() > WRITERS * SCANS);
    for reader in readers {
        let read: Vec<_> =
            reader.await.expect("a reader").iter().map(|id| id.replace('-', "")).collect();
        assert_eq!(read, expected);
    }
}

async fn readers_get_every_event_once_on_one_node(db: Database) {
    every_reader_gets_every_event_once(vec![TestHospital::start_with(db, fast_timings()).await])
        .await;
}

async fn no_event_is_lost_in_a_restart(db: Database) {
    let hospital = TestHospital::start_with(db, fast_timings()).await;
    let nurse = hospital.nurse().await;
    let mut stream = nurse.watch(None).await;
    stream.event().await;
    let bear = builders::check_in(&nurse).await;
    stream.change("journey").await;
    let last_id = stream.last_id.clone().expect("an id");
    hospital.stop().await;
    stream.read_to_end().await;
    let restarted = hospital.another_node(fast_timings()).await;
    let nurse = restarted.nurse().await;
    nurse.scan(&bear.tag, json!({})).await.expect(201);
    let mut resumed = nurse.watch(Some(&last_id)).await;
    let topics = [resumed.event().await, resumed.event().await]
        .map(|block| block.text("topic").map(str::to_owned));
    assert_eq!(topics, [Some("tag".to_owned()), Some("journey".to_owned())]);
}

on_both_databases!(readers_get_every_event_once_on_one_node, no_event_is_lost_in_a_restart,);

#[actix_web::test]
async fn readers_get_every_event_once_on_two_nodes() {
    let one = TestHospital::start_with(Database::postgres(), fast_timings()).await;
    let two = one.another_node(fast_timings()).await;
    every_reader_gets_every_event_once(vec![one, two]).await;
}

/// Only by the PostgreSQL notification: the poll interval is too long to matter.
#[actix_web::test]
async fn node_is_notified_of_commits_on_another_node() {
    let without_polling = || TestOptions {
        pace: HubTimings {
            heartbeat: Duration::from_millis(20),
            poll_interval: Duration::from_hours(1),
        },
        ..TestOptions::default()
    };
    let one = TestHospital::start_with(Database::postgres(), without_polling()).await;
    let two = one.another_node(without_polling()).await;
    let (nurse, reader) = (one.nurse().await, two.nurse().await);
    let mut stream = reader.watch(None).await;
    stream.event().await;
    let bear = builders::check_in(&nurse).await;
    assert_eq!(stream.change("journey").await.text("journey_id"), Some(&*bear.journey));
    // It works again after the listening connections were terminated.
    let terminate = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query ILIKE '%stuffy_events%' AND pid <> pg_backend_pid()";
    one.db.run(terminate).await.expect("terminated");
    let bear = builders::check_in(&nurse).await;
    assert_eq!(stream.change("journey").await.text("journey_id"), Some(&*bear.journey));
}
