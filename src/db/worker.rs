//! Connections on threads of their own, and how a group of jobs shares one transaction.

use std::convert::Infallible;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, mpsc as std_mpsc};
use std::thread;

use diesel::QueryResult;
use diesel::connection::{Connection, TransactionManager};
use tokio::sync::mpsc;

use super::encryption::{self, KeyRing};
use super::error::{Error, OpenError};
use super::job::{Access, Job, TxOutcome};
use super::job_queue::JobQueue;
use super::notify::CommitSignal;
use super::transaction::Tx;

/// What a thread has to know of its database.
pub(crate) trait Backend: Send + 'static {
    /// Its connection.
    type Conn: Connection;
    /// How many jobs may share a transaction.
    const GROUP: usize;
    /// How often a job is run that loses races; such a database runs its jobs one by one.
    const TRIES: usize;

    /// Opens a connection, or says why not, without secrets.
    fn connect(&self) -> Result<Self::Conn, String>;
    /// Begins a transaction.
    fn begin(&self, conn: &mut Self::Conn, access: Access) -> QueryResult<()>;
    /// Its jobs are done for now.
    fn rest(&self) {}
    /// The transaction as jobs see it.
    fn tx(conn: &mut Self::Conn) -> Tx<'_>;
}

/// Starts a thread that serves `queue`, once its connection is open; it lets go of `alive` at its end.
pub(crate) fn start<S: Backend>(
    name: &str,
    side: S,
    queue: &Arc<JobQueue>,
    ring: &Arc<KeyRing>,
    alive: mpsc::Sender<Infallible>,
) -> Result<(), OpenError> {
    let (queue, ring) = (Arc::clone(queue), Arc::clone(ring));
    let (opened, opening) = std_mpsc::sync_channel(1);
    let serve = move || {
        encryption::with_key_ring(ring);
        let mut worker = match side.connect() {
            Ok(conn) => Worker { side, conn: Some(conn), signal: queue.signal() },
            Err(cause) => return drop(opened.send(Err(OpenError(cause)))),
        };
        drop(opened.send(Ok(())));
        while let Some(group) = queue.take(S::GROUP) {
            worker.serve_or_start_over(group);
        }
        // The connection is closed before the store says that it is.
        drop(worker);
        drop(alive);
    };
    thread::Builder::new()
        .name(name.to_owned())
        .spawn(serve)
        .map_err(|cause| OpenError(format!("no thread could be started: {cause}")))?;
    let lost =
        || OpenError("a thread of the store ended while it opened its connection".to_owned());
    opening.recv().unwrap_or_else(|_| Err(lost()))
}

struct Worker<S: Backend> {
    side: S,
    conn: Option<S::Conn>,
    signal: Arc<CommitSignal>,
}

/// Why a whole transaction came to nothing.
enum TxFailure {
    /// This job panicked; the connection may be in any state.
    Panicked(usize),
    /// The connection failed.
    Lost(Error),
}

impl<S: Backend> Worker<S> {
    /// A panic that no job caused must not end the thread either: the rest would wait for ever.
    fn serve_or_start_over(&mut self, group: Vec<Box<dyn Job>>) {
        let mut conn = None;
        if catch_unwind(AssertUnwindSafe(|| self.serve(group))).is_err() {
            std::mem::swap(&mut conn, &mut self.conn);
        }
        drop(catch_unwind(AssertUnwindSafe(|| drop(conn))));
        self.side.rest();
    }

    fn serve(&mut self, mut group: Vec<Box<dyn Job>>) {
        let mut tries = 1;
        while !group.is_empty() {
            match self.transact(&mut group) {
                Ok(TxOutcome::Again) if tries < S::TRIES => tries += 1,
                Ok(_) => {
                    // Whether or not the asker still waits for its answer.
                    if group.iter().any(|job| job.told()) {
                        self.signal.committed();
                    }
                    return group.into_iter().for_each(<dyn Job>::answer);
                }
                Err(TxFailure::Panicked(nth)) => {
                    // The others are run again, in a new transaction on a new connection.
                    self.conn = None;
                    group.remove(nth).fail(Error::Broken("a job panicked".to_owned()));
                }
                Err(TxFailure::Lost(why)) => {
                    self.conn = None;
                    return group.into_iter().for_each(|job| job.fail(why.clone()));
                }
            }
        }
    }

    /// Runs the group in one transaction, each in a savepoint of its own unless it is alone.
    fn transact(&mut self, group: &mut [Box<dyn Job>]) -> Result<TxOutcome, TxFailure> {
        let conn = self.begin(group)?;
        let alone = group.len() == 1;
        let mut fate = TxOutcome::Undo;
        for (nth, job) in group.iter_mut().enumerate() {
            if !alone {
                <S::Conn as Connection>::TransactionManager::begin_transaction(conn)
                    .map_err(lost)?;
            }
            let run = || job.run(&mut S::tx(conn));
            let verdict =
                catch_unwind(AssertUnwindSafe(run)).map_err(|_| TxFailure::Panicked(nth))?;
            if !alone {
                finish(conn, verdict)?;
            }
            if alone || verdict == TxOutcome::Keep {
                fate = verdict;
            }
        }
        finish(conn, fate)?;
        // A savepoint left open would have taken the COMMIT for itself.
        if <S::Conn as Connection>::TransactionManager::is_broken_transaction_manager(conn) {
            return Err(TxFailure::Lost(Error::Away));
        }
        Ok(fate)
    }

    /// A connection that went away while idle is replaced: nothing was begun on it.
    fn begin(&mut self, group: &[Box<dyn Job>]) -> Result<&mut S::Conn, TxFailure> {
        let access = group.first().map_or(Access::Read, |job| job.access());
        if let Some(mut conn) = self.conn.take() {
            match self.side.begin(&mut conn, access).map_err(Error::from) {
                Ok(()) => return Ok(self.conn.insert(conn)),
                Err(Error::Busy) => return Err(TxFailure::Lost(Error::Busy)),
                Err(cause) => {
                    tracing::warn!(%cause, "a connection to the database was lost and is replaced");
                }
            }
        }
        let mut conn = self.side.connect().map_err(|cause| {
            tracing::warn!(cause, "the database cannot be reached");
            TxFailure::Lost(Error::Away)
        })?;
        self.side.begin(&mut conn, access).map_err(lost)?;
        Ok(self.conn.insert(conn))
    }
}

fn finish<C: Connection>(conn: &mut C, verdict: TxOutcome) -> Result<(), TxFailure> {
    if verdict == TxOutcome::Keep {
        C::TransactionManager::commit_transaction(conn).map_err(lost)
    } else {
        C::TransactionManager::rollback_transaction(conn).map_err(lost)
    }
}

/// Whatever kept a transaction from its end, what was in flight cannot be vouched for.
fn lost(cause: diesel::result::Error) -> TxFailure {
    match Error::from(cause) {
        Error::Busy => TxFailure::Lost(Error::Busy),
        cause => {
            tracing::error!(%cause, "a transaction was lost");
            TxFailure::Lost(Error::Away)
        }
    }
}
