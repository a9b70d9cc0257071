//! Headers that handlers take: `If-Match` and `Idempotency-Key`.

use std::str::FromStr;

use actix_web::http::header::{HeaderName, IF_MATCH};

use super::request_parts::{FromRequestParts, RequestParts};
use crate::use_cases::idempotency::{self, IdempotentRequest, RenderResponse};
use crate::use_cases::token;
use crate::web::problem::Problem;
use crate::web::problem_code::ProblemCode;

/// No resource ever has this revision.
const NO_REVISION: i64 = 0;

/// The revision that the caller read.
pub(crate) struct IfMatch(pub(crate) i64);

impl FromRequestParts for IfMatch {
    async fn extract(parts: &mut RequestParts) -> Result<Self, Problem> {
        let Some(value) = parts.http().headers().get(IF_MATCH) else {
            let detail = "Send If-Match with the ETag you read.";
            return Err(Problem::new(ProblemCode::PreconditionRequired, detail));
        };
        let etag = value.to_str().ok().and_then(|text| text.strip_prefix('"')?.strip_suffix('"'));
        let revision =
            etag.and_then(|text| i64::from_str(text).ok().filter(|n| n.to_string() == text));
        // A form that we never send, such as a weak ETag or a star, matches no revision.
        Ok(Self(revision.unwrap_or(NO_REVISION)))
    }
}

/// The `Idempotency-Key`, if the caller sent one. It reads the body, whose hash belongs to the key.
pub(crate) struct IdempotencyKey(Option<idempotency::IdempotencyKey>);

impl FromRequestParts for IdempotencyKey {
    async fn extract(parts: &mut RequestParts) -> Result<Self, Problem> {
        let Some(key) = parts.http().headers().get(HeaderName::from_static("idempotency-key"))
        else {
            return Ok(Self(None));
        };
        let key = key.to_str().unwrap_or_default().to_owned();
        if !(8..=128).contains(&key.len()) || !key.bytes().all(|b| b.is_ascii_graphic()) {
            let detail = "Idempotency-Key must be 8 to 128 printable characters without spaces.";
            return Err(Problem::malformed(detail));
        }
        let body = parts.body().await?;
        let fingerprint = token::fingerprint(&[parts.http().path().as_bytes(), &body[..]]);
        let caller = parts.caller_key().unwrap_or_default().to_owned();
        Ok(Self(Some(idempotency::IdempotencyKey { caller, key, fingerprint })))
    }
}

impl IdempotencyKey {
    pub(crate) fn request<T>(self, render: RenderResponse<T>) -> IdempotentRequest<T> {
        IdempotentRequest { key: self.0, render }
    }
}
