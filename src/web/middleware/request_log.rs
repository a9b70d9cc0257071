//! The log: one line for each request, without a name, a code or a token in it.

use std::time::Duration;

use actix_web::HttpRequest;

/// A request under way, as the log tells it.
pub struct RequestLog {
    method: String,
    request_id: String,
    trace_id: Option<String>,
}

impl RequestLog {
    /// Takes note of a request. Its address is left out, for it may hold a code or a token: the log
    /// gets the pattern that it matched.
    #[must_use]
    pub fn of(request: &HttpRequest, request_id: &str) -> Self {
        Self {
            method: request.method().to_string(),
            request_id: request_id.to_owned(),
            trace_id: trace_id(request),
        }
    }

    /// Writes the line.
    pub fn end(self, path: &str, status: u16, took: Duration) {
        let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        let (method, request_id) = (self.method.as_str(), self.request_id.as_str());
        let trace_id = self.trace_id.as_deref();
        metrics::counter!("stuffy_requests_total", "path" => path.to_owned(), "status" => status.to_string()).increment(1);
        metrics::histogram!("stuffy_request_seconds", "path" => path.to_owned())
            .record(took.as_secs_f64());
        if status >= 500 {
            tracing::error!(method, path, status, millis, request_id, trace_id, "request failed");
        } else {
            tracing::info!(method, path, status, millis, request_id, trace_id, "request answered");
        }
    }
}

/// The trace id of a W3C `traceparent`: version, 32 hex digits, 16 hex digits, flags.
fn trace_id(request: &HttpRequest) -> Option<String> {
    let text = request.headers().get("traceparent")?.to_str().ok()?;
    let mut parts = text.split('-');
    let (version, trace, parent) = (parts.next()?, parts.next()?, parts.next()?);
    let hex = |part: &str, len: usize| {
        part.len() == len && part.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    };
    let whole = hex(version, 2) && version != "ff" && hex(trace, 32) && hex(parent, 16);
    let real = trace.bytes().any(|b| b != b'0') && parent.bytes().any(|b| b != b'0');
    (whole && real).then(|| trace.to_owned())
}
