//! Work on blocking threads and in tasks of their own that still belongs to the request which started it.

use std::future::Future;

use tokio::task::{JoinError, JoinHandle};
use tracing::{Instrument as _, Span};

/// Runs work that takes long or blocks. Its log lines carry the id of the request.
pub async fn run<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, JoinError> {
    let span = Span::current();
    tokio::task::spawn_blocking(move || span.in_scope(work)).await
}

/// Starts a task of the request, such as an event stream, on the thread of its caller.
pub fn spawn_local(task: impl Future<Output = ()> + 'static) -> JoinHandle<()> {
    tokio::task::spawn_local(task.in_current_span())
}
