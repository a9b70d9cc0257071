//! Problems (RFC 9457): every refusal turned into an answer, in one match.

use std::fmt;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;

use crate::domain::account::person::Role;
use crate::domain::error::DomainError;
use crate::domain::journey::clearance::{Blocker, Rule};
use crate::json::JsonKey;
use crate::use_cases::DatabaseError;
use crate::use_cases::UseCaseError;
use crate::web::auth::AuthError;
use crate::web::field_error::FieldError;
use crate::web::problem_code::ProblemCode;

/// An answer that is no success.
#[derive(Debug, Serialize)]
pub struct Problem {
    #[serde(rename = "type")]
    page: String,
    title: &'static str,
    status: u16,
    /// What is amiss, for a person; never the cause of a fault of ours.
    pub detail: String,
    /// The stable key.
    pub code: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Fault>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    blockers: Vec<BlockerResponse>,
    #[serde(skip)]
    retry_after: Option<u64>,
    #[serde(skip)]
    allow: Option<String>,
}

/// A member of the body that is at fault.
#[derive(Debug, Serialize)]
struct Fault {
    pointer: String,
    detail: String,
}

/// A blocker as the contract writes it.
#[derive(Debug, Serialize)]
pub struct BlockerResponse {
    rule: JsonKey<Rule>,
    detail: String,
    override_role: Option<JsonKey<Role>>,
}

impl From<&Blocker> for BlockerResponse {
    fn from(blocker: &Blocker) -> Self {
        Self {
            rule: JsonKey(blocker.rule),
            detail: blocker.detail.clone(),
            override_role: blocker.override_role.map(JsonKey),
        }
    }
}

impl Problem {
    /// A problem of one of the kinds listed in [`crate::web::problem_code`].
    #[must_use]
    pub fn new(code: &'static str, detail: impl Into<String>) -> Self {
        let kind = ProblemCode::of(code);
        Self {
            page: format!("/problems/{}", kind.code),
            title: kind.title,
            status: kind.status,
            detail: detail.into(),
            code: kind.code,
            errors: Vec::new(),
            blockers: Vec::new(),
            retry_after: None,
            allow: None,
        }
    }

    /// A body that is well-formed and does not fit, at this JSON pointer.
    #[must_use]
    pub fn invalid(pointer: &str, detail: impl Into<String>) -> Self {
        Self::new("invalid", "The body does not fit the contract; see errors.").at(pointer, detail)
    }

    /// A path, query or header that is not well-formed.
    #[must_use]
    pub fn malformed(detail: impl Into<String>) -> Self {
        Self::new("malformed", detail)
    }

    /// Adds the member that is at fault.
    #[must_use]
    pub fn at(mut self, pointer: &str, detail: impl Into<String>) -> Self {
        self.errors.push(Fault { pointer: format!("#{pointer}"), detail: detail.into() });
        self
    }

    /// The answer to an error; where `what` was not found, it points to the member that named it.
    #[must_use]
    pub fn where_missing(error: UseCaseError, what: &str, pointer: &str) -> Self {
        let missing =
            matches!(&error, UseCaseError::Domain(DomainError::NotFound(it)) if *it == what);
        let problem = Self::from(error);
        if missing {
            problem.at(pointer, format!("names no {what} that is known"))
        } else {
            problem
        }
    }

    /// Adds when to try again, in seconds.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds.max(1));
        self
    }

    /// A method that this path does not know.
    #[must_use]
    pub fn method_not_allowed(allow: String) -> Self {
        let detail = format!("This path answers to {allow}.");
        Self { allow: Some(allow), ..Self::new("method-not-allowed", detail) }
    }

    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> u16 {
        self.status
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let mut answer = HttpResponse::build(self.status_code());
        answer.insert_header((header::CONTENT_TYPE, "application/problem+json"));
        answer.insert_header((header::CACHE_CONTROL, "no-store"));
        if self.status == 401 {
            answer.insert_header((header::WWW_AUTHENTICATE, "Bearer realm=\"stuffy\""));
        }
        if let Some(seconds) = self.retry_after {
            answer.insert_header((header::RETRY_AFTER, seconds));
        }
        if let Some(allow) = &self.allow {
            answer.insert_header((header::ALLOW, allow.clone()));
        }
        answer.json(self)
    }
}

impl From<UseCaseError> for Problem {
    fn from(error: UseCaseError) -> Self {
        match error {
            UseCaseError::DomainAt(pointer, DomainError::Invalid(member, detail)) => {
                Self::invalid(&format!("{pointer}{member}"), detail)
            }
            UseCaseError::DomainAt(pointer, DomainError::NotFound(what)) => {
                Self::from(DomainError::NotFound(what))
                    .at(&pointer, format!("names no {what} that is known"))
            }
            UseCaseError::DomainAt(pointer, DomainError::TagVoid) => {
                Self::from(DomainError::TagVoid).at(&pointer, "names a tag that was withdrawn")
            }
            UseCaseError::Domain(refusal) | UseCaseError::DomainAt(_, refusal) => refusal.into(),
            UseCaseError::Database(error) => error.into(),
        }
    }
}

impl From<AuthError> for Problem {
    fn from(denied: AuthError) -> Self {
        match denied {
            AuthError::Unauthenticated => DomainError::Unauthenticated.into(),
            AuthError::CrossOrigin => {
                Self::new("cross-origin", ProblemCode::of("cross-origin").advice)
            }
        }
    }
}

impl From<FieldError> for Problem {
    fn from(amiss: FieldError) -> Self {
        Self::invalid(&amiss.pointer, amiss.detail)
    }
}

impl From<DatabaseError> for Problem {
    fn from(error: DatabaseError) -> Self {
        match error {
            DatabaseError::Busy | DatabaseError::Race => {
                Self::new("busy", "More is waiting than can be served now.").retry_after(1)
            }
            DatabaseError::Away => {
                Self::new("away", "The database is away; whether this was kept is unknown.")
                    .retry_after(2)
            }
            fault @ (DatabaseError::Taken { .. } | DatabaseError::Broken(_)) => {
                tracing::error!(cause = %fault, "a job failed in the store");
                Self::new("internal", "The fault is ours and has been noted.")
            }
        }
    }
}

impl From<DomainError> for Problem {
    fn from(refusal: DomainError) -> Self {
        let code = refusal.code();
        match refusal {
            DomainError::NotCleared(blockers) => Self {
                blockers: blockers.iter().map(Into::into).collect(),
                ..Self::new(code, "It is not cleared for this; see blockers.")
            },
            DomainError::NotFound(what) => Self::new(code, format!("No such {what}.")),
            DomainError::TooManyRequests(seconds) => {
                Self::new(code, "Too many requests; wait a little.").retry_after(seconds)
            }
            DomainError::Invalid(pointer, detail) => Self::invalid(pointer, detail),
            DomainError::LabelTooSmall(detail) => Self::new(code, detail),
            DomainError::LetterMissing(letters) => Self::new(
                code,
                format!("No font here has {letters}; name one that does in STUFFY_FONTS."),
            ),
            _ => Self::new(code, ProblemCode::of(code).advice),
        }
    }
}
