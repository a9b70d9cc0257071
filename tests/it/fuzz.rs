//! Bad input at scale: what comes from outside is bent in thousands of ways, and nothing may break.
//!
//! Each target is a real door: what reads a code, an address, a list, a picture, a cursor, a whole request. What was
//! bent and led to an answer of a new kind is bent further, so a hunt finds its way in without any help from the
//! compiler. In the suite each lasts some seconds, always by the same dice;
//! `STUFFY_FUZZ_SECONDS=600 cargo test --test it fuzz:: -- --nocapture` goes on for longer by new ones and tells the
//! figures, and `STUFFY_FUZZ_SEED` throws the same again.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher as _};
use std::time::Duration;

use tokio::time::Instant;

mod requests;
mod parsers;
mod mutate;

use mutate::{Bent, Dice};

/// How long anything may take to be read; only a fault takes this long.
const PATIENCE: Duration = Duration::from_secs(20);
/// What leads somewhere new is kept, up to so much.
const POOL: usize = 4000;

/// One target being tried.
struct Hunt<T> {
    name: &'static str,
    dice: Dice,
    pool: Vec<T>,
    /// Those of the pool that are still to be tried as they are.
    fresh: usize,
    seen: HashSet<u64>,
    until: Instant,
    tried: u64,
}

impl<T: Bent> Hunt<T> {
    /// Begins with what is good and what once was bad; lasts so long in the suite.
    fn begin(name: &'static str, lasts: Duration, seeds: Vec<T>) -> Self {
        let told = setting("STUFFY_FUZZ_SECONDS").map(Duration::from_secs);
        let seed = setting("STUFFY_FUZZ_SEED").unwrap_or_else(|| told.map_or(1, |_| thrown()));
        println!("{name}: the seed of this hunt: STUFFY_FUZZ_SEED={seed}");
        Self {
            name,
            dice: Dice::new(seed),
            fresh: seeds.len(),
            pool: seeds,
            seen: HashSet::new(),
            until: Instant::now() + told.unwrap_or(lasts),
            tried: 0,
        }
    }

    /// What to try next; none when the time is over.
    fn next(&mut self) -> Option<T> {
        if self.fresh > 0 {
            self.fresh -= 1;
            return self.pool.get(self.fresh).cloned();
        }
        if Instant::now() > self.until {
            println!("{}: {} tried, {} kinds of answer", self.name, self.tried, self.seen.len());
            return None;
        }
        let (one, other) = (self.dice.pick(&self.pool).clone(), self.dice.pick(&self.pool).clone());
        Some(one.bent(&other, &mut self.dice))
    }

    /// Tries it: what came of it, as far as it tells one kind of answer from another.
    fn tried(&mut self, input: T, begun: Instant, came: impl Hash) {
        let took = begun.elapsed();
        assert!(took < PATIENCE, "{}: took {took:?}: {}", self.name, input.shown());
        let mut kind = DefaultHasher::new();
        came.hash(&mut kind);
        self.tried += 1;
        if self.seen.insert(kind.finish()) && self.pool.len() < POOL {
            self.pool.push(input);
        }
    }

    /// Adds what is good now, and tries it first.
    fn sow(&mut self, seeds: Vec<T>) {
        let grown = std::mem::replace(&mut self.pool, seeds);
        self.fresh = self.pool.len();
        // What was found most lately is about things that are still there.
        self.pool.extend(grown.into_iter().rev().take(POOL / 4));
    }

    /// Tries all there is time for.
    fn all<R: Hash>(mut self, door: impl Fn(&T) -> R) {
        while let Some(input) = self.next() {
            let begun = Instant::now();
            let came = {
                let _shown = Shown(self.name, &input);
                door(&input)
            };
            self.tried(input, begun, came);
        }
    }
}

/// Shows what was tried when that ends in a panic.
struct Shown<'a, T: Bent>(&'static str, &'a T);

impl<T: Bent> Drop for Shown<'_, T> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{} broke on: {}", self.0, self.1.shown());
        }
    }
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

fn thrown() -> u64 {
    getrandom::u64().expect("dice")
}
