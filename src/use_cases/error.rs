//! The error of all use cases, and helpers that map absences and conflicts to it.

use crate::db::{self};
use crate::domain::error::DomainError;

/// The part of a request that an error is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestPart {
    /// The new child of a check-in.
    Child,
    /// The tag of a scan.
    Tag,
    /// The place of a scan, given by its id.
    PlaceId,
    /// The place of a scan, given by the code on its sign.
    PlaceCode,
    /// The action of a scan at this position.
    Action(usize),
    /// The place of the action at this position.
    ActionPlace(usize),
    /// The tag code at this position of a list.
    Code(usize),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UseCaseError {
    Domain(DomainError),
    DomainAt(RequestPart, DomainError),
    Database(db::Error),
}

pub type UseCaseResult<T> = Result<T, UseCaseError>;

impl UseCaseError {
    /// Adds the part of the request whose subject was not found.
    #[must_use]
    pub(crate) fn missing_at(self, part: RequestPart) -> Self {
        match self {
            Self::Domain(missing @ DomainError::NotFound(_)) => Self::DomainAt(part, missing),
            other => other,
        }
    }

    /// Adds the part of the request that contains the invalid field.
    #[must_use]
    pub(crate) fn invalid_in(self, part: RequestPart) -> Self {
        match self {
            Self::Domain(invalid @ DomainError::Invalid(..)) => Self::DomainAt(part, invalid),
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
