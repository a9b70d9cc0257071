//! The program is killed at random moments under load (R28).
//!
//! `STUFFY_FAULT_ROUNDS=200 cargo test --test it resilience::kill -- --nocapture` kills it two hundred times on each
//! database and prints the totals; `STUFFY_FAULT_SEED` repeats the same moments.

use std::fmt;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use super::load::{Bear, Ledger, rounds};
use crate::cli::process::{ApiClient, Running, command, run_command};
use crate::cli::{add_admin, serve_at, sign_in};
use crate::databases::{Database, on_both_databases};

/// For each database.
const ROUNDS: usize = 4;
/// Each phone scans a companion of its own.
const PHONES: usize = 6;
const MAX_UPTIME_MICROSECONDS: u64 = 250_000;
/// Warnings, and the line that says where the server listens.
const LOG_ARGS: &[&str] = &["--log", "warn,stuffy::cli=info"];

async fn acknowledged_scans_survive_kills(db: Database) {
    let (mut random, mut totals) = (SeededRandom::from_environment(), Totals::default());
    println!("seed: STUFFY_FAULT_SEED={}", random.0);
    run_command(command(&db, &["migrate"]), "").succeeds();
    add_admin(&db);
    let (mut serving, mut web) = serve_at(&db.url, LOG_ARGS).await;
    web.token = Some(sign_in(&web).await);
    let began = Instant::now();
    for _ in 0..rounds(ROUNDS) {
        let moment = Duration::from_micros(random.below(MAX_UPTIME_MICROSECONDS));
        (serving, web) = round(&db, serving, web, moment, &mut totals).await;
    }
    totals.took = began.elapsed();
    serving.signal("TERM");
    assert_eq!(serving.wait_for_exit().await, Some(0));
    println!("{}: {totals}", if db.is_postgres() { "PostgreSQL" } else { "SQLite" });
    assert!(totals.acknowledged > rounds(ROUNDS), "hardly any load: {totals}");
}

on_both_databases!(acknowledged_scans_survive_kills,);

/// Kills the server after this time under load, restarts it and checks what was recorded.
async fn round(
    db: &Database,
    mut serving: Running,
    web: ApiClient,
    moment: Duration,
    totals: &mut Totals,
) -> (Running, ApiClient) {
    let bears = Bear::check_in_many(&web, PHONES).await;
    let phones =
        bears.into_iter().map(|bear| Ledger::default().until_no_response(web.clone(), bear));
    let phones: JoinSet<_> = phones.collect();
    let killing = async {
        sleep(moment).await;
        serving.signal("KILL");
        assert_eq!(serving.wait_for_exit().await, None, "it exited by itself");
    };
    let (ledgers, ()) = tokio::join!(phones.join_all(), killing);

    let dead = Instant::now();
    let (serving, mut again) = serve_at(&db.url, LOG_ARGS).await;
    assert_eq!(again.request("GET", "/readyz", None).await.0, 200);
    totals.slowest_start = totals.slowest_start.max(dead.elapsed());
    again.token = web.token;
    for (bear, ledger) in &ledgers {
        totals.recorded_without_response += ledger.assert_all_recorded(&again, bear).await;
        totals.acknowledged += ledger.len();
    }
    totals.rounds += 1;
    run_command(command(db, &["verify"]), "").succeeds();
    if !db.is_postgres() {
        let sound = "SELECT integrity_check AS line FROM pragma_integrity_check";
        assert_eq!(db.lines(sound).await, ["ok"]);
    }
    (serving, again)
}

#[derive(Default)]
struct Totals {
    rounds: usize,
    acknowledged: usize,
    recorded_without_response: usize,
    slowest_start: Duration,
    took: Duration,
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rounds, acknowledged, recorded_without_response, slowest_start, took } = self;
        write!(
            f,
            "killed {rounds} times in {took:.1?}; {acknowledged} scans acknowledged, none lost, none doubled; \
             {recorded_without_response} recorded without a response; ready again after at most {slowest_start:.1?}",
        )
    }
}

/// The same numbers for the same seed (`SplitMix64`).
struct SeededRandom(u64);

impl SeededRandom {
    fn from_environment() -> Self {
        let seed = std::env::var("STUFFY_FAULT_SEED").map(|seed| seed.parse().expect("a number"));
        Self(seed.unwrap_or_else(|_| u64::from_le_bytes(stuffy::random::bytes())))
    }

    const fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % most
    }
}
