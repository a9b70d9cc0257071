//! The watch over a line to PostgreSQL: a statement that takes too long has its line cut.
//!
//! A network that swallows what it is given keeps TCP content for as long as it likes, and with it the thread that
//! waits for an answer. Cut, the line fails, and the thread calls anew.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::time::interval;

/// How often one statement is seen under way until it has taken too long.
const LOOKS: u32 = 4;

/// Which statement a thread is at: an odd number while it works, an even one while it rests.
#[derive(Clone, Default)]
pub(crate) struct StatementTimer {
    turn: Arc<AtomicU64>,
    /// How long a statement may take; for ever where nothing is said.
    patience: Option<Duration>,
}

impl StatementTimer {
    /// Over a thread whose statements may take this long each: a transaction of many may take longer.
    pub(crate) fn with(patience: Duration) -> Self {
        Self { patience: Some(patience), ..Self::default() }
    }

    /// How long a statement may take, if that is limited.
    pub(crate) const fn timeout_of(&self) -> Option<Duration> {
        self.patience
    }

    /// A transaction begins. Only the thread itself says so, so nothing comes between reading and writing.
    pub(crate) fn start(&self) {
        let turn = self.turn.load(Ordering::Relaxed);
        self.turn.store(turn + 1 + turn % 2, Ordering::Relaxed);
    }

    /// One statement is done and another begins, within a transaction.
    pub(crate) fn keep_going(&self) {
        if self.turn.load(Ordering::Relaxed) % 2 == 1 {
            self.start();
        }
    }

    /// The thread rests.
    pub(crate) fn end(&self) {
        let turn = self.turn.load(Ordering::Relaxed);
        self.turn.store(turn + turn % 2, Ordering::Relaxed);
    }

    /// Waits until one statement has taken too long.
    pub(crate) async fn timed_out(&self) {
        let Some(patience) = self.patience else { return std::future::pending().await };
        let mut look = interval(patience / LOOKS);
        let (mut seen, mut looks) = (0, 0);
        loop {
            look.tick().await;
            let turn = self.turn.load(Ordering::Relaxed);
            looks = if turn == seen && turn % 2 == 1 { looks + 1 } else { 0 };
            if looks >= LOOKS {
                return;
            }
            seen = turn;
        }
    }
}
