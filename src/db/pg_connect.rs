//! Connecting to PostgreSQL: parsing the URL, TLS with rustls, and finding the server that accepts writes.

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

/// The default connect timeout.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

#[derive(Clone)]
pub(crate) struct PgConnector {
    servers: Arc<[Config]>,
    /// The index of the server that accepted the last connection.
    last: Arc<AtomicUsize>,
    tls: Option<MakeRustlsConnect>,
}

/// The bounds that the client needs of a TLS implementation.
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

/// A kind of connection: for queries or for LISTEN.
pub(crate) trait PgClient: Sized {
    fn connect_over<T: Tls>(
        config: &Config,
        tls: T,
    ) -> impl Future<Output = Result<Self, ConnectError>> + Send;
}

impl PgConnector {
    /// Parses a `postgres://…` URL.
    pub(crate) fn new(url: &str) -> Result<Self, OpenError> {
        let servers = split_hosts(url).into_iter().map(|url| parse_url(&url));
        let mut servers = servers.collect::<Result<Vec<_>, _>>()?;
        if servers.len() > 1 {
            // Only one of several servers accepts writes, and that may change at any time.
            for server in &mut servers {
                server.target_session_attrs(TargetSessionAttrs::ReadWrite);
            }
        }
        let tls = match servers.first().map(Config::get_ssl_mode) {
            Some(SslMode::Disable) => None,
            _ => Some(system_tls()?),
        };
        Ok(Self { servers: servers.into(), last: Arc::default(), tls })
    }

    /// Connects to the server that accepts writes, trying the last one first.
    pub(crate) async fn connect<C: PgClient>(&self) -> Result<C, String> {
        let (first, count) = (self.last.load(Ordering::Relaxed), self.servers.len());
        let mut causes = Vec::new();
        for nth in (0..count).map(|offset| (first + offset) % count) {
            match self.connect_to(&self.servers[nth]).await {
                Ok(client) => {
                    self.last.store(nth, Ordering::Relaxed);
                    return Ok(client);
                }
                Err(cause) => causes.push(cause),
            }
        }
        Err(format!("could not connect to PostgreSQL: {}", causes.join("; ")))
    }

    /// The timeout covers the handshake too: a server may accept the connection and then not respond.
    async fn connect_to<C: PgClient>(&self, server: &Config) -> Result<C, String> {
        let limit = server.get_connect_timeout().copied().unwrap_or(CONNECT_TIMEOUT);
        let timed_out = |_| "the server accepted the connection but did not respond".to_owned();
        timeout(limit, self.connect_with_tls(server)).await.map_err(timed_out)?
    }

    /// A connection for queries. It is closed when `timer` reports that a statement takes too long.
    pub(crate) async fn connect_for_queries(&self, timer: &StatementTimer) -> Result<Conn, String> {
        let DrivenClient { client, driver } = self.connect().await?;
        let statement_timer = timer.clone();
        tokio::spawn(async move {
            tokio::select! {
                () = driver => {}
                () = statement_timer.timed_out() => {
                    tracing::warn!("A PostgreSQL statement timed out; closing its connection");
                }
            }
        });
        let set_up = async {
            if let Some(timeout) = timer.timeout() {
                // Otherwise the server would keep the locks of a closed connection until it notices.
                let limit = timeout.as_millis();
                let limit = format!("SET idle_in_transaction_session_timeout = {limit}");
                client.batch_execute(&limit).await.map_err(|error| with_sources(&error))?;
            }
            AsyncPgConnection::try_from(client).await.map_err(|error| with_sources(&error))
        };
        let timed_out = |_| "the server did not respond".to_owned();
        let conn = timeout(CONNECT_TIMEOUT, set_up).await.map_err(timed_out).flatten();
        conn.map(Conn::from).map_err(|cause| format!("could not connect to PostgreSQL: {cause}"))
    }

    async fn connect_with_tls<C: PgClient>(&self, server: &Config) -> Result<C, String> {
        let Some(tls) = &self.tls else {
            return C::connect_over(server, NoTls).await.map_err(|error| error.cause);
        };
        match C::connect_over(server, tls.clone()).await {
            // `prefer` promises no secrecy, and self-signed certificates are common, so fall back to plain text.
            Err(error) if server.get_ssl_mode() == SslMode::Prefer && !error.from_server => {
                let mut plain = server.clone();
                plain.ssl_mode(SslMode::Disable);
                let client = C::connect_over(&plain, NoTls).await.map_err(|error| error.cause)?;
                tracing::warn!(
                    "Connected to PostgreSQL without TLS; add sslmode=require to the URL to require it"
                );
                Ok(client)
            }
            result => result.map_err(|error| error.cause),
        }
    }
}

/// Splits a URL with several hosts, such as `postgres://user@one,two:5433/database`, into one URL per host. Each host
/// then has a timeout of its own.
fn split_hosts(url: &str) -> Vec<String> {
    let (scheme, rest) = url.split_once("://").unwrap_or(("postgres", url));
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (user, hosts) = match rest[..end].rsplit_once('@') {
        Some((user, hosts)) => (format!("{user}@"), hosts),
        None => (String::new(), &rest[..end]),
    };
    hosts.split(',').map(|host| format!("{scheme}://{user}{host}{}", &rest[end..])).collect()
}

fn parse_url(url: &str) -> Result<Config, OpenError> {
    // This client always verifies certificates, so its `require` is what other clients call `verify-full`.
    let url = url.replace("sslmode=verify-full", "sslmode=require");
    // The parser's message may quote a part of the password, so it is not used.
    let invalid = |_| {
        OpenError(
            "the PostgreSQL URL is invalid; write \
             postgres://user:password@host:5432/database?sslmode=require, with @ / : % \
             in the password written as %40 %2F %3A %25"
                .to_owned(),
        )
    };
    let mut config: Config = url.parse().map_err(invalid)?;
    if config.get_application_name().is_none() {
        config.application_name("stuffy");
    }
    // Without limits a network failure would block a worker for minutes.
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(CONNECT_TIMEOUT);
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(Duration::from_secs(15));
    }
    config.keepalives_idle(Duration::from_secs(30));
    Ok(config)
}

/// TLS 1.2 and 1.3 with the root certificates of this machine, or of `SSL_CERT_FILE`.
fn system_tls() -> Result<MakeRustlsConnect, OpenError> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|cause| OpenError(format!("could not set up TLS: {cause}")))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

/// Why connecting failed.
pub(crate) struct ConnectError {
    cause: String,
    /// Whether the server itself refused, as opposed to the network or TLS.
    from_server: bool,
}

impl ConnectError {
    pub(crate) fn from_server(error: &dyn std::error::Error) -> Self {
        Self { cause: with_sources(error), from_server: true }
    }
}

/// A client, and the future that must be polled for it to work.
struct DrivenClient {
    client: Client,
    driver: Pin<Box<dyn Future<Output = ()> + Send>>,
}

impl PgClient for DrivenClient {
    async fn connect_over<T: Tls>(config: &Config, tls: T) -> Result<Self, ConnectError> {
        let (client, connection) = connect(config, tls).await?;
        // A pending query gets the connection's error as well.
        let driver = Box::pin(async { drop(connection.await) });
        Ok(Self { client, driver })
    }
}

pub(crate) async fn connect<T: Tls>(
    config: &Config,
    tls: T,
) -> Result<(Client, Connection<Socket, T::Stream>), ConnectError> {
    config.connect(tls).await.map_err(|error| ConnectError {
        cause: with_sources(&error),
        from_server: error.as_db_error().is_some() || is_read_only_server(&error),
    })
}

/// Whether the server is a read-only replica. The client reports that as an I/O error.
fn is_read_only_server(error: &tokio_postgres::Error) -> bool {
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
