//! The report: how the work goes, in counts that name nobody.

use super::{AppContext, UseCaseResult};
use crate::domain::place::Stage;
use crate::domain::time::Time;

/// A span of time, in counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// From when.
    pub from: Time,
    /// Until when, that moment left out.
    pub to: Time,
    /// How often each kind of step was made.
    pub steps: Vec<(String, i64)>,
    /// How many scans were kept.
    pub scans: i64,
    /// How many moves by scan led to each stage.
    pub scans_by_stage: Vec<(Stage, i64)>,
    /// How many steps were entered late.
    pub late_steps: i64,
    /// Minutes from happening to recording: the middle one, and the one nine of ten stay under.
    pub minutes_to_record: Option<(f64, f64)>,
    /// How many journeys were closed as lost.
    pub closed_lost: i64,
    /// How many alerts of a companion left behind or missing are open now.
    pub open_custody_gaps: i64,
}

impl Summary {
    /// How often a kind of step was made.
    #[must_use]
    pub fn count(&self, kind: &str) -> i64 {
        self.steps.iter().find(|(of, _)| of == kind).map_or(0, |(_, count)| *count)
    }
}

/// Counts what was recorded from `from` until `to`.
///
/// # Errors
/// Only the store's.
pub async fn summary(app: &AppContext, from: Time, to: Time) -> UseCaseResult<Summary> {
    // Nothing was recorded before there were such computers; not every database knows such times.
    let from = from.max(Time::from_millis(0));
    app.store
        .read(move |tx| {
            let mut delays = tx.delays_between(from, to)?;
            delays.sort_unstable();
            Ok(Summary {
                from,
                to,
                steps: tx.steps_between(from, to)?,
                scans: tx.scans_between(from, to)?,
                scans_by_stage: tx.arrivals_between(from, to)?,
                late_steps: tx.late_between(from, to)?,
                minutes_to_record: quantile(&delays, 50).zip(quantile(&delays, 90)),
                closed_lost: tx.lost_between(from, to)?,
                open_custody_gaps: tx.open_custody_gaps()?,
            })
        })
        .await
}

/// The smallest value that `percent` of the sorted `millis` do not exceed, in minutes.
fn quantile(millis: &[i64], percent: usize) -> Option<f64> {
    let rank = (millis.len() * percent).div_ceil(100);
    let at = millis.get(rank.saturating_sub(1))?;
    // A hundredth of a minute is as fine as anybody reads it.
    let hundredths = i32::try_from(at / 600).unwrap_or(i32::MAX);
    Some(f64::from(hundredths) / 100.0)
}
