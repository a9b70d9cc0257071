//! Why a request failed, and how the API renders it: as a problem document (RFC 9457). The pages render it as HTML.

use std::fmt;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use serde::{Serialize, Serializer};

use crate::domain::account::person::Role;
use crate::domain::error::DomainError;
use crate::domain::journey::clearance::Blocker;
use crate::domain::journey::rule::Rule;
use crate::json::JsonKey;
use crate::use_cases::UseCaseError;
use crate::web::field_error::FieldError;
use crate::web::problem_code::ProblemCode;

#[derive(Debug)]
pub struct Problem {
    pub(crate) code: ProblemCode,
    /// For people, where more is known than the code says. Never the cause of an internal error.
    pub(crate) detail: Option<String>,
    pub(crate) errors: Vec<FieldError>,
    pub(crate) blockers: Vec<Blocker>,
    /// Seconds until a retry makes sense.
    pub(crate) retry_after: Option<u64>,
    /// The methods that the path supports.
    pub(crate) allow: Option<String>,
}

impl From<ProblemCode> for Problem {
    fn from(code: ProblemCode) -> Self {
        Self {
            code,
            detail: None,
            errors: Vec::new(),
            blockers: Vec::new(),
            retry_after: None,
            allow: None,
        }
    }
}

impl Problem {
    pub(crate) fn new(code: ProblemCode, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..code.into() }
    }

    /// The caller logs the cause; the response does not name it.
    pub(crate) fn internal() -> Self {
        ProblemCode::Internal.into()
    }

    /// A well-formed body with an invalid value at this JSON pointer.
    pub(crate) fn invalid(pointer: &str, detail: impl Into<String>) -> Self {
        FieldError::new(pointer, detail).into()
    }

    /// A path, query or header that is not well-formed.
    pub(crate) fn malformed(detail: impl Into<String>) -> Self {
        Self::new(ProblemCode::Malformed, detail)
    }

    pub(crate) fn method_not_allowed(allow: String) -> Self {
        let detail = format!("This path supports {allow}.");
        Self { allow: Some(allow), ..Self::new(ProblemCode::MethodNotAllowed, detail) }
    }

    /// Adds an invalid member.
    pub(crate) fn at(mut self, pointer: &str, detail: impl Into<String>) -> Self {
        self.errors.push(FieldError::new(pointer, detail));
        self
    }

    /// Where the error is that this `resource` does not exist, points to the member that named it.
    pub(crate) fn pointing_to_missing(error: UseCaseError, resource: &str, pointer: &str) -> Self {
        let is_missing =
            matches!(&error, UseCaseError::Domain(DomainError::NotFound(it)) if *it == resource);
        let problem = Self::from(error);
        if is_missing {
            problem.at(pointer, format!("must refer to an existing {resource}"))
        } else {
            problem
        }
    }

    pub(crate) fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds.max(1));
        self
    }
}

#[derive(Serialize)]
struct ProblemDocument<'a> {
    #[serde(rename = "type")]
    page: String,
    title: &'static str,
    status: u16,
    detail: &'a str,
    code: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldErrorResponse<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    blockers: Vec<BlockerResponse>,
}

#[derive(Serialize)]
struct FieldErrorResponse<'a> {
    pointer: String,
    detail: &'a str,
}

#[derive(Debug, Serialize)]
pub(crate) struct BlockerResponse {
    rule: JsonKey<Rule>,
    detail: String,
    override_role: Option<JsonKey<Role>>,
}

impl<'a> From<&'a Problem> for ProblemDocument<'a> {
    fn from(problem: &'a Problem) -> Self {
        let code = problem.code;
        Self {
            page: format!("/problems/{}", code.code()),
            title: code.title(),
            status: code.status().as_u16(),
            detail: problem.detail.as_deref().unwrap_or_else(|| code.detail()),
            code: code.code(),
            errors: problem.errors.iter().map(Into::into).collect(),
            blockers: problem.blockers.iter().map(Into::into).collect(),
        }
    }
}

impl<'a> From<&'a FieldError> for FieldErrorResponse<'a> {
    fn from(error: &'a FieldError) -> Self {
        let FieldError { parent, pointer, detail } = error;
        Self { pointer: format!("#{parent}{pointer}"), detail }
    }
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

impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        ProblemDocument::from(self).serialize(serializer)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code.code())
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.code.status()
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        response.insert_header((header::CONTENT_TYPE, "application/problem+json"));
        response.insert_header((header::CACHE_CONTROL, "no-store"));
        if self.status_code() == StatusCode::UNAUTHORIZED {
            response.insert_header((header::WWW_AUTHENTICATE, "Bearer realm=\"stuffy\""));
        }
        if let Some(seconds) = self.retry_after {
            response.insert_header((header::RETRY_AFTER, seconds));
        }
        if let Some(allow) = &self.allow {
            response.insert_header((header::ALLOW, allow.clone()));
        }
        response.json(self)
    }
}
