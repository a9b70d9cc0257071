//! A new, empty database for each test, and a macro that runs a test on both databases.

use std::path::PathBuf;
use std::thread;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, QueryableByName, RunQueryDsl as _, SqliteConnection, sql_query};
use stuffy::db::{Options, Store};
use tempfile::TempDir;
use tokio_postgres::{NoTls, SimpleQueryMessage};

/// Turns functions that take a `Database` into tests on both databases: `name::sqlite` and `name::postgres`.
macro_rules! on_both_databases {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[test]
            fn sqlite() {
                let db = $crate::databases::Database::sqlite();
                actix_web::rt::System::new().block_on(super::$name(db));
            }

            #[test]
            fn postgres() {
                let db = $crate::databases::Database::postgres();
                actix_web::rt::System::new().block_on(super::$name(db));
            }
        }
    )+};
}
pub(crate) use on_both_databases;

/// Turns functions that take a `Database` into browser tests on SQLite only. The queries are tested on both databases
/// elsewhere, and browsers are the slowest part of the suite.
macro_rules! in_a_browser {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[test]
            fn browser() {
                let db = $crate::databases::Database::sqlite();
                actix_web::rt::System::new().block_on(super::$name(db));
            }
        }
    )+};
}
pub(crate) use in_a_browser;

/// The database of one test. It is deleted when the test ends.
pub(crate) struct Database {
    pub(crate) url: String,
    kind: Kind,
}

enum Kind {
    Sqlite { folder: TempDir },
    Postgres { server: String, name: String },
}

impl Database {
    pub(crate) fn sqlite() -> Self {
        let folder = TempDir::new().expect("a folder for the database");
        let url = format!("sqlite://{}", folder.path().join("test.db").display());
        Self { url, kind: Kind::Sqlite { folder } }
    }

    pub(crate) fn postgres() -> Self {
        let server = std::env::var("STUFFY_TEST_POSTGRES").unwrap_or_else(|_| {
            panic!("set STUFFY_TEST_POSTGRES to a server on which databases may be created, such as postgres://postgres@127.0.0.1/postgres")
        });
        let mut random = [0; 8];
        getrandom::fill(&mut random).expect("random bytes");
        let name = format!("stuffy_test_{:016x}", u64::from_be_bytes(random));
        on_server(&server, format!("CREATE DATABASE {name}"));
        Self { url: with_name(&server, &name), kind: Kind::Postgres { server, name } }
    }

    /// Opens it and runs the migrations.
    pub(crate) async fn store(&self) -> Store {
        self.store_with(&Options::default()).await
    }

    pub(crate) async fn store_with(&self, options: &Options) -> Store {
        let store = self.bare_store(options);
        store.migrate().await.expect("the migrations run");
        store
    }

    /// Opens it without running the migrations.
    pub(crate) fn bare_store(&self, options: &Options) -> Store {
        Store::open(&self.url, options).expect("the database opens")
    }

    pub(crate) const fn is_postgres(&self) -> bool {
        matches!(self.kind, Kind::Postgres { .. })
    }

    /// The path of a new file, which is deleted with the database.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        match &self.kind {
            Kind::Sqlite { folder } => folder.path().join(name),
            Kind::Postgres { .. } => PathBuf::from(name),
        }
    }

    /// Runs statements directly on the database.
    pub(crate) async fn run(&self, sql: &str) -> Result<(), String> {
        match &self.kind {
            Kind::Sqlite { .. } => {
                self.sqlite_connection().batch_execute(sql).map_err(|e| e.to_string())
            }
            Kind::Postgres { .. } => {
                let message = |e: tokio_postgres::Error| {
                    e.as_db_error().map_or(e.to_string(), |e| e.message().into())
                };
                connect(&self.url).await.batch_execute(sql).await.map_err(message)
            }
        }
    }

    /// A direct connection (PostgreSQL).
    pub(crate) async fn line(&self) -> tokio_postgres::Client {
        connect(&self.url).await
    }

    /// The column `line` of every row of a query.
    pub(crate) async fn lines(&self, sql: &str) -> Vec<String> {
        self.reader().await.lines(sql).await
    }

    async fn reader(&self) -> Reader {
        match &self.kind {
            Kind::Sqlite { .. } => Reader::Sqlite(self.sqlite_connection()),
            Kind::Postgres { .. } => Reader::Postgres(connect(&self.url).await),
        }
    }

    /// Every row of every table, as text; bytes are in hexadecimal.
    pub(crate) async fn everything(&self) -> Vec<String> {
        let (mut reader, mut rows) = (self.reader().await, Vec::new());
        for table in reader.lines(self.tables()).await {
            let all = match &self.kind {
                Kind::Postgres { .. } => format!("SELECT t::text AS line FROM {table} t"),
                Kind::Sqlite { .. } => {
                    let columns = format!(
                        "SELECT 'quote(' || name || ')' AS line FROM pragma_table_info('{table}')"
                    );
                    let columns = reader.lines(&columns).await.join(" || ' ' || ");
                    format!("SELECT {columns} AS line FROM {table}")
                }
            };
            rows.extend(reader.lines(&all).await.into_iter().map(|row| format!("{table}: {row}")));
        }
        rows
    }

    /// The same without the audit log, sorted.
    pub(crate) async fn all_but_the_audit(&self) -> Vec<String> {
        let mut rows = self.everything().await;
        rows.retain(|row| !row.starts_with("audit"));
        rows.sort();
        rows
    }

    const fn tables(&self) -> &'static str {
        match &self.kind {
            Kind::Sqlite { .. } => "SELECT name AS line FROM sqlite_schema WHERE type = 'table'",
            Kind::Postgres { .. } => {
                "SELECT tablename::text AS line FROM pg_tables WHERE schemaname = 'public'"
            }
        }
    }

    /// The rows that contain a text as it is, in hexadecimal, or decoded if it is a token.
    pub(crate) async fn rows_with(&self, text: &str) -> Vec<String> {
        let hex = |bytes: &[u8]| {
            bytes
                .iter()
                .flat_map(|byte| [byte >> 4, byte & 15])
                .filter_map(|digit| char::from_digit(digit.into(), 16))
                .collect::<String>()
        };
        let spelled = URL_SAFE_NO_PAD.decode(text.trim_start_matches("svc_")).ok();
        let mut forms = vec![text.to_lowercase(), hex(text.as_bytes())];
        forms.extend(spelled.filter(|bytes| bytes.len() >= 16).map(|bytes| hex(&bytes)));
        let found = |row: &String| forms.iter().any(|form| row.to_lowercase().contains(form));
        self.everything().await.into_iter().filter(found).collect()
    }

    fn sqlite_connection(&self) -> SqliteConnection {
        let file = self.url.trim_start_matches("sqlite://");
        let mut conn = SqliteConnection::establish(file).expect("the file opens");
        conn.batch_execute("PRAGMA busy_timeout = 5000").expect("a pragma");
        conn
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Kind::Postgres { server, name } = &self.kind {
            on_server(server, format!("DROP DATABASE {name} WITH (FORCE)"));
        }
    }
}

/// A connection for several queries, because opening one takes longer than a query.
enum Reader {
    Sqlite(SqliteConnection),
    Postgres(tokio_postgres::Client),
}

impl Reader {
    async fn lines(&mut self, sql: &str) -> Vec<String> {
        match self {
            Self::Sqlite(connection) => {
                let lines: Vec<Line> = sql_query(sql).load(connection).expect(sql);
                lines.into_iter().map(|line| line.line).collect()
            }
            Self::Postgres(client) => {
                let messages = client.simple_query(sql).await.expect(sql);
                let rows = messages.iter().filter_map(|message| match message {
                    SimpleQueryMessage::Row(row) => row.get("line").map(str::to_owned),
                    _ => None,
                });
                rows.collect()
            }
        }
    }
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = diesel::sql_types::Text)]
    line: String,
}

/// The server's URL with another database name.
fn with_name(server: &str, name: &str) -> String {
    let (address, options) = server.split_once('?').map_or((server, ""), |(a, o)| (a, o));
    let (scheme, rest) = address.split_once("://").expect("an address such as postgres://…");
    let host = rest.split('/').next().unwrap_or(rest);
    format!("{scheme}://{host}/{name}?{options}").trim_end_matches('?').to_owned()
}

/// Runs on a separate thread, because a test may drop its database inside a runtime.
fn on_server(server: &str, sql: String) {
    let server = server.to_owned();
    let work = move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(async {
            connect(&server)
                .await
                .batch_execute(&sql)
                .await
                .unwrap_or_else(|e| panic!("{sql}: {e}"));
        });
    };
    thread::spawn(work).join().expect("the server of STUFFY_TEST_POSTGRES answers");
}

async fn connect(url: &str) -> tokio_postgres::Client {
    let (client, connection) =
        tokio_postgres::connect(url, NoTls).await.expect("PostgreSQL answers");
    tokio::spawn(connection);
    client
}
