//! Verifies that every journey's row matches its steps, and that the audit log's hash chain is intact.

use crate::domain::audit::ChainError;
use crate::domain::id::JourneyId;
use crate::domain::journey::JourneyState;
use crate::use_cases::{AppContext, UseCaseResult};

/// How many journeys one transaction checks.
const BATCH_SIZE: i64 = 100;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IntegrityReport {
    pub journeys: usize,
    pub steps: usize,
    /// Journeys whose row does not match their steps.
    pub differing: Vec<JourneyId>,
    /// How many audit entries were read until the end or the first error.
    pub entries: i64,
    /// How many of them are unsigned, from before the site had a key.
    pub unsigned: i64,
    /// The MAC of the last entry. One noted earlier must still be found among the entries.
    pub last_hash: String,
    pub chain_error: Option<ChainError>,
}

pub async fn verify_integrity(app: &AppContext) -> UseCaseResult<IntegrityReport> {
    let mut report = IntegrityReport::default();
    let mut after = None;
    loop {
        let (batch, last) = app
            .store
            .read(move |tx| -> UseCaseResult<_> {
                let mut batch = IntegrityReport::default();
                let journeys = tx.board(None, None, None, after, BATCH_SIZE)?;
                for journey in &journeys {
                    let steps = tx.steps_of(journey.id)?;
                    batch.journeys += 1;
                    batch.steps += steps.len();
                    let matches = JourneyState::from_steps(&steps) == journey.state;
                    if !matches || !tx.columns_match_state(journey)? {
                        batch.differing.push(journey.id);
                    }
                }
                Ok((batch, journeys.last().map(|journey| journey.id)))
            })
            .await?;
        report.journeys += batch.journeys;
        report.steps += batch.steps;
        report.differing.extend(batch.differing);
        let Some(last) = last else { break };
        after = Some(last);
    }
    let audit = app.store.check_audit().await?;
    (report.entries, report.unsigned) = (audit.entries, audit.unsigned);
    (report.last_hash, report.chain_error) = (audit.last_hash, audit.error);
    Ok(report)
}
