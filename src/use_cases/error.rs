//! The error of all use cases, and helpers that map absences and conflicts to it.

use crate::db::{self};
use crate::domain::error::DomainError;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UseCaseError {
    Domain(DomainError),
    DomainAt(String, DomainError),
    Database(db::Error),
}

pub type UseCaseResult<T> = Result<T, UseCaseError>;

impl UseCaseError {
    /// Adds the JSON pointer of the request member whose subject was not found.
    #[must_use]
    pub(crate) fn at_pointer(self, pointer: impl Into<String>) -> Self {
        match self {
            Self::Domain(missing @ DomainError::NotFound(_)) => {
                Self::DomainAt(pointer.into(), missing)
            }
            other => other,
        }
    }
}

impl From<DomainError> for UseCaseError {
    fn from(refusal: DomainError) -> Self {
        Self::Domain(refusal)
    }
}

impl From<db::Error> for UseCaseError {
    fn from(error: db::Error) -> Self {
        Self::Database(error)
    }
}

/// Maps `None` to [`DomainError::NotFound`].
pub(crate) fn or_not_found<T>(thing: Option<T>, what: &'static str) -> UseCaseResult<T> {
    thing.ok_or(UseCaseError::Domain(DomainError::NotFound(what)))
}

/// Maps a lost update (the revision was outdated) to [`DomainError::PreconditionFailed`].
pub(crate) fn ensure_saved(saved: bool) -> UseCaseResult<()> {
    if saved { Ok(()) } else { Err(DomainError::PreconditionFailed.into()) }
}

pub(crate) fn check_revision(expected: i64, actual: i64) -> UseCaseResult<()> {
    ensure_saved(expected == actual)
}

/// Maps a violation of this unique constraint to [`DomainError::NameTaken`].
pub(crate) fn map_unique_violation(error: db::Error, table: &str, columns: &str) -> UseCaseError {
    if error.is_unique_violation(table, columns) {
        DomainError::NameTaken.into()
    } else {
        error.into()
    }
}
