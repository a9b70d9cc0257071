//! The shelf: the only room that knows Diesel, and two databases behind one face.
//!
//! [`Store::read`] and [`Store::write`] run a closure in one transaction on a thread that owns a
//! connection; they are the one crossing from async to blocking. The closure sees a [`Tx`], whose
//! methods are listed in `contents.rs`. A query lives once in `queries/` and is compiled twice, by
//! `sqlite.rs` and by `postgres.rs`.

mod backup;
mod notify;
mod audit_chain;
mod columns;
mod tx_methods;
mod pg_connect;
pub mod audit_context;
mod error;
mod job;
mod key_ring;
mod migrations;
mod postgres;
mod job_queue;
pub mod models;
mod schema;
pub mod encryption;
mod sqlite;
mod worker;
mod transaction;
mod statement_timeout;
pub mod codec;

use std::convert::Infallible;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::task::AbortHandle;

use encryption::KeyRing;
use job::{AuditScope, QueuedJob};
use job_queue::JobQueue;
use migrations::MigrationMode;
use notify::CommitSignal;

pub use audit_chain::ChainReport;
pub use columns::Json;
pub use error::{Error, OpenError};
pub use key_ring::KeySet;
pub use transaction::Tx;

/// How much the store takes on.
#[derive(Clone, Debug)]
pub struct Options {
    /// How many jobs may wait before the next is told [`Error::Busy`].
    pub queue: usize,
    /// Threads that read, on SQLite.
    pub readers: usize,
    /// Threads with a connection each, on PostgreSQL.
    pub connections: usize,
    /// The keys that the audit is sealed by.
    pub audit_keys: KeySet,
    /// The keys that what names a child is sealed by.
    pub privacy_keys: KeySet,
    /// How long a job may take, waiting and all, until it is told [`Error::Away`].
    pub patience: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            queue: 1024,
            readers: 2,
            connections: 8,
            audit_keys: KeySet::default(),
            privacy_keys: KeySet::default(),
            patience: Duration::from_secs(15),
        }
    }
}

/// The database, open. Clones share it.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    home: DatabaseKind,
    reads: Arc<JobQueue>,
    writes: Arc<JobQueue>,
    patience: Duration,
    /// Rings when something was told.
    signal: Arc<CommitSignal>,
    /// What the audit is sealed by.
    audit_keys: Arc<KeySet>,
    /// What names of children are sealed and opened by.
    ring: Arc<KeyRing>,
    /// What listens to other nodes, once somebody asked for it.
    bell: OnceLock<AbortHandle>,
    /// Closes once the last thread has let go of its end.
    threads: Mutex<mpsc::Receiver<Infallible>>,
}

#[derive(Clone)]
enum DatabaseKind {
    Sqlite(sqlite::Sqlite),
    Postgres(Box<postgres::Postgres>),
}

impl Store {
    /// Opens `sqlite://…` or `postgres://…`; the file of the former is made where there is none.
    ///
    /// # Errors
    /// What is wrong with the address, or what the database answers.
    pub fn open(url: &str, options: &Options) -> Result<Self, OpenError> {
        let home = DatabaseKind::at(url)?;
        let (alive, threads) = mpsc::channel(1);
        let signal = Arc::new(CommitSignal::default());
        let writes = Arc::new(JobQueue::new(options.queue, &signal));
        let reads = match home {
            DatabaseKind::Sqlite(_) => Arc::new(JobQueue::new(options.queue, &signal)),
            DatabaseKind::Postgres(_) => Arc::clone(&writes),
        };
        let (threads, bell) = (Mutex::new(threads), OnceLock::new());
        let audit_keys = Arc::new(options.audit_keys.clone());
        let ring = Arc::new(KeyRing::of(&options.privacy_keys));
        let patience = options.patience;
        let inner =
            Inner { home, reads, writes, patience, signal, audit_keys, ring, bell, threads };
        inner.start(options, &alive)?;
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Runs `work` on one moment's state of the database.
    ///
    /// # Errors
    /// What `work` answers, or why it could not be run.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.inner.submit(&self.inner.reads, None, work).await
    }

    /// Runs `work` in one transaction: all of it is kept if it answers `Ok`, none if not.
    ///
    /// `Ok` comes back only once it is on disk. `work` may be run several times, after a race or
    /// beside a job that panics, so it changes nothing but the database.
    ///
    /// # Errors
    /// What `work` answers, or why it could not be run.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let sealing = (audit_context::current(), Arc::clone(&self.inner.audit_keys));
        self.inner.submit(&self.inner.writes, Some(sealing), work).await
    }

    /// Waits until something was told to the log of events, here or on another node, since this was last
    /// asked; one may ask. A nudge from another node may be lost, so look now and then besides.
    pub async fn told(&self) {
        self.start_notify_listener();
        self.inner.signal.told().await;
    }

    /// As [`Self::told`], for the one who sends what waits in the outbox.
    pub async fn wait_for_outbox(&self) {
        self.start_notify_listener();
        self.inner.signal.wait_for_outbox().await;
    }

    fn start_notify_listener(&self) {
        if let DatabaseKind::Postgres(at) = &self.inner.home {
            self.inner.bell.get_or_init(|| at.start_notify_listener(&self.inner.signal));
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// Why not.
    pub async fn ping(&self) -> Result<(), Error> {
        self.read(|_| Ok(())).await
    }

    /// Runs the pending migrations, all or none, and names them.
    ///
    /// # Errors
    /// What the database answers.
    pub async fn migrate(&self) -> Result<Vec<String>, Error> {
        self.migrate_with(MigrationMode::Up).await
    }

    /// Names the migrations that have not been run.
    ///
    /// # Errors
    /// What the database answers.
    pub async fn pending_migrations(&self) -> Result<Vec<String>, Error> {
        self.migrate_with(MigrationMode::Look).await
    }

    /// Reverts all migrations, and with them all there is: for tests and while writing migrations.
    ///
    /// # Errors
    /// What the database answers.
    pub async fn revert_migrations(&self) -> Result<Vec<String>, Error> {
        self.migrate_with(MigrationMode::Down).await
    }

    /// Writes a consistent copy to a new file while the store serves on.
    ///
    /// # Errors
    /// Why not; on PostgreSQL, that its own tools do this.
    pub async fn backup(&self, to: &Path) -> Result<(), Error> {
        let (home, to) = (self.inner.home.clone(), to.to_owned());
        run_on_thread(move || match home {
            DatabaseKind::Sqlite(at) => backup::of_sqlite(&at, &to),
            DatabaseKind::Postgres(_) => {
                Err(Error::Broken("a PostgreSQL database is backed up with pg_dump".to_owned()))
            }
        })
        .await
    }

    /// Follows the audit's chain from its beginning to its end.
    ///
    /// # Errors
    /// What the database answers.
    pub async fn check_audit(&self) -> Result<ChainReport, Error> {
        let mut so_far = audit_chain::ChainProgress::default();
        loop {
            // Some thousand entries a read, so that nobody waits long for it, nor it for anybody.
            let keys = Arc::clone(&self.inner.audit_keys);
            match self.read(move |tx| audit_chain::verify_batch(tx, &keys, so_far.clone())).await? {
                audit_chain::BatchResult::Done(report) => return Ok(report),
                audit_chain::BatchResult::Continue(progress) => so_far = progress,
            }
        }
    }

    /// Whether this process has the key that the audit is sealed by, or it is sealed by none.
    ///
    /// # Errors
    /// [`Error::Broken`] where it has not; what the database answers.
    pub async fn check_audit_key(&self) -> Result<(), Error> {
        let keys = Arc::clone(&self.inner.audit_keys);
        self.read(move |tx| audit_chain::check_key(tx, &keys)).await
    }

    /// Whether this process has the keys that children's names are sealed by, or they are sealed by none.
    ///
    /// # Errors
    /// [`Error::Broken`] where it has not; what the database answers.
    pub async fn check_privacy_key(&self) -> Result<(), Error> {
        let told = "children's names are sealed by a key that this process was not given: name it in STUFFY_PRIVACY_KEY";
        let known = self.read(|tx| -> Result<_, Error> { tx.all_names_can_be_opened() }).await?;
        if known { Ok(()) } else { Err(Error::Broken(told.to_owned())) }
    }

    /// Takes no more work, finishes what waits, closes the connections.
    pub async fn close(&self) {
        self.inner.stop();
        // Nothing is ever sent: the answer comes when every sender is gone.
        let _ = self.inner.threads.lock().await.recv().await;
    }

    async fn migrate_with(&self, way: MigrationMode) -> Result<Vec<String>, Error> {
        let home = self.inner.home.clone();
        run_on_thread(move || match home {
            DatabaseKind::Sqlite(at) => migrations::on_sqlite(&at, way),
            DatabaseKind::Postgres(at) => migrations::on_postgres(&at, way),
        })
        .await
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Of an address that may hold a password, the kind is enough.
        f.write_str(match self.inner.home {
            DatabaseKind::Sqlite(_) => "Store(sqlite)",
            DatabaseKind::Postgres(_) => "Store(postgres)",
        })
    }
}

impl DatabaseKind {
    fn at(url: &str) -> Result<Self, OpenError> {
        let unknown = || {
            OpenError(
                "the database address must begin with sqlite:// (as in sqlite://stuffy.db, one node) \
                 or postgres:// (as in postgres://user:password@host/database, several nodes)"
                    .to_owned(),
            )
        };
        let (scheme, rest) = url.split_once(':').ok_or_else(unknown)?;
        match scheme {
            "sqlite" => sqlite::Sqlite::at(rest).map(Self::Sqlite),
            "postgres" | "postgresql" => {
                postgres::Postgres::at(url).map(|at| Self::Postgres(Box::new(at)))
            }
            _ => Err(unknown()),
        }
    }
}

impl Inner {
    fn start(&self, options: &Options, alive: &mpsc::Sender<Infallible>) -> Result<(), OpenError> {
        match &self.home {
            DatabaseKind::Sqlite(at) => {
                // First, since it makes the file.
                worker::start(
                    "store-writer",
                    sqlite::Writer(at.clone()),
                    &self.writes,
                    &self.ring,
                    alive.clone(),
                )?;
                (0..options.readers.max(1)).try_for_each(|_| {
                    worker::start(
                        "store-reader",
                        sqlite::Reader(at.clone()),
                        &self.reads,
                        &self.ring,
                        alive.clone(),
                    )
                })
            }
            DatabaseKind::Postgres(at) => (0..options.connections.max(1)).try_for_each(|_| {
                worker::start(
                    "store",
                    at.of_a_thread(options.patience),
                    &self.writes,
                    &self.ring,
                    alive.clone(),
                )
            }),
        }
    }

    /// Has a thread do this work. Who has waited too long is told so; whether it is still done is unknown.
    async fn submit<T, E, F>(
        &self,
        queue: &JobQueue,
        sealing: Option<AuditScope>,
        work: F,
    ) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (asker, answer) = oneshot::channel();
        queue.put(Box::new(QueuedJob { sealing, work, result: None, told: false, asker }))?;
        match tokio::time::timeout(self.patience, answer).await {
            Ok(Ok(told)) => told,
            Ok(Err(_)) | Err(_) => Err(Error::Away.into()),
        }
    }

    fn stop(&self) {
        self.reads.close();
        self.writes.close();
        if let Some(bell) = self.bell.get() {
            bell.abort();
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Work that wants a connection and a thread to itself.
async fn run_on_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let (asker, answer) = oneshot::channel();
    thread::Builder::new()
        .name("store-errand".to_owned())
        // Whoever asked may have gone; the errand is done all the same.
        .spawn(move || drop(asker.send(work())))
        .map_err(|cause| Error::Broken(format!("no thread could be started: {cause}")))?;
    answer.await.unwrap_or_else(|_| Err(Error::Broken("an errand panicked".to_owned())))
}
