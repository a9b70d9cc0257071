//! PostgreSQL, for several nodes: a few threads with a connection each, TLS without a C library.
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

/// What the queries in this folder mean by a connection.
pub type Conn = AsyncConnectionWrapper<AsyncPgConnection>;

/// Lets one transaction at a time work on what `thing` names, whether or not it has a row yet.
pub fn one_at_a_time(conn: &mut Conn, thing: &[u8]) -> QueryResult<()> {
    diesel::sql_query("SELECT pg_advisory_xact_lock($1)")
        .bind::<BigInt, _>(lock_of(thing).cast_signed())
        .execute(conn)
        .map(drop)
}

/// FNV-1a. Two things that met in one lock would wait for each other without need, and no worse.
fn lock_of(thing: &[u8]) -> u64 {
    let mix = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    thing.iter().fold(0xcbf2_9ce4_8422_2325, mix)
}

/// Whether an event can have none put before it any more: every transaction older than its own has ended.
/// One that only reads, such as a dump, has no number and keeps nobody waiting; one that writes for long
/// delays events, whatever database of the server it is in, and loses none.
pub const SETTLED: &str = "txid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint";

/// Whether an event was told on another server, whose transactions were numbered otherwise: what is visible
/// here came from a dump if its transaction is yet to come.
pub const OF_ANOTHER_SERVER: &str = "txid >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint";

/// Where the server is, and the small runtime that drives the connections to it.
#[derive(Clone)]
pub(crate) struct Postgres {
    dialler: PgConnector,
    runtime: Arc<Background>,
    watch: StatementTimer,
}

impl Postgres {
    pub(crate) fn at(url: &str) -> Result<Self, OpenError> {
        let dialler = PgConnector::at(url)?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("store-postgres")
            .enable_all()
            .build()
            .map_err(|cause| OpenError(format!("no thread could be started: {cause}")))?;
        let runtime = Arc::new(Background(Some(runtime)));
        Ok(Self { dialler, runtime, watch: StatementTimer::default() })
    }

    /// The same for a thread of its own, whose statements may take this long each and no longer.
    pub(crate) fn of_a_thread(&self, patience: Duration) -> Self {
        Self { watch: StatementTimer::with(patience), ..self.clone() }
    }

    /// Hears what other nodes commit, and tells them of what is committed here, until the store is closed.
    pub(crate) fn start_notify_listener(&self, signal: &Arc<CommitSignal>) -> AbortHandle {
        let bell = notify::run(self.dialler.clone(), Arc::clone(signal));
        self.runtime.get().spawn(bell).abort_handle()
    }
}

impl Backend for Postgres {
    type Conn = Conn;
    // The server groups commits by itself; batched over one connection it was 2.4 times slower.
    const GROUP: usize = 1;
    const TRIES: usize = 5;

    fn connect(&self) -> Result<Conn, String> {
        let mut conn: Conn =
            self.runtime.get().block_on(self.dialler.connect_for_queries(&self.watch))?;
        let watch = self.watch.clone();
        conn.set_instrumentation(move |_: InstrumentationEvent<'_>| watch.keep_going());
        Ok(conn)
    }

    fn begin(&self, conn: &mut Conn, access: Access) -> QueryResult<()> {
        let begin = match access {
            Access::Read => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            Access::Write => "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
        };
        self.watch.start();
        let inner: &mut AsyncPgConnection = conn;
        self.runtime.get().block_on(AnsiTransactionManager::begin_transaction_sql(inner, begin))
    }

    fn rest(&self) {
        self.watch.end();
    }

    fn tx(conn: &mut Conn) -> Tx<'_> {
        Tx::new(transaction::TxConnection::Postgres(conn))
    }
}

/// A runtime that may be let go of anywhere: dropped bare inside another runtime, it would panic.
struct Background(Option<Runtime>);

impl Background {
    fn get(&self) -> &Runtime {
        self.0.as_ref().expect("only drop takes it")
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}
