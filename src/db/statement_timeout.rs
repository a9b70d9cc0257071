//! The client-side statement timeout for PostgreSQL. If a statement takes too long, its connection is closed.
//!
//! If the network silently drops packets, TCP may keep a connection open for a long time, and the worker thread would
//! wait with it. Closing the connection makes the statement fail, and the worker reconnects.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::time::interval;

/// How many times per timeout the timer checks the statement.
const CHECKS: u32 = 4;

/// The number of the current statement of a worker: odd while one runs, even while the worker is idle.
#[derive(Clone, Default)]
pub(crate) struct StatementTimer {
    statement: Arc<AtomicU64>,
    timeout: Option<Duration>,
}

impl StatementTimer {
    /// The timeout applies to each statement, not to a transaction of several.
    pub(crate) fn new(timeout: Duration) -> Self {
        Self { timeout: Some(timeout), ..Self::default() }
    }

    pub(crate) const fn timeout(&self) -> Option<Duration> {
        self.timeout
    }

    /// A transaction begins. Only the worker thread writes the number, so load and store need not be atomic together.
    pub(crate) fn start(&self) {
        let statement = self.statement.load(Ordering::Relaxed);
        self.statement.store(statement + 1 + statement % 2, Ordering::Relaxed);
    }

    /// The next statement of the transaction begins.
    pub(crate) fn restart(&self) {
        if self.statement.load(Ordering::Relaxed) % 2 == 1 {
            self.start();
        }
    }

    /// The worker is idle.
    pub(crate) fn stop(&self) {
        let statement = self.statement.load(Ordering::Relaxed);
        self.statement.store(statement + statement % 2, Ordering::Relaxed);
    }

    /// Returns when one statement has exceeded the timeout.
    pub(crate) async fn timed_out(&self) {
        let Some(timeout) = self.timeout else { return std::future::pending().await };
        let mut ticks = interval(timeout / CHECKS);
        let (mut last, mut count) = (0, 0);
        loop {
            ticks.tick().await;
            let statement = self.statement.load(Ordering::Relaxed);
            count = if statement == last && statement % 2 == 1 { count + 1 } else { 0 };
            if count >= CHECKS {
                return;
            }
            last = statement;
        }
    }
}
