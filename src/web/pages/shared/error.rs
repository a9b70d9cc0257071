//! Turned away: every refusal as a page of its own, with its status.

use std::fmt;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use askama::Template;

use super::layout::Layout;
use crate::domain::error::DomainError;
use crate::domain::journey::clearance::Blocker;
use crate::use_cases::{DatabaseError, UseCaseError};
use crate::web::field_error::FieldError;
use crate::web::pages::{query_escape, see_other, with_page_headers};
use crate::web::problem_code::ProblemCode;

/// Why somebody does not get the page they asked for.
#[derive(Debug)]
pub enum PageError {
    /// They sign in first, and come back here.
    SignIn {
        /// The path that they asked for.
        next: String,
        /// Whether they only looked; a form that was sent is told to be gone.
        asks: bool,
    },
    /// It is refused.
    Away(Box<ErrorDetails>),
}

/// A refusal in words.
#[derive(Debug)]
pub struct ErrorDetails {
    /// Its kind.
    pub kind: &'static ProblemCode,
    /// What is wrong in this case, where there is more to say.
    pub detail: Option<String>,
    /// What stands in the way.
    pub blockers: Vec<Blocker>,
    /// Seconds until it is worth trying again.
    pub retry_after: Option<u64>,
}

impl fmt::Debug for ProblemCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

#[derive(Template)]
#[template(path = "shared/error.html")]
struct ErrorTemplate<'a> {
    frame: Layout,
    refused: &'a ErrorDetails,
    back: Option<&'a str>,
}

impl PageError {
    /// A refusal of a kind that says it all.
    #[must_use]
    pub fn kind(code: &'static str) -> Self {
        Self::told(code, None)
    }

    fn told(code: &'static str, detail: Option<String>) -> Self {
        Self::Away(Box::new(ErrorDetails {
            kind: ProblemCode::of(code),
            detail,
            blockers: Vec::new(),
            retry_after: None,
        }))
    }

    /// A field that does not fit.
    #[must_use]
    pub fn invalid(name: &str, detail: &str) -> Self {
        let said = detail.split(" at line ").next().unwrap_or_default();
        Self::told("invalid", Some(format!("{}: {said}", name.trim_start_matches('/'))))
    }

    /// A fault of ours; the cause is for the log alone.
    pub fn fault(cause: &dyn fmt::Display) -> Self {
        tracing::error!(%cause, "a page could not be made");
        Self::kind("internal")
    }

    /// As a script is told that asked for a part of a page: it cannot be led to the door.
    #[must_use]
    pub fn asked_by_script(self) -> Self {
        if matches!(self, Self::SignIn { .. }) { Self::kind("unauthenticated") } else { self }
    }

    /// What is refused, where it is.
    #[must_use]
    pub fn refused(&self) -> Option<&ErrorDetails> {
        match self {
            Self::SignIn { .. } => None,
            Self::Away(refused) => Some(refused),
        }
    }

    fn retry(mut self, seconds: u64) -> Self {
        if let Self::Away(refused) = &mut self {
            refused.retry_after = Some(seconds.max(1));
        }
        self
    }
}

impl From<DomainError> for PageError {
    fn from(refusal: DomainError) -> Self {
        let code = refusal.code();
        match refusal {
            DomainError::NotCleared(blockers) => {
                let kind = ProblemCode::of(code);
                Self::Away(Box::new(ErrorDetails {
                    kind,
                    detail: None,
                    blockers,
                    retry_after: None,
                }))
            }
            DomainError::Invalid(member, detail) => Self::invalid(member, &detail),
            DomainError::TooManyRequests(seconds) => Self::kind(code).retry(seconds),
            DomainError::LabelTooSmall(detail) => Self::told(code, Some(detail)),
            DomainError::NotFound(what) => Self::told(code, Some(format!("No such {what}."))),
            _ => Self::kind(code),
        }
    }
}

impl From<UseCaseError> for PageError {
    fn from(error: UseCaseError) -> Self {
        match error {
            UseCaseError::Domain(refusal) | UseCaseError::DomainAt(_, refusal) => refusal.into(),
            UseCaseError::Database(error) => error.into(),
        }
    }
}

impl From<DatabaseError> for PageError {
    fn from(error: DatabaseError) -> Self {
        match error {
            DatabaseError::Busy | DatabaseError::Race => Self::kind("busy").retry(1),
            DatabaseError::Away => Self::kind("away").retry(2),
            fault @ (DatabaseError::Taken { .. } | DatabaseError::Broken(_)) => Self::fault(&fault),
        }
    }
}

impl From<FieldError> for PageError {
    fn from(amiss: FieldError) -> Self {
        Self::invalid(&amiss.pointer, &amiss.detail)
    }
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.refused().map_or("sign-in", |refused| refused.kind.code))
    }
}

impl ResponseError for PageError {
    fn status_code(&self) -> StatusCode {
        let status = self.refused().map_or(401, |refused| refused.kind.status);
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let refused = match self {
            Self::SignIn { next, asks: true } => return see_other(&redirect_to_sign_in(next)),
            // The form is gone with the session that sent it: told so, never shown as done.
            Self::SignIn { .. } => &ErrorDetails {
                kind: ProblemCode::of("unauthenticated"),
                detail: Some("Nothing was saved.".to_owned()),
                blockers: Vec::new(),
                retry_after: None,
            },
            Self::Away(refused) => refused,
        };
        let back = matches!(self, Self::SignIn { .. }).then_some("/sign-in");
        let page = ErrorTemplate { frame: Layout::bare(refused.kind.title), refused, back };
        let mut answer = HttpResponse::build(self.status_code());
        if let Some(seconds) = refused.retry_after {
            answer.insert_header((header::RETRY_AFTER, seconds));
        }
        let html = page.render().unwrap_or_else(|_| refused.kind.title.to_owned());
        with_page_headers(answer.content_type("text/html; charset=utf-8").body(html))
    }
}

/// The sign-in page's address, with the way back.
#[must_use]
pub fn redirect_to_sign_in(next: &str) -> String {
    format!("/sign-in?next={}", query_escape(next))
}
