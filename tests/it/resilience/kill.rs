//! The program is killed at random moments while it is scanned as fast as it answers (rule 4 of the house, R28).
//!
//! `STUFFY_FAULT_ROUNDS=200 cargo test --test it killed -- --nocapture` kills it two hundred times on each database and
//! tells the figures; `STUFFY_FAULT_SEED` plays the same moments again.

use std::fmt;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use super::load::{Bear, Ledger, rounds};
use crate::cli::process::{Running, Web, command, say};
use crate::cli::{hire, serve_at, sign_in};
use crate::databases::{Database, on_both_databases};

/// Rounds in the suite, on each database.
const ROUNDS: usize = 4;
/// Phones that scan at once, each a companion of its own.
const PHONES: usize = 6;
/// The longest that it is let live under load, in thousandths of a millisecond.
const LIFE: u64 = 250_000;
/// What is logged: the start, and what is amiss.
const QUIETLY: &[&str] = &["--log", "warn,stuffy::start=info"];

async fn acknowledged_scans_survive_kills(db: Database) {
    let (mut dice, mut toll) = (Dice::thrown(), Toll::default());
    println!("the seed of these moments: STUFFY_FAULT_SEED={}", dice.0);
    say(command(&db, &["migrate"]), "").well();
    hire(&db);
    let (mut serving, mut web) = serve_at(&db.url, QUIETLY).await;
    web.token = Some(sign_in(&web).await);
    let began = Instant::now();
    for _ in 0..rounds(ROUNDS) {
        let moment = Duration::from_micros(dice.below(LIFE));
        (serving, web) = round(&db, serving, web, moment, &mut toll).await;
    }
    toll.took = began.elapsed();
    serving.signal("TERM");
    assert_eq!(serving.end().await, Some(0));
    println!("{}: {toll}", if db.is_postgres() { "PostgreSQL" } else { "SQLite" });
    assert!(toll.acknowledged > rounds(ROUNDS), "it was hardly under load: {toll}");
}

on_both_databases!(acknowledged_scans_survive_kills,);

/// Kills it after this long under load, starts it again and sees what is left.
async fn round(
    db: &Database,
    mut serving: Running,
    web: Web,
    moment: Duration,
    toll: &mut Toll,
) -> (Running, Web) {
    let bears = Bear::some(&web, PHONES).await;
    let phones = bears.into_iter().map(|bear| Ledger::default().until_silence(web.clone(), bear));
    let phones: JoinSet<_> = phones.collect();
    let killing = async {
        sleep(moment).await;
        serving.signal("KILL");
        assert_eq!(serving.end().await, None, "it ended by itself");
    };
    let (ledgers, ()) = tokio::join!(phones.join_all(), killing);

    let dead = Instant::now();
    let (serving, mut again) = serve_at(&db.url, QUIETLY).await;
    assert_eq!(again.ask("GET", "/readyz", None).await.0, 200);
    toll.slowest_start = toll.slowest_start.max(dead.elapsed());
    again.token = web.token;
    for (bear, ledger) in &ledgers {
        toll.kept_unheard += ledger.is_honoured(&again, bear).await;
        toll.acknowledged += ledger.len();
    }
    toll.rounds += 1;
    say(command(db, &["verify"]), "").well();
    if !db.is_postgres() {
        let sound = "SELECT integrity_check AS line FROM pragma_integrity_check";
        assert_eq!(db.lines(sound).await, ["ok"]);
    }
    (serving, again)
}

/// What it came to.
#[derive(Default)]
struct Toll {
    rounds: usize,
    acknowledged: usize,
    kept_unheard: usize,
    slowest_start: Duration,
    took: Duration,
}

impl fmt::Display for Toll {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rounds, acknowledged, kept_unheard, slowest_start, took } = self;
        write!(
            f,
            "killed {rounds} times in {took:.1?}; {acknowledged} scans acknowledged, none lost, none twice; \
             {kept_unheard} kept whose answer was cut off; ready again after {slowest_start:.1?} at the most",
        )
    }
}

/// Dice that fall the same way again (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn thrown() -> Self {
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
