//! Keeps the clock at or after the newest stored time, and warns when the system clock is behind or far off.

use std::time::Duration;

use tokio::time::interval;

use crate::db::Error;
use crate::domain::time::Time;
use crate::use_cases::AppContext;

const INTERVAL: Duration = Duration::from_secs(15);

/// From here on the log warns; clocks are off by less everywhere.
const WARNING_THRESHOLD: Duration = Duration::from_secs(2);

pub(crate) async fn run(app: AppContext) {
    let mut due = interval(INTERVAL);
    let mut check = ClockCheck::default();
    loop {
        due.tick().await;
        if let Err(error) = check.run_once(&app).await {
            tracing::warn!(%error, "Clock check failed; retrying in 15 seconds");
        }
    }
}

/// Moves the clock past the newest stored time, whichever process or node stored it, and returns that time.
pub async fn advance_to_newest_record(app: &AppContext) -> Result<Option<Time>, Error> {
    let newest = app.store.read(|tx| -> Result<_, Error> { tx.newest_recorded_at() }).await?;
    if let Some(newest) = newest {
        let _ = app.clock.after(newest);
    }
    Ok(newest)
}

/// What was already logged, so that each change is logged once.
#[derive(Default)]
pub struct ClockCheck {
    behind: bool,
    record_in_future: bool,
}

impl ClockCheck {
    pub async fn run_once(&mut self, app: &AppContext) -> Result<(), Error> {
        let newest = advance_to_newest_record(app).await?;
        let behind = app.clock.behind();
        metrics::gauge!("stuffy_clock_behind_seconds").set(behind.as_secs_f64());
        self.log_behind(behind);
        self.log_record_in_future(newest.is_some_and(|newest| newest > app.clock.now()));
        Ok(())
    }

    fn log_behind(&mut self, behind: Duration) {
        let was_behind = std::mem::replace(&mut self.behind, behind > WARNING_THRESHOLD);
        match (was_behind, self.behind) {
            (false, true) => tracing::warn!(
                seconds = behind.as_secs(),
                "System clock is behind the newest stored time; Stuffy's clock runs 10% slower until it has caught up"
            ),
            (true, false) => tracing::info!("System clock has caught up"),
            _ => {}
        }
    }

    /// Times more than a day ahead of the system clock are not followed; see [`crate::clock`].
    fn log_record_in_future(&mut self, in_future: bool) {
        let was_in_future = std::mem::replace(&mut self.record_in_future, in_future);
        if in_future && !was_in_future {
            tracing::error!(
                "A stored time is more than a day ahead of the system clock and is ignored; correct the system clock if it is wrong"
            );
        }
    }
}
