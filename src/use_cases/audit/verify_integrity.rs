//! Verifying: every journey is folded anew and held against its row, and the audit's chain is followed.

use crate::domain::audit::ChainError;
use crate::domain::id::JourneyId;
use crate::domain::journey::JourneyState;
use crate::use_cases::{AppContext, UseCaseResult};

/// How many journeys one transaction looks at.
const AT_ONCE: i64 = 100;

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IntegrityReport {
    /// How many journeys were folded.
    pub journeys: usize,
    /// How many steps they have.
    pub steps: usize,
    /// Those whose row says something else than their steps.
    pub differing: Vec<JourneyId>,
    /// How many entries the audit has, as far as its chain holds.
    pub entries: i64,
    /// How many of them no key sealed.
    pub bare: i64,
    /// The last seal of the audit; whoever noted an earlier one finds it among the entries.
    pub seal: String,
    /// Where the audit's chain breaks first.
    pub fault: Option<ChainError>,
}

/// Folds every journey anew, and follows the audit from its first entry to its last.
///
/// # Errors
/// Only the store's.
pub async fn verify_integrity(app: &AppContext) -> UseCaseResult<IntegrityReport> {
    let mut verdict = IntegrityReport::default();
    let mut after = None;
    loop {
        let (counted, last) = app
            .store
            .read(move |tx| -> UseCaseResult<_> {
                let mut counted = IntegrityReport::default();
                let journeys = tx.board(None, None, None, after, AT_ONCE)?;
                for journey in &journeys {
                    let steps = tx.steps_of(journey.id)?;
                    counted.journeys += 1;
                    counted.steps += steps.len();
                    let folds = JourneyState::from_steps(&steps) == journey.state;
                    if !folds || !tx.is_filed_rightly(journey)? {
                        counted.differing.push(journey.id);
                    }
                }
                Ok((counted, journeys.last().map(|journey| journey.id)))
            })
            .await?;
        verdict.journeys += counted.journeys;
        verdict.steps += counted.steps;
        verdict.differing.extend(counted.differing);
        let Some(last) = last else { break };
        after = Some(last);
    }
    let audit = app.store.check_audit().await?;
    (verdict.entries, verdict.bare) = (audit.entries, audit.bare);
    (verdict.seal, verdict.fault) = (audit.seal, audit.fault);
    Ok(verdict)
}
