//! The [`Store`]: opens the database, starts its worker threads and sends jobs to them.

use std::convert::Infallible;
use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::task::AbortHandle;

use super::encryption::KeyRing;
use super::error::{Error, OpenError};
use super::job::{AuditScope, QueuedJob};
use super::job_queue::JobQueue;
use super::key_ring::KeySet;
use super::notify::CommitSignal;
use super::options::Options;
use super::transaction::Tx;
use super::{audit_context, postgres, sqlite, worker};

/// An open database. Clones share it.
#[derive(Clone)]
pub struct Store {
    pub(super) inner: Arc<Inner>,
}

pub(super) struct Inner {
    pub(super) database: DatabaseKind,
    reads: Arc<JobQueue>,
    /// The same queue as `reads` on PostgreSQL.
    writes: Arc<JobQueue>,
    timeout: Duration,
    signal: Arc<CommitSignal>,
    pub(super) audit_keys: Arc<KeySet>,
    key_ring: Arc<KeyRing>,
    /// The task that exchanges notifications with other nodes, started on first use.
    notify_listener: OnceLock<AbortHandle>,
    /// Closed once the last worker thread has ended.
    workers: Mutex<mpsc::Receiver<Infallible>>,
}

#[derive(Clone)]
pub(super) enum DatabaseKind {
    Sqlite(sqlite::Sqlite),
    Postgres(Box<postgres::Postgres>),
}

impl Store {
    /// Opens `sqlite://…` or `postgres://…`. A missing SQLite file is created.
    pub fn open(url: &str, options: &Options) -> Result<Self, OpenError> {
        let database = DatabaseKind::from_url(url)?;
        let (running_guard, workers) = mpsc::channel(1);
        let signal = Arc::new(CommitSignal::default());
        let writes = Arc::new(JobQueue::new(options.queue, &signal));
        let reads = match database {
            DatabaseKind::Sqlite(_) => Arc::new(JobQueue::new(options.queue, &signal)),
            DatabaseKind::Postgres(_) => Arc::clone(&writes),
        };
        let inner = Inner {
            database,
            reads,
            writes,
            timeout: options.timeout,
            signal,
            audit_keys: Arc::new(options.audit_keys.clone()),
            key_ring: Arc::new(KeyRing::new(&options.privacy_keys)),
            notify_listener: OnceLock::new(),
            workers: Mutex::new(workers),
        };
        inner.start_workers(options, &running_guard)?;
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Runs `work` on a consistent snapshot of the database.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.inner.submit(&self.inner.reads, None, work).await
    }

    /// Runs `work` in a transaction. It is committed if `work` returns `Ok` and rolled back otherwise.
    ///
    /// `Ok` is returned only once the commit is on disk. `work` may run several times, after a conflict or because
    /// another job of its group panicked, so it must have no effects outside of the database.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (context, keys) = (audit_context::current(), Arc::clone(&self.inner.audit_keys));
        self.inner.submit(&self.inner.writes, Some(AuditScope { context, keys }), work).await
    }

    /// Waits until events were added on any node since the last call; for a single task. A notification from another
    /// node may be lost, so the caller must also poll.
    pub async fn wait_for_event(&self) {
        self.start_notify_listener();
        self.inner.signal.wait_for_event().await;
    }

    /// The same for the outbox sender.
    pub async fn wait_for_outbox(&self) {
        self.start_notify_listener();
        self.inner.signal.wait_for_outbox().await;
    }

    fn start_notify_listener(&self) {
        if let DatabaseKind::Postgres(postgres) = &self.inner.database {
            let start = || postgres.start_notify_listener(&self.inner.signal);
            self.inner.notify_listener.get_or_init(start);
        }
    }

    /// Checks that the database responds.
    pub async fn ping(&self) -> Result<(), Error> {
        self.read(|_| Ok(())).await
    }

    /// Accepts no more jobs, runs those in the queue and closes the connections.
    pub async fn close(&self) {
        self.inner.stop();
        // Nothing is ever sent; this returns once every sender is dropped.
        let _ = self.inner.workers.lock().await.recv().await;
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Only the kind, because a URL may contain a password.
        f.write_str(match self.inner.database {
            DatabaseKind::Sqlite(_) => "Store(sqlite)",
            DatabaseKind::Postgres(_) => "Store(postgres)",
        })
    }
}

impl DatabaseKind {
    fn from_url(url: &str) -> Result<Self, OpenError> {
        let unknown = || {
            OpenError(
                "the database URL must begin with sqlite:// (such as sqlite://stuffy.db, for one node) \
                 or postgres:// (such as postgres://user:password@host/database, for several nodes)"
                    .to_owned(),
            )
        };
        let (scheme, rest) = url.split_once(':').ok_or_else(unknown)?;
        match scheme {
            "sqlite" => sqlite::Sqlite::new(rest).map(Self::Sqlite),
            "postgres" | "postgresql" => {
                postgres::Postgres::new(url).map(|server| Self::Postgres(Box::new(server)))
            }
            _ => Err(unknown()),
        }
    }
}

impl Inner {
    fn start_workers(
        &self,
        options: &Options,
        running_guard: &mpsc::Sender<Infallible>,
    ) -> Result<(), OpenError> {
        match &self.database {
            DatabaseKind::Sqlite(file) => {
                // The writer comes first, because it creates the file.
                let (writer, ring) = (sqlite::Writer(file.clone()), &self.key_ring);
                worker::start("db-writer", writer, &self.writes, ring, running_guard.clone())?;
                (0..options.readers.max(1)).try_for_each(|_| {
                    let reader = sqlite::Reader(file.clone());
                    worker::start("db-reader", reader, &self.reads, ring, running_guard.clone())
                })
            }
            DatabaseKind::Postgres(server) => (0..options.connections.max(1)).try_for_each(|_| {
                let backend = server.for_worker(options.timeout);
                worker::start(
                    "db-worker",
                    backend,
                    &self.writes,
                    &self.key_ring,
                    running_guard.clone(),
                )
            }),
        }
    }

    /// Queues a job and waits for its result. After a timeout it is unknown whether the job still runs.
    async fn submit<T, E, F>(
        &self,
        queue: &JobQueue,
        audit: Option<AuditScope>,
        work: F,
    ) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (reply, result) = oneshot::channel();
        queue.push(Box::new(QueuedJob {
            audit,
            span: tracing::Span::current(),
            work,
            result: None,
            added_events: false,
            reply,
        }))?;
        match tokio::time::timeout(self.timeout, result).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) | Err(_) => Err(Error::Unavailable.into()),
        }
    }

    fn stop(&self) {
        self.reads.close();
        self.writes.close();
        if let Some(listener) = self.notify_listener.get() {
            listener.abort();
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.stop();
    }
}
