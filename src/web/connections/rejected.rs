//! Counts what was refused before it became a request, and logs it at most once a minute.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use actix_http::error::{DispatchError, ParseError};
use tokio::sync::Notify;

const LOG_INTERVAL: Duration = Duration::from_mins(1);

#[derive(Clone, Default)]
pub(super) struct RejectedConnections(Arc<Unlogged>);

#[derive(Default)]
struct Unlogged {
    count: AtomicU64,
    added: Notify,
}

impl RejectedConnections {
    /// A connection on which a complete TLS handshake did not take place in time.
    pub(super) fn add_tls(&self, error: &io::Error) {
        // Load balancers and port scanners connect and close.
        if error.kind() != io::ErrorKind::UnexpectedEof {
            self.add("tls");
        }
    }

    /// Counts a connection that ended by the client's fault.
    pub(super) fn add_http(&self, error: &DispatchError) {
        if let Some(reason) = reason(error) {
            self.add(reason);
        }
    }

    fn add(&self, reason: &'static str) {
        metrics::counter!("stuffy_rejected_connections_total", "reason" => reason).increment(1);
        self.0.count.fetch_add(1, Ordering::Relaxed);
        self.0.added.notify_one();
    }

    /// Logs the first one at once and further ones together, forever.
    pub(super) async fn log(self) {
        loop {
            self.0.added.notified().await;
            let count = self.0.count.swap(0, Ordering::Relaxed);
            if count > 0 {
                tracing::warn!(count, "Rejected malformed or unfinished requests");
                tokio::time::sleep(LOG_INTERVAL).await;
            }
        }
    }
}

/// None if the client only went away, or if it is not its fault.
fn reason(error: &DispatchError) -> Option<&'static str> {
    match error {
        DispatchError::Parse(ParseError::TooLarge) => Some("headers-too-large"),
        DispatchError::Parse(ParseError::Io(_)) => None,
        DispatchError::Parse(_) => Some("malformed"),
        DispatchError::SlowRequestTimeout => Some("slow"),
        DispatchError::H2(error) => match error.get_io() {
            // From our own limit.
            Some(cause) if cause.kind() == io::ErrorKind::InvalidData => Some("headers-too-large"),
            Some(_) => None,
            None => Some("http2"),
        },
        _ => None,
    }
}
