//! Path, query and headers of an API request.

use std::str::FromStr;

use actix_web::http::Method;
use actix_web::http::header::{HeaderName, IF_MATCH};
use uuid::Uuid;

use super::request::ApiRequest;
use crate::domain::account::person::Actor;
use crate::domain::tag::TagCode;
use crate::use_cases::idempotency::{IdempotencyKey, IdempotentRequest, RenderResponse};
use crate::use_cases::token;
use crate::web::api::query::Query;
use crate::web::problem::Problem;
use crate::web::problem_code::ProblemCode;
use crate::web::validation;

/// No resource ever has this revision.
const NO_REVISION: i64 = 0;

impl ApiRequest {
    pub(crate) fn is_head(&self) -> bool {
        self.http().method() == Method::HEAD
    }

    pub(crate) fn header(&self, name: &HeaderName) -> Option<&str> {
        self.http().headers().get(name).and_then(|value| value.to_str().ok())
    }

    pub(crate) fn path_segment(&self, name: &str) -> &str {
        self.http().match_info().query(name)
    }

    pub(crate) fn path_id<I>(&self, name: &str, id: fn(Uuid) -> I) -> Result<I, Problem> {
        let wrong = || Problem::malformed("An id in the path is not a hyphenated UUID.");
        validation::parse_uuid(self.path_segment(name)).map(id).ok_or_else(wrong)
    }

    /// A mistyped code gets 404, as no tag has it.
    pub(crate) fn tag_code(&self) -> Result<TagCode, Problem> {
        let mistyped =
            |_| Problem::new(ProblemCode::NotFound, "No tag has this code. It may be mistyped.");
        TagCode::parse(self.path_segment("code")).map_err(mistyped)
    }

    /// The query string, which may have these parameters and no others.
    pub(crate) fn query(&self, known: &[&str]) -> Result<Query, Problem> {
        Query::parse(self.http().query_string(), known)
    }

    /// The revision that the caller read.
    pub(crate) fn if_match(&self) -> Result<i64, Problem> {
        let Some(value) = self.http().headers().get(IF_MATCH) else {
            let detail = "Send If-Match with the ETag you read.";
            return Err(Problem::new(ProblemCode::PreconditionRequired, detail));
        };
        let etag = value.to_str().ok().and_then(|text| text.strip_prefix('"')?.strip_suffix('"'));
        let revision =
            etag.and_then(|text| i64::from_str(text).ok().filter(|n| n.to_string() == text));
        // A form that we never send, such as a weak ETag or a star, matches no revision.
        Ok(revision.unwrap_or(NO_REVISION))
    }

    /// [`Self::idempotent_request`] for a member of staff.
    pub(crate) fn idempotent_request_by<T>(
        &self,
        actor: Actor,
        render: RenderResponse<T>,
    ) -> Result<IdempotentRequest<T>, Problem> {
        self.idempotent_request(&format!("staff:{}", actor.id), render)
    }

    /// How to render the response, and the Idempotency-Key where the caller sent one.
    pub(crate) fn idempotent_request<T>(
        &self,
        caller: &str,
        render: RenderResponse<T>,
    ) -> Result<IdempotentRequest<T>, Problem> {
        let name = HeaderName::from_static("idempotency-key");
        let Some(key) = self.http().headers().get(&name) else {
            return Ok(IdempotentRequest { key: None, render });
        };
        let key = key.to_str().unwrap_or_default();
        if !(8..=128).contains(&key.len()) || !key.bytes().all(|b| b.is_ascii_graphic()) {
            let detail = "Idempotency-Key must be 8 to 128 printable characters without spaces.";
            return Err(Problem::malformed(detail));
        }
        let fingerprint = token::fingerprint(&[self.http().path().as_bytes(), &self.body()[..]]);
        let (caller, key) = (caller.to_owned(), key.to_owned());
        let key = IdempotencyKey { caller, key, fingerprint };
        Ok(IdempotentRequest { key: Some(key), render })
    }
}
