//! Gives every request an id, an audit context, a log line and its common response headers.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{ConnectionType, Method};
use actix_web::middleware::Next;
use actix_web::{Error, web};
use tracing::Instrument as _;
use uuid::Uuid;

use super::request_log::{self, LoggedUser};
use super::security_headers;
use crate::domain::audit::AuditActor;
use crate::random;
use crate::use_cases::audit::AuditContext;
use crate::use_cases::{AppContext, audit};
use crate::web::shutdown::ShutdownFlag;

/// The audit context as far as it is derived from the path; authentication fills in the actor.
fn audit_context(request: &ServiceRequest, id: Uuid) -> AuditContext {
    let path = request.match_pattern().unwrap_or_else(|| "unknown".to_owned());
    let route = format!("{} {path}", request.method());
    let mut segments = path.split('/').zip(request.path().split('/'));
    let id_segment = segments.find(|(pattern, _)| *pattern == "{id}");
    let subject_id = id_segment.and_then(|(_, text)| Uuid::parse_str(text).ok());
    let subject = audit::AuditSubject { id: subject_id, ..audit::AuditSubject::default() };
    let actor = AuditActor::Anonymous;
    AuditContext { actor, actor_id: None, route, request_id: Some(id), subject }
}

pub(crate) async fn request_context(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let app = request.app_data::<web::Data<AppContext>>().cloned();
    let clock = app.as_ref().map_or_else(crate::clock::Clock::system, |app| app.clock.clone());
    let started_at = clock.now();
    let id = random::uuid_v7_at(started_at);
    let context = audit_context(&request, id);
    let span = request_log::span(request.request(), id);
    let method = request.method().clone();
    let shutdown = request.app_data::<web::Data<ShutdownFlag>>().cloned();
    let is_read = [Method::GET, Method::HEAD].contains(request.method());
    let handled = async {
        let response = next.call(request).await;
        (response, audit::current(), audit::current_role())
    };
    let (response, context, role) =
        audit::with_context(context, handled).instrument(span.clone()).await;
    let user = LoggedUser::new(&context, role);
    let mut response = response?;
    let is_https = app.as_ref().is_some_and(|app| app.is_https());
    if let Some(app) = app.filter(|_| is_read && response.status().is_success()) {
        app.read_accesses.record(context, started_at);
    }
    let pattern = response.request().match_pattern();
    if shutdown.is_some_and(|shutdown| shutdown.is_set()) {
        // A kept-alive connection would be closed under the client's next request.
        response.response_mut().head_mut().set_connection_type(ConnectionType::Close);
    }
    set_common_headers(response.headers_mut(), &id.to_string(), pattern.as_deref(), is_https);
    let (route, duration) =
        (pattern.as_deref().unwrap_or("unknown"), clock.now().since(started_at));
    span.in_scope(|| request_log::finish(&method, route, response.response(), &user, duration));
    Ok(response)
}

fn set_common_headers(headers: &mut HeaderMap, id: &str, pattern: Option<&str>, is_https: bool) {
    let id = HeaderValue::from_str(id).unwrap_or_else(|_| HeaderValue::from_static("unknown"));
    headers.insert(HeaderName::from_static("x-request-id"), id);
    security_headers::add_missing(headers, is_https);
    // "identity" only kept an event stream from being compressed; clients do not need to see it.
    if headers.get(header::CONTENT_ENCODING).is_some_and(|encoding| encoding == "identity") {
        headers.remove(header::CONTENT_ENCODING);
    }
    if pattern.is_none_or(|path| path.starts_with("/api/")) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}
