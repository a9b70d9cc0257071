//! Worker threads, each with its own connection. On SQLite a group of jobs shares one transaction.

use std::convert::Infallible;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, mpsc as std_mpsc};
use std::thread;

use diesel::QueryResult;
use diesel::connection::{Connection, TransactionManager};
use tokio::sync::mpsc;
use tracing::Span;

use super::encryption::{self, KeyRing};
use super::error::{Error, OpenError};
use super::job::{Access, Job, TxOutcome};
use super::job_queue::JobQueue;
use super::notify::CommitSignal;
use super::transaction::Tx;

/// The database that a worker connects to.
pub(crate) trait Backend: Send + 'static {
    type Conn: Connection;
    /// How many jobs may share one transaction.
    const MAX_GROUP: usize;
    /// How often a job may run if it meets conflicts. Above 1 only with `MAX_GROUP` 1.
    const MAX_ATTEMPTS: usize;

    /// The error text must not contain a password.
    fn connect(&self) -> Result<Self::Conn, String>;
    fn begin(&self, conn: &mut Self::Conn, access: Access) -> QueryResult<()>;
    /// Called when the worker has finished its jobs.
    fn on_idle(&self) {}
    fn tx(conn: &mut Self::Conn) -> Tx<'_>;
}

/// Starts a worker for `queue` and waits until it is connected. The worker drops `running_guard` when it ends.
pub(crate) fn start<B: Backend>(
    name: &str,
    backend: B,
    queue: &Arc<JobQueue>,
    key_ring: &Arc<KeyRing>,
    running_guard: mpsc::Sender<Infallible>,
) -> Result<(), OpenError> {
    let (queue, key_ring) = (Arc::clone(queue), Arc::clone(key_ring));
    let (opened, opening) = std_mpsc::sync_channel(1);
    let serve = move || {
        encryption::set_key_ring(key_ring);
        let mut worker = match backend.connect() {
            Ok(conn) => Worker { backend, conn: Some(conn), signal: queue.signal() },
            Err(cause) => return drop(opened.send(Err(OpenError(cause)))),
        };
        drop(opened.send(Ok(())));
        while let Some(group) = queue.pop(B::MAX_GROUP) {
            worker.run_or_reconnect(group);
        }
        // Close the connection before reporting the end.
        drop(worker);
        drop(running_guard);
    };
    thread::Builder::new()
        .name(name.to_owned())
        .spawn(serve)
        .map_err(|cause| OpenError(format!("could not start a thread: {cause}")))?;
    let lost = || OpenError("a database thread ended while opening its connection".to_owned());
    opening.recv().unwrap_or_else(|_| Err(lost()))
}

struct Worker<B: Backend> {
    backend: B,
    conn: Option<B::Conn>,
    signal: Arc<CommitSignal>,
}

/// Why a transaction failed as a whole.
enum TxFailure {
    /// The job at this index panicked. The connection may be in any state.
    Panicked(usize),
    /// The connection failed.
    Lost(Error),
}

impl<B: Backend> Worker<B> {
    /// A panic outside of jobs must not end the thread, or later jobs would wait forever.
    fn run_or_reconnect(&mut self, group: Vec<Box<dyn Job>>) {
        let mut conn = None;
        if catch_unwind(AssertUnwindSafe(|| self.run(group))).is_err() {
            std::mem::swap(&mut conn, &mut self.conn);
        }
        drop(catch_unwind(AssertUnwindSafe(|| drop(conn))));
        self.backend.on_idle();
    }

    fn run(&mut self, mut group: Vec<Box<dyn Job>>) {
        let mut attempt = 1;
        while !group.is_empty() {
            match self.run_transaction(&mut group) {
                Ok(TxOutcome::Retry) if attempt < B::MAX_ATTEMPTS => attempt += 1,
                Ok(_) => {
                    // Signal even if no caller still waits for its result.
                    if group.iter().any(|job| job.added_events()) {
                        self.signal.committed();
                    }
                    return group.into_iter().for_each(<dyn Job>::reply);
                }
                Err(TxFailure::Panicked(nth)) => {
                    // The other jobs run again in a new transaction on a new connection.
                    self.conn = None;
                    group.remove(nth).fail(Error::Internal("a job panicked".to_owned()));
                }
                Err(TxFailure::Lost(why)) => {
                    self.conn = None;
                    return group.into_iter().for_each(|job| job.fail(why.clone()));
                }
            }
        }
    }

    /// Runs the group in one transaction. In a group of several, each job has its own savepoint.
    fn run_transaction(&mut self, group: &mut [Box<dyn Job>]) -> Result<TxOutcome, TxFailure> {
        let span = group.first().map_or_else(Span::none, |job| job.span().clone());
        let _entered = span.enter();
        let conn = self.begin(group)?;
        let single = group.len() == 1;
        let mut group_outcome = TxOutcome::Rollback;
        for (nth, job) in group.iter_mut().enumerate() {
            if !single {
                <B::Conn as Connection>::TransactionManager::begin_transaction(conn)
                    .map_err(lost)?;
            }
            let run = || job.run(&mut B::tx(conn));
            let outcome =
                catch_unwind(AssertUnwindSafe(run)).map_err(|_| TxFailure::Panicked(nth))?;
            if !single {
                end(conn, outcome)?;
            }
            if single || outcome == TxOutcome::Commit {
                group_outcome = outcome;
            }
        }
        end(conn, group_outcome)?;
        // If a savepoint were still open, the COMMIT would only have released that savepoint.
        if <B::Conn as Connection>::TransactionManager::is_broken_transaction_manager(conn) {
            return Err(TxFailure::Lost(Error::Unavailable));
        }
        Ok(group_outcome)
    }

    /// Replaces a connection that was lost while idle. That is safe because nothing has begun on it.
    fn begin(&mut self, group: &[Box<dyn Job>]) -> Result<&mut B::Conn, TxFailure> {
        let access = group.first().map_or(Access::Read, |job| job.access());
        if let Some(mut conn) = self.conn.take() {
            match self.backend.begin(&mut conn, access).map_err(Error::from) {
                Ok(()) => return Ok(self.conn.insert(conn)),
                Err(Error::Busy) => return Err(TxFailure::Lost(Error::Busy)),
                Err(cause) => tracing::warn!(%cause, "Lost a database connection; reconnecting"),
            }
        }
        let mut conn = self.backend.connect().map_err(|cause| {
            tracing::warn!(cause, "Could not connect to the database");
            TxFailure::Lost(Error::Unavailable)
        })?;
        self.backend.begin(&mut conn, access).map_err(lost)?;
        Ok(self.conn.insert(conn))
    }
}

fn end<C: Connection>(conn: &mut C, outcome: TxOutcome) -> Result<(), TxFailure> {
    if outcome == TxOutcome::Commit {
        C::TransactionManager::commit_transaction(conn).map_err(lost)
    } else {
        C::TransactionManager::rollback_transaction(conn).map_err(lost)
    }
}

/// The transaction may or may not have been committed.
fn lost(cause: diesel::result::Error) -> TxFailure {
    match Error::from(cause) {
        Error::Busy => TxFailure::Lost(Error::Busy),
        cause => {
            tracing::error!(%cause, "Commit or rollback failed; the outcome is unknown");
            TxFailure::Lost(Error::Unavailable)
        }
    }
}
