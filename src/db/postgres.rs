//! PostgreSQL, for several nodes: several worker threads with a connection each.
#![expect(
    clippy::duplicate_mod,
    reason = "each query is written once and compiled for each database"
)]

use std::sync::Arc;
use std::time::Duration;

use diesel::connection::{Connection as _, InstrumentationEvent};
use diesel::sql_types::BigInt;
use diesel::{QueryResult, RunQueryDsl};
use diesel_async::async_connection_wrapper::AsyncConnectionWrapper;
use diesel_async::{AnsiTransactionManager, AsyncPgConnection};
use tokio::runtime::Runtime;
use tokio::task::AbortHandle;

use super::error::OpenError;
use super::job::Access;
use super::notify::{self, CommitSignal};
use super::pg_connect::PgConnector;
use super::statement_timeout::StatementTimer;
use super::transaction::{self, Tx};
use super::worker::Backend;

#[path = "queries/mod.rs"]
pub mod queries;

/// The connection type of the queries in `queries/`.
pub type Conn = AsyncConnectionWrapper<AsyncPgConnection>;

/// Takes a lock on `key` until the transaction ends. There need not be a row for it.
pub fn advisory_lock(conn: &mut Conn, key: &[u8]) -> QueryResult<()> {
    diesel::sql_query("SELECT pg_advisory_xact_lock($1)")
        .bind::<BigInt, _>(lock_number(key).cast_signed())
        .execute(conn)
        .map(drop)
}

/// FNV-1a. A collision only makes two transactions wait for each other unnecessarily.
fn lock_number(key: &[u8]) -> u64 {
    let mix = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    key.iter().fold(0xcbf2_9ce4_8422_2325, mix)
}

/// SQL: no event can be inserted before this one any more, because every older transaction has ended. A long write
/// transaction in any database of the server delays events. A transaction that only reads, such as a dump, does not.
/// See [`EventPosition`](crate::db::models::EventPosition).
pub const SETTLED: &str = "txid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint";

/// SQL: the event came from the dump of another server with other transaction numbers, because it is visible although
/// its transaction number has not been assigned yet.
pub const FROM_OTHER_SERVER: &str = "txid >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint";

/// The server, and the runtime that drives the connections to it.
#[derive(Clone)]
pub(crate) struct Postgres {
    connector: PgConnector,
    runtime: Arc<BackgroundRuntime>,
    timer: StatementTimer,
}

impl Postgres {
    pub(crate) fn new(url: &str) -> Result<Self, OpenError> {
        let connector = PgConnector::new(url)?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("db-postgres")
            .enable_all()
            .build()
            .map_err(|cause| OpenError(format!("could not start a thread: {cause}")))?;
        let runtime = Arc::new(BackgroundRuntime(Some(runtime)));
        Ok(Self { connector, runtime, timer: StatementTimer::default() })
    }

    /// The backend of one worker, with a timer of its own.
    pub(crate) fn for_worker(&self, statement_timeout: Duration) -> Self {
        Self { timer: StatementTimer::new(statement_timeout), ..self.clone() }
    }

    pub(crate) fn start_notify_listener(&self, signal: &Arc<CommitSignal>) -> AbortHandle {
        let listener = notify::run(self.connector.clone(), Arc::clone(signal));
        self.runtime.get().spawn(listener).abort_handle()
    }
}

impl Backend for Postgres {
    type Conn = Conn;
    // The server groups commits itself. Grouping them on one connection was 2.4 times slower.
    const MAX_GROUP: usize = 1;
    const MAX_ATTEMPTS: usize = 5;

    fn connect(&self) -> Result<Conn, String> {
        let mut conn: Conn =
            self.runtime.get().block_on(self.connector.connect_for_queries(&self.timer))?;
        let timer = self.timer.clone();
        conn.set_instrumentation(move |_: InstrumentationEvent<'_>| timer.restart());
        Ok(conn)
    }

    fn begin(&self, conn: &mut Conn, access: Access) -> QueryResult<()> {
        let begin = match access {
            Access::Read => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            Access::Write => "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
        };
        self.timer.start();
        let inner: &mut AsyncPgConnection = conn;
        self.runtime.get().block_on(AnsiTransactionManager::begin_transaction_sql(inner, begin))
    }

    fn on_idle(&self) {
        self.timer.stop();
    }

    fn tx(conn: &mut Conn) -> Tx<'_> {
        Tx::new(transaction::TxConnection::Postgres(conn))
    }
}

/// A runtime that may be dropped inside another runtime, where a plain one would panic.
struct BackgroundRuntime(Option<Runtime>);

impl BackgroundRuntime {
    fn get(&self) -> &Runtime {
        self.0.as_ref().expect("only drop takes it")
    }
}

impl Drop for BackgroundRuntime {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}
