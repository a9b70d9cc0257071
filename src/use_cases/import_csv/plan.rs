//! The plan of an import: what it does with each row, and the confirmation of a preview.

use crate::domain::error::DomainError;
use crate::use_cases::token;

/// What the import does with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowOutcome {
    Added,
    Changed(Vec<&'static str>),
    Unchanged,
    Refused(DomainError),
}

/// The outcome of a preview or an import.
pub struct ImportResult {
    pub rows: Vec<RowOutcome>,
    pub confirmation: Vec<u8>,
    pub imported: bool,
}

/// The record before and after the import of one row.
pub(super) struct ImportPlan<T> {
    pub(super) before: Option<T>,
    pub(super) after: T,
    pub(super) outcome: RowOutcome,
}

impl ImportResult {
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.rows.iter().any(|outcome| matches!(outcome, RowOutcome::Refused(_)))
    }

    pub(super) fn can_import(&self, confirmed: &[u8]) -> bool {
        self.confirmation == confirmed && !self.has_errors()
    }
}

pub(super) fn outcome<T: Importable>(plans: &[ImportPlan<T>]) -> ImportResult {
    let descriptions: Vec<String> = plans
        .iter()
        .map(|plan| {
            format!("{:?}{}", plan.before.as_ref().map(T::identity), plan.after.description())
        })
        .collect();
    let parts: Vec<&[u8]> = descriptions.iter().map(String::as_bytes).collect();
    let outcomes = plans.iter().map(|plan| plan.outcome.clone()).collect();
    ImportResult { rows: outcomes, confirmation: token::fingerprint(&parts), imported: false }
}

/// A record whose import is confirmed by its content.
pub(super) trait Importable {
    /// Id and revision.
    fn identity(&self) -> (uuid::Uuid, i64);
    /// The imported values, as text that goes into the confirmation hash.
    fn description(&self) -> String;
}

pub(super) fn changed(members: &[(&'static str, bool)]) -> RowOutcome {
    let names: Vec<_> =
        members.iter().filter(|(_, differs)| *differs).map(|(name, _)| *name).collect();
    if names.is_empty() { RowOutcome::Unchanged } else { RowOutcome::Changed(names) }
}
