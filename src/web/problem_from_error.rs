//! Turns every error of the layers below into a problem.

use crate::domain::error::DomainError;
use crate::use_cases::DatabaseError;
use crate::use_cases::UseCaseError;
use crate::web::auth::AuthError;
use crate::web::field_error::FieldError;
use crate::web::json_pointer::{field_pointer, part_pointer};
use crate::web::problem::Problem;
use crate::web::problem_code::ProblemCode;

impl From<UseCaseError> for Problem {
    fn from(error: UseCaseError) -> Self {
        match error {
            UseCaseError::DomainAt(part, DomainError::Invalid(field, detail)) => {
                FieldError::new(field_pointer(field), detail).inside(part_pointer(part)).into()
            }
            UseCaseError::DomainAt(part, DomainError::NotFound(resource)) => {
                Self::from(DomainError::NotFound(resource))
                    .at(&part_pointer(part), format!("must refer to an existing {resource}"))
            }
            UseCaseError::DomainAt(part, DomainError::TagVoid) => Self::from(ProblemCode::TagVoid)
                .at(&part_pointer(part), "must not be a deactivated tag"),
            UseCaseError::Domain(error) | UseCaseError::DomainAt(_, error) => error.into(),
            UseCaseError::Database(error) => error.into(),
        }
    }
}

impl From<AuthError> for Problem {
    fn from(error: AuthError) -> Self {
        match error {
            AuthError::Unauthenticated => ProblemCode::Unauthenticated.into(),
            AuthError::CrossOrigin => ProblemCode::CrossOrigin.into(),
            AuthError::Database(error) => error.into(),
        }
    }
}

impl From<FieldError> for Problem {
    fn from(error: FieldError) -> Self {
        vec![error].into()
    }
}

impl From<Vec<FieldError>> for Problem {
    fn from(errors: Vec<FieldError>) -> Self {
        Self { errors, ..ProblemCode::Invalid.into() }
    }
}

impl From<DatabaseError> for Problem {
    fn from(error: DatabaseError) -> Self {
        match error {
            DatabaseError::Busy | DatabaseError::Conflict => {
                Self::from(ProblemCode::Busy).retry_after(1)
            }
            DatabaseError::Unavailable => Self::from(ProblemCode::Away).retry_after(2),
            error @ (DatabaseError::UniqueViolation { .. } | DatabaseError::Internal(_)) => {
                tracing::error!(%error, "Database operation failed");
                Self::internal()
            }
        }
    }
}

impl From<DomainError> for Problem {
    fn from(error: DomainError) -> Self {
        let code = ProblemCode::from(&error);
        match error {
            DomainError::NotCleared(blockers) => Self { blockers, ..code.into() },
            DomainError::NotFound(resource) => Self::new(code, format!("No such {resource}.")),
            DomainError::UnknownFamilyLink => DomainError::NotFound("family link").into(),
            DomainError::TooManyRequests(seconds) => Self::from(code).retry_after(seconds),
            DomainError::Invalid(field, detail) => {
                FieldError::new(field_pointer(field), detail).into()
            }
            DomainError::LabelTooSmall(detail) => Self::new(code, detail),
            DomainError::LetterMissing(letters) => Self::new(
                code,
                format!("The fonts lack {letters}. Add a font that has them with STUFFY_FONTS."),
            ),
            DomainError::ScanIdReused
            | DomainError::IdempotencyKeyReused
            | DomainError::Forbidden
            | DomainError::Unauthenticated
            | DomainError::BadCredentials
            | DomainError::PinLocked
            | DomainError::PhoneNotEnrolled
            | DomainError::OutsideSession
            | DomainError::PreconditionFailed
            | DomainError::TagNotBound
            | DomainError::TagVoid
            | DomainError::TagBoundElsewhere
            | DomainError::NoOpenJourney
            | DomainError::JourneyOpen
            | DomainError::JourneyClosed
            | DomainError::JourneysOpen
            | DomainError::VisitClosed
            | DomainError::NotThisChilds
            | DomainError::AlreadyVoided
            | DomainError::CannotVoid
            | DomainError::TooLateToUndo
            | DomainError::HoldPermanent
            | DomainError::NoHold
            | DomainError::AlreadyResolved
            | DomainError::NameTaken
            | DomainError::PublicUrlMissing
            | DomainError::OwnAccount
            | DomainError::HospitalAccount
            | DomainError::PatientRefTaken
            | DomainError::VisitOpen
            | DomainError::PhotosOff
            | DomainError::NoPhotoConsent
            | DomainError::FeedHeld
            | DomainError::OwnPhoto
            | DomainError::PhotosFull
            | DomainError::AlreadyReleased
            | DomainError::JourneyUnderWay
            | DomainError::VisitCancelled
            | DomainError::CardDigital => code.into(),
        }
    }
}

impl From<&DomainError> for ProblemCode {
    fn from(error: &DomainError) -> Self {
        match error {
            DomainError::NotCleared(_) => Self::NotCleared,
            DomainError::ScanIdReused => Self::ScanIdReused,
            DomainError::IdempotencyKeyReused => Self::IdempotencyKeyReused,
            DomainError::NotFound(_) | DomainError::UnknownFamilyLink => Self::NotFound,
            DomainError::Forbidden => Self::Forbidden,
            DomainError::Unauthenticated => Self::Unauthenticated,
            DomainError::BadCredentials => Self::BadCredentials,
            DomainError::PinLocked => Self::PinLocked,
            DomainError::PhoneNotEnrolled => Self::PhoneNotEnrolled,
            DomainError::OutsideSession => Self::OutsideSession,
            DomainError::TooManyRequests(_) => Self::TooManyRequests,
            DomainError::Invalid(..) => Self::Invalid,
            DomainError::PreconditionFailed => Self::PreconditionFailed,
            DomainError::TagNotBound => Self::TagNotBound,
            DomainError::TagVoid => Self::TagVoid,
            DomainError::TagBoundElsewhere => Self::TagBoundElsewhere,
            DomainError::NoOpenJourney => Self::NoOpenJourney,
            DomainError::JourneyOpen => Self::JourneyOpen,
            DomainError::JourneyClosed => Self::JourneyClosed,
            DomainError::JourneysOpen => Self::JourneysOpen,
            DomainError::VisitClosed => Self::VisitClosed,
            DomainError::NotThisChilds => Self::NotThisChilds,
            DomainError::AlreadyVoided => Self::AlreadyVoided,
            DomainError::CannotVoid => Self::CannotVoid,
            DomainError::TooLateToUndo => Self::TooLateToUndo,
            DomainError::HoldPermanent => Self::HoldPermanent,
            DomainError::NoHold => Self::NoHold,
            DomainError::AlreadyResolved => Self::AlreadyResolved,
            DomainError::NameTaken => Self::NameTaken,
            DomainError::PublicUrlMissing => Self::PublicUrlMissing,
            DomainError::LabelTooSmall(_) => Self::LabelTooSmall,
            DomainError::LetterMissing(_) => Self::LetterMissing,
            DomainError::OwnAccount => Self::OwnAccount,
            DomainError::HospitalAccount => Self::HospitalAccount,
            DomainError::PatientRefTaken => Self::PatientRefTaken,
            DomainError::VisitOpen => Self::VisitOpen,
            DomainError::PhotosOff => Self::PhotosOff,
            DomainError::NoPhotoConsent => Self::NoPhotoConsent,
            DomainError::FeedHeld => Self::FeedHeld,
            DomainError::OwnPhoto => Self::OwnPhoto,
            DomainError::PhotosFull => Self::PhotosFull,
            DomainError::AlreadyReleased => Self::AlreadyReleased,
            DomainError::JourneyUnderWay => Self::JourneyUnderWay,
            DomainError::VisitCancelled => Self::VisitCancelled,
            DomainError::CardDigital => Self::CardDigital,
        }
    }
}
