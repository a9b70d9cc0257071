//! PostgreSQL, for several nodes: a few threads with a connection each, TLS without a C library.
#![expect(
    clippy::duplicate_mod,
    reason = "each query is written once and compiled for each database"
)]

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use diesel::sql_types::BigInt;
use diesel::{QueryResult, RunQueryDsl};
use diesel_async::async_connection_wrapper::AsyncConnectionWrapper;
use diesel_async::{AnsiTransactionManager, AsyncPgConnection};
use rustls::{ClientConfig, RootCertStore};
use tokio::runtime::Runtime;
use tokio_postgres::config::{Config, SslMode};
use tokio_postgres::{NoTls, Socket, tls::MakeTlsConnect, tls::TlsConnect};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::error::OpenError;
use super::job::Access;
use super::threads::Side;
use super::tx::{self, Tx};

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

/// Where the server is, and the small runtime that drives the connections to it.
#[derive(Clone)]
pub(super) struct Postgres {
    config: Config,
    tls: Option<MakeRustlsConnect>,
    runtime: Arc<Background>,
}

impl Postgres {
    pub(super) fn at(url: &str) -> Result<Self, OpenError> {
        let config = read_url(url)?;
        let tls = match config.get_ssl_mode() {
            SslMode::Disable => None,
            _ => Some(tls_of_this_machine()?),
        };
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("store-postgres")
            .enable_all()
            .build()
            .map_err(|cause| OpenError(format!("no thread could be started: {cause}")))?;
        Ok(Self { config, tls, runtime: Arc::new(Background(Some(runtime))) })
    }

    async fn dial(&self) -> Result<Conn, String> {
        let Some(tls) = &self.tls else {
            return dial_with(&self.config, NoTls).await.map_err(|cause| told(&cause));
        };
        match dial_with(&self.config, tls.clone()).await {
            // `prefer` promises no secrecy, and a server's self-made certificate is common: go on in clear.
            Err(cause) if self.config.get_ssl_mode() == SslMode::Prefer && !cause.by_server => {
                let mut plain = self.config.clone();
                plain.ssl_mode(SslMode::Disable);
                let conn = dial_with(&plain, NoTls).await.map_err(|cause| told(&cause))?;
                tracing::warn!(
                    "PostgreSQL is spoken to without TLS; sslmode=require in the URL insists on it"
                );
                Ok(conn)
            }
            dialled => dialled.map_err(|cause| told(&cause)),
        }
    }
}

impl Side for Postgres {
    type Conn = Conn;
    // The server groups commits by itself; batched over one connection it was 2.4 times slower.
    const GROUP: usize = 1;
    const TRIES: usize = 5;

    fn connect(&self) -> Result<Conn, String> {
        self.runtime.get().block_on(self.dial())
    }

    fn begin(&self, conn: &mut Conn, access: Access) -> QueryResult<()> {
        let begin = match access {
            Access::Read => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            Access::Write => "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
        };
        let inner: &mut AsyncPgConnection = conn;
        self.runtime.get().block_on(AnsiTransactionManager::begin_transaction_sql(inner, begin))
    }

    fn tx(conn: &mut Conn) -> Tx<'_> {
        Tx::new(tx::Side::Postgres(conn))
    }
}

fn read_url(url: &str) -> Result<Config, OpenError> {
    // Ours always verifies, so what other clients call verify-full is what we call require.
    let url = url.replace("sslmode=verify-full", "sslmode=require");
    // The parser's own words may quote a part of the password.
    let unreadable = |_| {
        OpenError(
            "the PostgreSQL address cannot be read; write \
             postgres://user:password@host:5432/database?sslmode=require, with signs such as @ / : % \
             in the password written as %40 %2F %3A %25"
                .to_owned(),
        )
    };
    let mut config: Config = url.parse().map_err(unreadable)?;
    if config.get_application_name().is_none() {
        config.application_name("stuffy");
    }
    // Without limits a dead network would hold a thread for minutes.
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(Duration::from_secs(5));
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(Duration::from_secs(15));
    }
    config.keepalives_idle(Duration::from_secs(30));
    Ok(config)
}

/// TLS 1.2 and 1.3, trusting whom this machine trusts (`SSL_CERT_FILE` names others).
fn tls_of_this_machine() -> Result<MakeRustlsConnect, OpenError> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|cause| OpenError(format!("TLS cannot be set up: {cause}")))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

/// Why no connection came about, and whether it was the server itself that said no.
struct Unreached {
    cause: String,
    by_server: bool,
}

fn told(unreached: &Unreached) -> String {
    format!("PostgreSQL cannot be reached: {}", unreached.cause)
}

async fn dial_with<T>(config: &Config, tls: T) -> Result<Conn, Unreached>
where
    T: MakeTlsConnect<Socket>,
    T::Stream: Send + 'static,
    T::TlsConnect: Send,
    <T::TlsConnect as TlsConnect<Socket>>::Future: Send,
{
    let (client, connection) = config.connect(tls).await.map_err(|error| Unreached {
        cause: with_sources(&error),
        by_server: error.as_db_error().is_some(),
    })?;
    AsyncPgConnection::try_from_client_and_connection(client, connection)
        .await
        .map(Conn::from)
        .map_err(|error| Unreached { cause: with_sources(&error), by_server: true })
}

fn with_sources(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        // Writing to a String cannot fail.
        let _ = write!(text, ": {cause}");
        source = cause.source();
    }
    text
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
