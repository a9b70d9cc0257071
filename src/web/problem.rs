//! Problem documents (RFC 9457): how the API renders every error.

use std::fmt;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;

use crate::domain::account::person::Role;
use crate::domain::error::DomainError;
use crate::domain::journey::clearance::Blocker;
use crate::domain::journey::rule::Rule;
use crate::json::JsonKey;
use crate::use_cases::UseCaseError;
use crate::web::middleware::request_log;
use crate::web::problem_code::ProblemCode;

#[derive(Debug, Serialize)]
pub struct Problem {
    #[serde(rename = "type")]
    page: String,
    title: &'static str,
    status: u16,
    /// For people. Never the cause of an internal error.
    detail: String,
    code: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldErrorResponse>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    blockers: Vec<BlockerResponse>,
    #[serde(skip)]
    retry_after: Option<u64>,
    #[serde(skip)]
    allow: Option<String>,
}

#[derive(Debug, Serialize)]
struct FieldErrorResponse {
    pointer: String,
    detail: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct BlockerResponse {
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
    pub(crate) fn new(code: &'static str, detail: impl Into<String>) -> Self {
        let code = ProblemCode::of(code);
        Self {
            page: format!("/problems/{}", code.code),
            title: code.title,
            status: code.status,
            detail: detail.into(),
            code: code.code,
            errors: Vec::new(),
            blockers: Vec::new(),
            retry_after: None,
            allow: None,
        }
    }

    /// The caller logs the cause; the response does not name it.
    pub(crate) fn internal() -> Self {
        Self::new("internal", "Something went wrong on the server. The error has been logged.")
    }

    /// A well-formed body with an invalid value at this JSON pointer.
    pub(crate) fn invalid(pointer: &str, detail: impl Into<String>) -> Self {
        Self::new("invalid", "The request body is invalid; see errors.").at(pointer, detail)
    }

    /// A path, query or header that is not well-formed.
    pub(crate) fn malformed(detail: impl Into<String>) -> Self {
        Self::new("malformed", detail)
    }

    pub(crate) fn method_not_allowed(allow: String) -> Self {
        let detail = format!("This path supports {allow}.");
        Self { allow: Some(allow), ..Self::new("method-not-allowed", detail) }
    }

    /// Adds an invalid member.
    pub(crate) fn at(mut self, pointer: &str, detail: impl Into<String>) -> Self {
        let (pointer, detail) = (format!("#{pointer}"), detail.into());
        self.errors.push(FieldErrorResponse { pointer, detail });
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

    pub(crate) fn with_blockers(mut self, blockers: &[Blocker]) -> Self {
        self.blockers = blockers.iter().map(Into::into).collect();
        self
    }

    pub(crate) fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds.max(1));
        self
    }

    pub(crate) const fn status(&self) -> u16 {
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
        let mut response = HttpResponse::build(self.status_code());
        response.insert_header((header::CONTENT_TYPE, "application/problem+json"));
        response.insert_header((header::CACHE_CONTROL, "no-store"));
        if self.status == 401 {
            response.insert_header((header::WWW_AUTHENTICATE, "Bearer realm=\"stuffy\""));
        }
        if let Some(seconds) = self.retry_after {
            response.insert_header((header::RETRY_AFTER, seconds));
        }
        if let Some(allow) = &self.allow {
            response.insert_header((header::ALLOW, allow.clone()));
        }
        let mut response = response.json(self);
        request_log::set_problem_code(&mut response, self.code);
        response
    }
}
