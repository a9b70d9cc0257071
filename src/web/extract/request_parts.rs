//! A request while its parts are extracted.

use actix_web::http::header::HeaderName;
use actix_web::{HttpRequest, web};

use super::body::{self, BodyError};
use super::body_budget::{BodyBudget, BodyOwner};
use crate::domain::error::DomainError;
use crate::use_cases::AppContext;
use crate::web::client::Client;
use crate::web::problem::Problem;
use crate::web::problem_code::ProblemCode;
use crate::web::rate_limit::{RateLimitKey, RateLimits};

/// A part that a handler takes. Parts are extracted in the order of the handler's parameters.
pub(crate) trait FromRequestParts: Sized {
    /// How many bytes of body it reads at most.
    const MAX_BODY: usize = 0;
    /// Whether it reads the query string. A handler without such a part refuses every parameter.
    const READS_QUERY: bool = false;

    async fn extract(parts: &mut RequestParts) -> Result<Self, Problem>;
}

pub(crate) struct RequestParts {
    http: HttpRequest,
    payload: Option<web::Payload>,
    body: web::Bytes,
    max_body: usize,
    caller_key: Option<String>,
}

impl RequestParts {
    pub(super) fn new(http: HttpRequest, payload: web::Payload, max_body: usize) -> Self {
        Self { http, payload: Some(payload), body: web::Bytes::new(), max_body, caller_key: None }
    }

    pub(crate) const fn http(&self) -> &HttpRequest {
        &self.http
    }

    pub(crate) fn app(&self) -> &AppContext {
        self.state::<AppContext>()
    }

    /// What the server shares with all handlers.
    pub(crate) fn state<T: 'static>(&self) -> &T {
        let data = self.http.app_data::<web::Data<T>>();
        data.expect("the server registers everything that handlers take")
    }

    pub(crate) fn header(&self, name: &HeaderName) -> Option<&str> {
        self.http.headers().get(name).and_then(|value| value.to_str().ok())
    }

    pub(crate) fn check_rate_limit(&self, key: RateLimitKey) -> Result<(), Problem> {
        Ok(self.state::<RateLimits>().check(key)?)
    }

    /// Remembers who was authorised: their bodies may be larger, and their idempotency keys are theirs alone.
    pub(crate) fn set_caller(&mut self, key: String) {
        self.caller_key = Some(key);
    }

    pub(super) fn caller_key(&self) -> Option<&str> {
        self.caller_key.as_deref()
    }

    /// The whole body; the second call returns the same bytes.
    pub(crate) async fn body(&mut self) -> Result<web::Bytes, Problem> {
        let Some(payload) = self.payload.take() else { return Ok(self.body.clone()) };
        let (owner, max) = match &self.caller_key {
            Some(key) => (BodyOwner::Caller(key.clone()), self.max_body),
            None => (
                BodyOwner::Network(Client::of(&self.http).network()),
                self.max_body.min(body::MAX_ANONYMOUS_BODY),
            ),
        };
        let length = body::content_length(&self.http).unwrap_or(max);
        if length > max {
            return Err(too_large(max));
        }
        let _reserved = self.state::<BodyBudget>().reserve(owner, length)?;
        self.body =
            body::read_body(&self.http, payload, max).await.map_err(|error| match error {
                BodyError::TooLarge => too_large(max),
                BodyError::Incomplete => Problem::malformed("The request body could not be read."),
            })?;
        Ok(self.body.clone())
    }

    /// The value of a path parameter, which the route's pattern guarantees.
    pub(crate) fn path_segment(&self, name: &str) -> &str {
        self.http.match_info().query(name)
    }
}

fn too_large(max: usize) -> Problem {
    Problem::new(ProblemCode::TooLarge, format!("The request body is larger than {max} bytes."))
}

/// The refusal of somebody who is known and may not do this.
pub(super) fn forbidden() -> Problem {
    DomainError::Forbidden.into()
}
