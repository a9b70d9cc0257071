//! What every answer has in common: its id, its headers, a line in the log, a note for the audit.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::http::{ConnectionType, Method};
use actix_web::middleware::Next;
use actix_web::{Error, web};
use uuid::Uuid;

use super::{request_log, security_headers};
use crate::domain::audit::AuditActor;
use crate::random;
use crate::use_cases::audit::AuditContext;
use crate::use_cases::{AppContext, audit};
use crate::web::body::ShutdownFlag;

/// What a request is about, as far as its address says; who it is for turns out.
fn errand_of(request: &ServiceRequest, id: Uuid) -> AuditContext {
    let path = request.match_pattern().unwrap_or_else(|| "unknown".to_owned());
    let way = format!("{} {path}", request.method());
    let mut parts = path.split('/').zip(request.path().split('/'));
    let subject = parts.find(|(gap, _)| *gap == "{id}");
    let subject = subject.and_then(|(_, text)| Uuid::parse_str(text).ok());
    let about = audit::AuditSubject { subject, ..audit::AuditSubject::default() };
    AuditContext { doer: AuditActor::Nobody, id: None, way, request: Some(id), about }
}

/// What every answer has in common: its id, no trace in a cache, a line in the log.
pub(crate) async fn request_context(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let app = request.app_data::<web::Data<AppContext>>().cloned();
    let clock = app.as_ref().map_or_else(crate::clock::Clock::system, |app| app.clock.clone());
    let began = clock.now();
    let id = random::uuid(began);
    let errand = errand_of(&request, id);
    let id = id.to_string();
    let line = request_log::RequestLog::of(request.request(), &id);
    let leaving = request.app_data::<web::Data<ShutdownFlag>>().cloned();
    let looks = [Method::GET, Method::HEAD].contains(request.method());
    let (response, errand) = audit::on(errand, async {
        let response = next.call(request).await;
        (response, audit::current())
    })
    .await;
    let mut response = response?;
    let by_tls = app.as_ref().is_some_and(|app| app.is_https());
    if let Some(app) = app.filter(|_| looks && response.status().is_success()) {
        app.read_accesses.record(errand, began);
    }
    let status = response.status().as_u16();
    let pattern = response.request().match_pattern();
    if leaving.is_some_and(|leaving| leaving.is_set()) {
        // Whoever keeps this line for the next request would find it closed.
        response.response_mut().head_mut().set_connection_type(ConnectionType::Close);
    }
    let headers = response.headers_mut();
    headers.insert(HeaderName::from_static("x-request-id"), value(&id));
    security_headers::add_missing(headers, by_tls);
    // It kept the stream from being compressed, and says nothing to whoever reads it.
    if headers.get(header::CONTENT_ENCODING).is_some_and(|encoding| encoding == "identity") {
        headers.remove(header::CONTENT_ENCODING);
    }
    if pattern.as_deref().is_none_or(|path| path.starts_with("/api/")) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    line.end(pattern.as_deref().unwrap_or("unknown"), status, clock.now().since(began));
    Ok(response)
}

fn value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or_else(|_| HeaderValue::from_static("unknown"))
}
