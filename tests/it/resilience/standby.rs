//! The PostgreSQL that everything is kept on dies under load, and one that followed it takes its place: two nodes go
//! on, and nothing that was acknowledged is lost (rule 4 of the house, R28).
//!
//! `STUFFY_FAULT_ROUNDS=10 cargo test --test it faults::standby -- --nocapture` lets ten die, and tells how long each
//! was missed.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::Instant;

use super::load::{Bear, Ledger, Tally, rounds};
use super::servers::Server;
use crate::cli::process::{at, say};
use crate::cli::{hire_at, serve_at, sign_in};

/// How long the program is told to wait for its database.
const NODE: &[&str] = &["--database-timeout-seconds", "2"];

#[actix_web::test]
async fn failover_to_a_standby_loses_nothing() {
    let mut slowest = Duration::ZERO;
    for _ in 0..rounds(1) {
        let (recovered, kept) = round().await;
        println!(
            "two nodes went on {recovered:.1?} after the server had died; {kept} scans acknowledged, none lost, none twice"
        );
        slowest = slowest.max(recovered);
    }
    println!("{} servers died; missed for {slowest:.1?} at the most", rounds(1));
}

async fn round() -> (Duration, usize) {
    let first = Server::start();
    first
        .line("postgres")
        .await
        .batch_execute("CREATE DATABASE hospital")
        .await
        .expect("a database");
    let second = first.follower().await;
    // Which of them takes writes is for the nodes to find out.
    let url = format!(
        "postgres://stuffy@{},{}/hospital?sslmode=disable",
        second.address(),
        first.address()
    );
    say(at(&url, &["migrate"]), "").well();
    hire_at(&url);
    let (mut one, mut here) = serve_at(&url, NODE).await;
    let (mut two, mut there) = serve_at(&url, NODE).await;
    here.token = Some(sign_in(&here).await);
    there.token.clone_from(&here.token);
    let tallies = [Arc::new(Tally::default()), Arc::new(Tally::default())];
    let mut phones = JoinSet::new();
    for (web, tally) in [&here, &there].into_iter().zip(&tallies) {
        for bear in Bear::some(web, 3).await {
            phones.spawn(Ledger::default().through(web.clone(), bear, Arc::clone(tally)));
        }
    }
    let both = async |more| tokio::join!(tallies[0].kept(more), tallies[1].kept(more));
    both(30).await;

    // What the other did not hear of is not acknowledged, so the last moment before its death is no trap.
    first.fall_silent().await;
    tokio::join!(tallies[0].turned_away(3), tallies[1].turned_away(3));
    first.kill();
    let died = Instant::now();
    second.promote();
    both(1).await;
    let recovered = died.elapsed();
    both(30).await;
    for tally in &tallies {
        tally.stop();
    }

    // What was said through one node is there through the other.
    let mut acknowledged = 0;
    for (bear, ledger) in phones.join_all().await {
        ledger.is_honoured(&here, &bear).await;
        ledger.is_honoured(&there, &bear).await;
        acknowledged += ledger.len();
    }
    for web in [&here, &there] {
        assert_eq!(web.ask("GET", "/readyz", None).await.0, 200);
    }
    // And they hear each other.
    let listening = "SELECT count(*) FROM pg_stat_activity WHERE datname = 'hospital' AND query IN ('SELECT pg_backend_pid()', 'NOTIFY stuffy_events')";
    second.counts("hospital", listening, 2).await;
    for node in [&mut one, &mut two] {
        node.signal("TERM");
        assert_eq!(node.end().await, Some(0));
    }
    say(at(&url, &["verify"]), "").well();
    (recovered, acknowledged)
}
