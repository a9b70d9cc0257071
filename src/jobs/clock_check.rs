//! Keeping time: the house's clock goes on from what was kept last, and says where the machine's own is behind.

use std::time::Duration;

use crate::db::Error;
use crate::domain::time::Time;
use crate::use_cases::AppContext;

/// What is said to whoever looks after the machine. Less is what clocks are off by everywhere.
const WORTH_SAYING: Duration = Duration::from_secs(2);

/// Has the clock go on from the newest that is kept, by this process, by one before it, or by another node; says what
/// that is.
///
/// # Errors
/// Only the store's.
pub async fn advance_to_newest_record(app: &AppContext) -> Result<Option<Time>, Error> {
    let newest = app.store.read(|tx| -> Result<_, Error> { tx.newest_record() }).await?;
    if let Some(newest) = newest {
        let _ = app.clock.after(newest);
    }
    Ok(newest)
}

/// What was said so far.
#[derive(Default)]
pub struct ClockCheck {
    behind: bool,
    beyond: bool,
}

impl ClockCheck {
    /// Looks at the clocks, and says what has changed.
    ///
    /// # Errors
    /// Only the store's.
    pub async fn run_once(&mut self, app: &AppContext) -> Result<(), Error> {
        let newest = advance_to_newest_record(app).await?;
        let behind = app.clock.behind();
        metrics::gauge!("stuffy_clock_behind_seconds").set(behind.as_secs_f64());
        let seconds = behind.as_secs();
        match (std::mem::replace(&mut self.behind, behind > WORTH_SAYING), self.behind) {
            (false, true) => tracing::warn!(
                seconds,
                "this machine's clock is behind what was kept already, as if it had been set back; until it has caught up, time goes on a tenth slower"
            ),
            (true, false) => tracing::info!("this machine's clock has caught up"),
            _ => {}
        }
        let beyond = newest.is_some_and(|newest| newest > app.clock.now());
        if beyond && !std::mem::replace(&mut self.beyond, beyond) {
            tracing::error!(
                "something was kept more than a day ahead of this machine's clock; that is not followed, so either is wrong: set the clock right"
            );
        }
        self.beyond = beyond;
        Ok(())
    }
}
