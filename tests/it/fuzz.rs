//! Fuzzes every endpoint and parser with mutated input; nothing may break.
//!
//! Targets read tag codes, URLs, CSV, photos, cursors and whole requests. Input that led to a new kind of outcome is
//! mutated further, so a run finds its way without help from the compiler. In the suite each run lasts some seconds,
//! always with the same seed;
//! `STUFFY_FUZZ_SECONDS=600 cargo test --test it fuzz:: -- --nocapture` runs longer with a new seed and prints the
//! totals, and `STUFFY_FUZZ_SEED` repeats a run.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher as _};
use std::time::Duration;

use tokio::time::Instant;

mod requests;
mod parsers;
mod mutate;

use mutate::{Mutate, SeededRandom};

/// Only a bug takes this long.
const TIMEOUT: Duration = Duration::from_secs(20);
/// Maximum number of inputs that are kept for mutation.
const POOL: usize = 4000;

/// A run against one target.
struct FuzzRun<T> {
    name: &'static str,
    random: SeededRandom,
    pool: Vec<T>,
    /// How many inputs of the pool are still to be tried unchanged.
    fresh: usize,
    seen: HashSet<u64>,
    until: Instant,
    tried: u64,
}

impl<T: Mutate> FuzzRun<T> {
    /// Starts with valid inputs and with former failures.
    fn start(name: &'static str, lasts: Duration, seeds: Vec<T>) -> Self {
        let seconds = setting("STUFFY_FUZZ_SECONDS").map(Duration::from_secs);
        let seed =
            setting("STUFFY_FUZZ_SEED").unwrap_or_else(|| seconds.map_or(1, |_| random_seed()));
        println!("{name}: seed: STUFFY_FUZZ_SEED={seed}");
        Self {
            name,
            random: SeededRandom::new(seed),
            fresh: seeds.len(),
            pool: seeds,
            seen: HashSet::new(),
            until: Instant::now() + seconds.unwrap_or(lasts),
            tried: 0,
        }
    }

    /// The next input; none when the time is over.
    fn next(&mut self) -> Option<T> {
        if self.fresh > 0 {
            self.fresh -= 1;
            return self.pool.get(self.fresh).cloned();
        }
        if Instant::now() > self.until {
            println!("{}: {} tried, {} kinds of outcome", self.name, self.tried, self.seen.len());
            return None;
        }
        let (one, other) =
            (self.random.pick(&self.pool).clone(), self.random.pick(&self.pool).clone());
        Some(one.mutate(&other, &mut self.random))
    }

    /// Records the outcome of an input; a new kind of outcome adds the input to the pool.
    fn tried(&mut self, input: T, started: Instant, outcome: impl Hash) {
        let took = started.elapsed();
        assert!(took < TIMEOUT, "{}: took {took:?}: {}", self.name, input.display());
        let mut kind = DefaultHasher::new();
        outcome.hash(&mut kind);
        self.tried += 1;
        if self.seen.insert(kind.finish()) && self.pool.len() < POOL {
            self.pool.push(input);
        }
    }

    /// Adds new valid inputs, which are tried first.
    fn add_seeds(&mut self, seeds: Vec<T>) {
        let grown = std::mem::replace(&mut self.pool, seeds);
        self.fresh = self.pool.len();
        // The newest inputs refer to records that still exist.
        self.pool.extend(grown.into_iter().rev().take(POOL / 4));
    }

    fn all<R: Hash>(mut self, target: impl Fn(&T) -> R) {
        while let Some(input) = self.next() {
            let started = Instant::now();
            let outcome = {
                let _shown = PrintOnPanic(self.name, &input);
                target(&input)
            };
            self.tried(input, started, outcome);
        }
    }
}

/// Prints the input if the target panics.
struct PrintOnPanic<'a, T: Mutate>(&'static str, &'a T);

impl<T: Mutate> Drop for PrintOnPanic<'_, T> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{} failed on: {}", self.0, self.1.display());
        }
    }
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

fn random_seed() -> u64 {
    getrandom::u64().expect("random bytes")
}
