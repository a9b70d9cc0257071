//! Turns every error of the layers below into a problem document.

use crate::domain::error::DomainError;
use crate::use_cases::DatabaseError;
use crate::use_cases::UseCaseError;
use crate::web::auth::AuthError;
use crate::web::field_error::FieldError;
use crate::web::problem::Problem;
use crate::web::problem_code::ProblemCode;

impl From<UseCaseError> for Problem {
    fn from(error: UseCaseError) -> Self {
        match error {
            UseCaseError::DomainAt(pointer, DomainError::Invalid(member, detail)) => {
                Self::invalid(&format!("{pointer}{member}"), detail)
            }
            UseCaseError::DomainAt(pointer, DomainError::NotFound(resource)) => {
                Self::from(DomainError::NotFound(resource))
                    .at(&pointer, format!("must refer to an existing {resource}"))
            }
            UseCaseError::DomainAt(pointer, DomainError::TagVoid) => {
                Self::from(DomainError::TagVoid).at(&pointer, "must not be a deactivated tag")
            }
            UseCaseError::Domain(error) | UseCaseError::DomainAt(_, error) => error.into(),
            UseCaseError::Database(error) => error.into(),
        }
    }
}

impl From<AuthError> for Problem {
    fn from(error: AuthError) -> Self {
        match error {
            AuthError::Unauthenticated => DomainError::Unauthenticated.into(),
            AuthError::CrossOrigin => {
                Self::new("cross-origin", ProblemCode::of("cross-origin").advice)
            }
            AuthError::Database(error) => error.into(),
        }
    }
}

impl From<FieldError> for Problem {
    fn from(error: FieldError) -> Self {
        Self::invalid(&error.pointer, error.detail)
    }
}

impl From<DatabaseError> for Problem {
    fn from(error: DatabaseError) -> Self {
        match error {
            DatabaseError::Busy | DatabaseError::Conflict => {
                Self::new("busy", "The server is too busy right now.").retry_after(1)
            }
            DatabaseError::Unavailable => Self::new(
                "away",
                "The database is unavailable; this request may or may not have been saved.",
            )
            .retry_after(2),
            error @ (DatabaseError::UniqueViolation { .. } | DatabaseError::Internal(_)) => {
                tracing::error!(%error, "Database operation failed");
                Self::internal()
            }
        }
    }
}

impl From<DomainError> for Problem {
    fn from(error: DomainError) -> Self {
        let code = error.code();
        match error {
            DomainError::NotCleared(blockers) => {
                Self::new(code, "Not cleared for this; see blockers.").with_blockers(&blockers)
            }
            DomainError::NotFound(resource) => Self::new(code, format!("No such {resource}.")),
            DomainError::UnknownFamilyLink => DomainError::NotFound("family link").into(),
            DomainError::TooManyRequests(seconds) => {
                Self::new(code, "Too many requests; please wait and try again.")
                    .retry_after(seconds)
            }
            DomainError::Invalid(pointer, detail) => Self::invalid(pointer, detail),
            DomainError::LabelTooSmall(detail) => Self::new(code, detail),
            DomainError::LetterMissing(letters) => Self::new(
                code,
                format!("No font has {letters}. Add a font that does with STUFFY_FONTS."),
            ),
            _ => Self::new(code, ProblemCode::of(code).advice),
        }
    }
}
