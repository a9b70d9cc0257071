//! The PostgreSQL primary dies under load and a standby is promoted: both nodes recover, and nothing acknowledged is
//! lost (R28).
//!
//! `STUFFY_FAULT_ROUNDS=10 cargo test --test it resilience::standby -- --nocapture` lets ten servers die and prints how
//! long the nodes were without one.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::Instant;

use super::load::{Bear, Ledger, ResponseCounts, rounds};
use super::servers::Server;
use crate::cli::process::{program_with_database, run_command};
use crate::cli::{add_admin_at, serve_at, sign_in};

/// A short database timeout.
const NODE: &[&str] = &["--database-timeout-seconds", "2"];

#[actix_web::test]
async fn failover_to_a_standby_loses_nothing() {
    let mut slowest = Duration::ZERO;
    for _ in 0..rounds(1) {
        let (recovered, kept) = round().await;
        println!(
            "two nodes recovered {recovered:.1?} after the server died; {kept} scans acknowledged, none lost, none doubled"
        );
        slowest = slowest.max(recovered);
    }
    println!("{} servers died; recovery took at most {slowest:.1?}", rounds(1));
}

async fn round() -> (Duration, usize) {
    let first = Server::start();
    first
        .connect("postgres")
        .await
        .batch_execute("CREATE DATABASE hospital")
        .await
        .expect("a database");
    let second = first.start_standby().await;
    // The nodes must find out which of the servers is writable.
    let url = format!(
        "postgres://stuffy@{},{}/hospital?sslmode=disable",
        second.address(),
        first.address()
    );
    run_command(program_with_database(&url, &["migrate"]), "").succeeds();
    add_admin_at(&url);
    let (mut one, mut here) = serve_at(&url, NODE).await;
    let (mut two, mut there) = serve_at(&url, NODE).await;
    here.token = Some(sign_in(&here).await);
    there.token.clone_from(&here.token);
    let all_counts = [Arc::new(ResponseCounts::default()), Arc::new(ResponseCounts::default())];
    let mut phones = JoinSet::new();
    for (web, counts) in [&here, &there].into_iter().zip(&all_counts) {
        for bear in Bear::check_in_many(web, 3).await {
            phones.spawn(Ledger::default().until_stopped(web.clone(), bear, Arc::clone(counts)));
        }
    }
    let both = async |more| {
        tokio::join!(all_counts[0].wait_for_accepted(more), all_counts[1].wait_for_accepted(more))
    };
    both(30).await;

    // The primary acknowledges nothing that the standby has not received, so the last moment before its death is safe.
    first.pause_replication().await;
    tokio::join!(all_counts[0].wait_for_rejected(3), all_counts[1].wait_for_rejected(3));
    first.kill();
    let died = Instant::now();
    second.promote();
    both(1).await;
    let recovered = died.elapsed();
    both(30).await;
    for counts in &all_counts {
        counts.stop();
    }

    // Scans through one node are visible through the other.
    let mut acknowledged = 0;
    for (bear, ledger) in phones.join_all().await {
        ledger.assert_all_recorded(&here, &bear).await;
        ledger.assert_all_recorded(&there, &bear).await;
        acknowledged += ledger.len();
    }
    for web in [&here, &there] {
        assert_eq!(web.request("GET", "/readyz", None).await.0, 200);
    }
    // Both nodes listen for notifications again.
    let listening = "SELECT count(*) FROM pg_stat_activity WHERE datname = 'hospital' AND query IN ('SELECT pg_backend_pid()', 'NOTIFY stuffy_events')";
    second.wait_for_count("hospital", listening, 2).await;
    for node in [&mut one, &mut two] {
        node.signal("TERM");
        assert_eq!(node.wait_for_exit().await, Some(0));
    }
    run_command(program_with_database(&url, &["verify"]), "").succeeds();
    (recovered, acknowledged)
}
