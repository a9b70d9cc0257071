//! The report: anonymous counts of the work done.

use crate::domain::place::Stage;
use crate::domain::time::Time;
use crate::use_cases::{AppContext, UseCaseResult};

/// The counts of a period.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    pub from: Time,
    pub to: Time,
    pub steps: Vec<(String, i64)>,
    pub scans: i64,
    pub scans_by_stage: Vec<(Stage, i64)>,
    pub late_steps: i64,
    pub minutes_to_record: Option<(f64, f64)>,
    pub closed_lost: i64,
    pub open_custody_gaps: i64,
}

impl Summary {
    /// How many steps of this kind were recorded.
    #[must_use]
    pub fn count(&self, kind: &str) -> i64 {
        self.steps.iter().find(|(of, _)| of == kind).map_or(0, |(_, count)| *count)
    }
}

pub(crate) async fn summary(app: &AppContext, from: Time, to: Time) -> UseCaseResult<Summary> {
    // Not every database supports earlier times.
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
    // A precision of 0.01 minutes is enough.
    let hundredths = i32::try_from(at / 600).unwrap_or(i32::MAX);
    Some(f64::from(hundredths) / 100.0)
}
