//! Logs one line per request and counts it for Prometheus, without any name, tag code or token.

use std::time::Duration;

use actix_web::HttpRequest;

pub(crate) struct RequestLog {
    method: String,
    request_id: String,
    trace_id: Option<String>,
}

impl RequestLog {
    /// The URL is left out, as it may hold a code or a token: the log gets the route pattern.
    pub(crate) fn new(request: &HttpRequest, request_id: &str) -> Self {
        Self {
            method: request.method().to_string(),
            request_id: request_id.to_owned(),
            trace_id: trace_id(request),
        }
    }

    pub(crate) fn finish(self, path: &str, status: u16, duration: Duration) {
        let millis = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
        let (method, request_id) = (self.method.as_str(), self.request_id.as_str());
        let trace_id = self.trace_id.as_deref();
        metrics::counter!("stuffy_requests_total", "path" => path.to_owned(), "status" => status.to_string()).increment(1);
        metrics::histogram!("stuffy_request_seconds", "path" => path.to_owned())
            .record(duration.as_secs_f64());
        if status >= 500 {
            tracing::error!(method, path, status, millis, request_id, trace_id, "Request failed");
        } else {
            tracing::info!(method, path, status, millis, request_id, trace_id, "Request completed");
        }
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
