//! Integrity check: compares every journey with its steps and verifies the hash chain of the audit
//! log.

use crate::domain::audit::ChainError;
use crate::domain::id::JourneyId;
use crate::domain::journey::JourneyState;
use crate::use_cases::{AppContext, UseCaseResult};

const BATCH_SIZE: i64 = 100;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IntegrityReport {
    pub journeys: usize,
    pub steps: usize,
    pub differing_journeys: Vec<JourneyId>,
    /// Entries up to the first broken link.
    pub audit_entries: i64,
    pub entries_without_key: i64,
    /// An auditor who noted an earlier head finds it among the entries.
    pub chain_head: String,
    pub chain_error: Option<ChainError>,
}

/// Rebuilds every journey in memory and verifies the audit log from its first entry.
pub async fn verify_integrity(app: &AppContext) -> UseCaseResult<IntegrityReport> {
    let mut report = IntegrityReport::default();
    let mut after = None;
    loop {
        let (counted, last) = app
            .store
            .read(move |tx| -> UseCaseResult<_> {
                let mut counted = IntegrityReport::default();
                let journeys = tx.board(None, None, None, after, BATCH_SIZE)?;
                for journey in &journeys {
                    let steps = tx.steps_of(journey.id)?;
                    counted.journeys += 1;
                    counted.steps += steps.len();
                    let matches = JourneyState::from_steps(&steps) == journey.state;
                    if !matches || !tx.is_filed_rightly(journey)? {
                        counted.differing_journeys.push(journey.id);
                    }
                }
                Ok((counted, journeys.last().map(|journey| journey.id)))
            })
            .await?;
        report.journeys += counted.journeys;
        report.steps += counted.steps;
        report.differing_journeys.extend(counted.differing_journeys);
        let Some(last) = last else { break };
        after = Some(last);
    }
    let audit = app.store.check_audit().await?;
    (report.audit_entries, report.entries_without_key) = (audit.entries, audit.bare);
    (report.chain_head, report.chain_error) = (audit.seal, audit.fault);
    Ok(report)
}
