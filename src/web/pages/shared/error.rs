//! Errors as HTML pages, each with its HTTP status.

use std::fmt;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use askama::Template;

use super::headers::with_page_headers;
use super::layout::Layout;
use super::redirect::{see_other, sign_in_url};
use crate::domain::error::DomainError;
use crate::domain::journey::clearance::Blocker;
use crate::use_cases::{DatabaseError, UseCaseError};
use crate::web::field_error::FieldError;
use crate::web::problem_code::ProblemCode;

/// Why a request for a page failed.
#[derive(Debug)]
pub(crate) enum PageError {
    SignInRequired {
        /// The path to return to after signing in.
        return_to: String,
        /// A view can be redirected to the sign-in page. A submitted form is lost, and the user must know.
        is_view: bool,
    },
    Problem(Box<ErrorDetails>),
}

/// What the error page shows.
#[derive(Debug)]
pub(crate) struct ErrorDetails {
    pub(crate) kind: &'static ProblemCode,
    pub(crate) detail: Option<String>,
    pub(crate) blockers: Vec<Blocker>,
    /// Seconds until a retry makes sense.
    pub(crate) retry_after: Option<u64>,
}

impl ErrorDetails {
    fn new(code: &'static str) -> Self {
        Self { kind: ProblemCode::of(code), detail: None, blockers: Vec::new(), retry_after: None }
    }
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
    error: &'a ErrorDetails,
    sign_in: Option<&'a str>,
}

impl PageError {
    /// An error whose problem code says everything.
    pub(crate) fn from_code(code: &'static str) -> Self {
        ErrorDetails::new(code).into()
    }

    fn with_detail(code: &'static str, detail: String) -> Self {
        ErrorDetails { detail: Some(detail), ..ErrorDetails::new(code) }.into()
    }

    /// An invalid form field.
    pub(crate) fn invalid(field: &str, detail: &str) -> Self {
        // serde_json adds a position that means nothing for a form field.
        let detail = detail.split(" at line ").next().unwrap_or_default();
        Self::with_detail("invalid", format!("{}: {detail}", field.trim_start_matches('/')))
    }

    /// An internal error; its cause is only logged.
    pub(crate) fn internal(cause: &dyn fmt::Display) -> Self {
        tracing::error!(%cause, "Page rendering failed");
        Self::from_code("internal")
    }

    /// The error for a script that loads part of a page and cannot follow a redirect to the sign-in page.
    pub(crate) fn for_script(self) -> Self {
        match self {
            Self::SignInRequired { .. } => Self::from_code("unauthenticated"),
            problem @ Self::Problem(_) => problem,
        }
    }

    pub(crate) fn details(&self) -> Option<&ErrorDetails> {
        match self {
            Self::SignInRequired { .. } => None,
            Self::Problem(details) => Some(details),
        }
    }
}

impl From<ErrorDetails> for PageError {
    fn from(details: ErrorDetails) -> Self {
        Self::Problem(Box::new(details))
    }
}

fn retry_after(code: &'static str, seconds: u64) -> PageError {
    ErrorDetails { retry_after: Some(seconds.max(1)), ..ErrorDetails::new(code) }.into()
}

impl From<DomainError> for PageError {
    fn from(error: DomainError) -> Self {
        let code = error.code();
        match error {
            DomainError::NotCleared(blockers) => {
                ErrorDetails { blockers, ..ErrorDetails::new(code) }.into()
            }
            DomainError::Invalid(field, detail) => Self::invalid(field, &detail),
            DomainError::TooManyRequests(seconds) => retry_after(code, seconds),
            DomainError::LabelTooSmall(detail) => Self::with_detail(code, detail),
            DomainError::NotFound(what) => Self::with_detail(code, format!("No such {what}.")),
            DomainError::UnknownFamilyLink => DomainError::NotFound("family link").into(),
            _ => Self::from_code(code),
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
            DatabaseError::Busy | DatabaseError::Conflict => retry_after("busy", 1),
            DatabaseError::Unavailable => retry_after("away", 2),
            error @ (DatabaseError::UniqueViolation { .. } | DatabaseError::Internal(_)) => {
                Self::internal(&error)
            }
        }
    }
}

impl From<FieldError> for PageError {
    fn from(error: FieldError) -> Self {
        Self::invalid(&error.pointer, &error.detail)
    }
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.details().map_or("sign-in", |details| details.kind.code))
    }
}

impl ResponseError for PageError {
    fn status_code(&self) -> StatusCode {
        let status = self.details().map_or(401, |details| details.kind.status);
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        match self {
            Self::SignInRequired { return_to, is_view: true } => see_other(&sign_in_url(return_to)),
            Self::SignInRequired { is_view: false, .. } => {
                let detail = Some("Nothing was saved.".to_owned());
                let details = ErrorDetails { detail, ..ErrorDetails::new("unauthenticated") };
                error_page(self.status_code(), &details, Some("/sign-in"))
            }
            Self::Problem(details) => error_page(self.status_code(), details, None),
        }
    }
}

fn error_page(status: StatusCode, error: &ErrorDetails, sign_in: Option<&str>) -> HttpResponse {
    let page = ErrorTemplate { frame: Layout::anonymous(error.kind.title), error, sign_in };
    let mut response = HttpResponse::build(status);
    if let Some(seconds) = error.retry_after {
        response.insert_header((header::RETRY_AFTER, seconds));
    }
    let html = page.render().unwrap_or_else(|_| error.kind.title.to_owned());
    with_page_headers(response.content_type("text/html; charset=utf-8").body(html))
}
