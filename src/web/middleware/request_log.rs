//! The span and the log line of each request, and its metrics, without any address, name, tag code or token.

use std::time::Duration;

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse};
use tracing::{Span, field};
use uuid::Uuid;

use crate::domain::account::person::Role;
use crate::domain::audit::{AuditActor, AuditContext};
use crate::domain::string_enum::StringEnum as _;

/// In the extensions of a response that is a problem, for the log.
struct LoggedCode(&'static str);

pub(crate) fn set_problem_code(response: &mut HttpResponse, code: &'static str) {
    response.extensions_mut().insert(LoggedCode(code));
}

/// The span of everything that is done for a request. The URL is left out, as it may hold a code or a token.
pub(super) fn span(request: &HttpRequest, id: Uuid) -> Span {
    // At the highest level, so that no filter takes the id off an error.
    let span = tracing::error_span!("request", request_id = %id, trace_id = field::Empty);
    if let Some(trace_id) = trace_id(request) {
        span.record("trace_id", trace_id);
    }
    span
}

/// Who made a request, as far as the log may say it.
pub(super) struct LoggedUser {
    id: Option<Uuid>,
    role: Option<&'static str>,
}

impl LoggedUser {
    /// Families have neither: the log does not tell who reads about a child.
    pub(super) fn new(context: &AuditContext, role: Option<Role>) -> Self {
        match context.actor {
            AuditActor::Staff => Self { id: context.actor_id, role: role.map(Role::key) },
            AuditActor::Service => Self { id: context.actor_id, role: Some("service") },
            AuditActor::Family | AuditActor::System | AuditActor::Anonymous => {
                Self { id: None, role: None }
            }
        }
    }
}

/// Logs a finished request and counts it. Must be called in its span.
pub(super) fn finish<B>(
    method: &Method,
    route: &str,
    response: &HttpResponse<B>,
    user: &LoggedUser,
    duration: Duration,
) {
    let status = response.status().as_u16();
    let millis = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    let code = response.extensions().get::<LoggedCode>().map(|code| code.0);
    let (method, role) = (method_name(method), user.role);
    let user_id = user.id.map(field::display);
    metrics::counter!("stuffy_requests_total", "path" => route.to_owned(), "status" => status.to_string()).increment(1);
    metrics::histogram!("stuffy_request_seconds", "path" => route.to_owned())
        .record(duration.as_secs_f64());
    if status >= 500 {
        tracing::error!(method, route, status, code, user_id, role, millis, "Request failed");
    } else {
        tracing::info!(method, route, status, code, user_id, role, millis, "Request completed");
    }
}

/// A client may send any word as its method.
fn method_name(method: &Method) -> &str {
    match *method {
        Method::GET
        | Method::HEAD
        | Method::POST
        | Method::PUT
        | Method::PATCH
        | Method::DELETE
        | Method::OPTIONS => method.as_str(),
        _ => "other",
    }
}

/// The trace id of a W3C `traceparent`: version, 32 hex digits, 16 hex digits, flags.
fn trace_id(request: &HttpRequest) -> Option<String> {
    let text = request.headers().get("traceparent")?.to_str().ok()?;
    let mut parts = text.split('-');
    let (version, trace, parent) = (parts.next()?, parts.next()?, parts.next()?);
    let is_hex = |part: &str, len: usize| {
        part.len() == len && part.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    };
    let is_nonzero = |part: &str| part.bytes().any(|b| b != b'0');
    let is_valid = is_hex(version, 2)
        && version != "ff"
        && [(trace, 32), (parent, 16)].iter().all(|&(id, len)| is_hex(id, len) && is_nonzero(id));
    is_valid.then(|| trace.to_owned())
}
