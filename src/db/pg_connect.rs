//! Calling PostgreSQL: what its address says, TLS without a C library, and what a connection is for.

use std::fmt::Write as _;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use diesel_async::AsyncPgConnection;
use rustls::{ClientConfig, RootCertStore};
use tokio::time::timeout;
use tokio_postgres::config::{Config, SslMode, TargetSessionAttrs};
use tokio_postgres::tls::{MakeTlsConnect, TlsConnect};
use tokio_postgres::{Client, Connection, NoTls, Socket};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::error::OpenError;
use super::postgres::Conn;
use super::statement_timeout::StatementTimer;

/// How long it may take to reach the server, unless its address says otherwise.
const TO_CONNECT: Duration = Duration::from_secs(5);

/// Whom to call, and how.
#[derive(Clone)]
pub(crate) struct PgConnector {
    /// Each server that may be the one which takes writes, and which of them was it last.
    servers: Arc<[Config]>,
    last: Arc<AtomicUsize>,
    tls: Option<MakeRustlsConnect>,
}

/// TLS or none, as the client takes it.
pub(crate) trait Tls:
    MakeTlsConnect<
        Socket,
        Stream: Send + 'static,
        TlsConnect: Send + TlsConnect<Socket, Future: Send>,
    > + Send
{
}

impl<T> Tls for T where
    T: MakeTlsConnect<
            Socket,
            Stream: Send + 'static,
            TlsConnect: Send + TlsConnect<Socket, Future: Send>,
        > + Send
{
}

/// What a connection is for: queries, or listening.
pub(crate) trait PgClient: Sized {
    /// Calls the server.
    fn over<T: Tls>(
        config: &Config,
        tls: T,
    ) -> impl Future<Output = Result<Self, Unreachable>> + Send;
}

impl PgConnector {
    /// Reads a `postgres://…` address.
    pub(crate) fn at(url: &str) -> Result<Self, OpenError> {
        let servers = one_by_one(url).into_iter().map(|url| read_url(&url));
        let mut servers = servers.collect::<Result<Vec<_>, _>>()?;
        if servers.len() > 1 {
            // One of several takes writes at a time, and which it is changes while nodes run.
            for server in &mut servers {
                server.target_session_attrs(TargetSessionAttrs::ReadWrite);
            }
        }
        let tls = match servers.first().map(Config::get_ssl_mode) {
            Some(SslMode::Disable) => None,
            _ => Some(tls_of_this_machine()?),
        };
        Ok(Self { servers: servers.into(), last: Arc::default(), tls })
    }

    /// Calls the server; of several, the one that takes writes, first of all where it was found last.
    pub(crate) async fn connect<L: PgClient>(&self) -> Result<L, String> {
        let (first, count) = (self.last.load(Ordering::Relaxed), self.servers.len());
        let mut causes = Vec::new();
        for nth in (0..count).map(|further| (first + further) % count) {
            match self.dial_one(&self.servers[nth]).await {
                Ok(line) => {
                    self.last.store(nth, Ordering::Relaxed);
                    return Ok(line);
                }
                Err(cause) => causes.push(cause),
            }
        }
        Err(format!("PostgreSQL cannot be reached: {}", causes.join("; ")))
    }

    /// Calls this one, and is not kept waiting if it takes the call and says nothing.
    async fn dial_one<L: PgClient>(&self, server: &Config) -> Result<L, String> {
        let patience = server.get_connect_timeout().copied().unwrap_or(TO_CONNECT);
        let silent = |_| "it took the call and said nothing".to_owned();
        timeout(patience, self.call(server)).await.map_err(silent)?
    }

    /// A connection for queries, which is cut where its watch says that a statement takes too long.
    pub(crate) async fn connect_for_queries(&self, watch: &StatementTimer) -> Result<Conn, String> {
        let PlainPassword { client, traffic } = self.connect().await?;
        let over = watch.clone();
        tokio::spawn(async move {
            tokio::select! {
                () = traffic => {}
                () = over.timed_out() => tracing::warn!("PostgreSQL took too long; its line is cut"),
            }
        });
        let setting_up = async {
            if let Some(patience) = watch.timeout_of() {
                // Else whoever is cut off would keep its locks for as long as the server hopes for it.
                let limit = patience.as_millis();
                let limit = format!("SET idle_in_transaction_session_timeout = {limit}");
                client.batch_execute(&limit).await.map_err(|error| with_sources(&error))?;
            }
            AsyncPgConnection::try_from(client).await.map_err(|error| with_sources(&error))
        };
        let silent = |_| "it answered nothing".to_owned();
        let set_up = timeout(TO_CONNECT, setting_up).await.map_err(silent).flatten();
        set_up.map(Conn::from).map_err(|cause| format!("PostgreSQL cannot be reached: {cause}"))
    }

    /// Calls the server, with TLS where the address does not rule it out.
    async fn call<L: PgClient>(&self, server: &Config) -> Result<L, String> {
        let Some(tls) = &self.tls else {
            return L::over(server, NoTls).await.map_err(|unreached| unreached.cause);
        };
        match L::over(server, tls.clone()).await {
            // `prefer` promises no secrecy, and a server's self-made certificate is common: go on in clear.
            Err(cause) if server.get_ssl_mode() == SslMode::Prefer && !cause.by_server => {
                let mut plain = server.clone();
                plain.ssl_mode(SslMode::Disable);
                let line = L::over(&plain, NoTls).await.map_err(|unreached| unreached.cause)?;
                tracing::warn!(
                    "PostgreSQL is spoken to without TLS; sslmode=require in the URL insists on it"
                );
                Ok(line)
            }
            dialled => dialled.map_err(|unreached| unreached.cause),
        }
    }
}

/// An address for each server of one that names several, as in `postgres://user@one,two:5433/database`: called by
/// itself, one that says nothing does not stand in the way of the next.
fn one_by_one(url: &str) -> Vec<String> {
    let (scheme, rest) = url.split_once("://").unwrap_or(("postgres", url));
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (who, hosts) = match rest[..end].rsplit_once('@') {
        Some((who, hosts)) => (format!("{who}@"), hosts),
        None => (String::new(), &rest[..end]),
    };
    hosts.split(',').map(|host| format!("{scheme}://{who}{host}{}", &rest[end..])).collect()
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
        config.connect_timeout(TO_CONNECT);
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
pub(crate) struct Unreachable {
    cause: String,
    by_server: bool,
}

impl Unreachable {
    /// The server said no.
    pub(crate) fn by_server(error: &dyn std::error::Error) -> Self {
        Self { cause: with_sources(error), by_server: true }
    }
}

/// A line, and the traffic on it, which goes on for as long as somebody sees to it.
struct PlainPassword {
    client: Client,
    traffic: Pin<Box<dyn Future<Output = ()> + Send>>,
}

impl PgClient for PlainPassword {
    async fn over<T: Tls>(config: &Config, tls: T) -> Result<Self, Unreachable> {
        let (client, connection) = connect(config, tls).await?;
        // Why it ended is told to whoever waits for an answer on it.
        let traffic = Box::pin(async { drop(connection.await) });
        Ok(Self { client, traffic })
    }
}

/// Connects, for whatever the connection is good for.
pub(crate) async fn connect<T: Tls>(
    config: &Config,
    tls: T,
) -> Result<(Client, Connection<Socket, T::Stream>), Unreachable> {
    config.connect(tls).await.map_err(|error| Unreachable {
        cause: with_sources(&error),
        by_server: error.as_db_error().is_some() || takes_no_writes(&error),
    })
}

/// Whether the server was reached and is one that only follows: it is told as an error of the line.
fn takes_no_writes(error: &tokio_postgres::Error) -> bool {
    let source = std::error::Error::source(error).and_then(|source| source.downcast_ref());
    source
        .is_some_and(|error: &std::io::Error| error.kind() == std::io::ErrorKind::PermissionDenied)
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
