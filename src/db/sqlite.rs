//! SQLite, the embedded database: one writer that commits in groups, and several readers.

use std::path::{Path, PathBuf};

use diesel::QueryResult;
use diesel::connection::{AnsiTransactionManager, Connection, SimpleConnection};

use super::error::OpenError;
use super::job::Access;
use super::transaction::{self, Tx};
use super::worker::Backend;

#[path = "queries/mod.rs"]
pub mod queries;

/// The connection type of the queries in `queries/`.
pub type Conn = diesel::SqliteConnection;

/// Nothing to lock: there is only one writer.
#[expect(clippy::unnecessary_wraps, reason = "on PostgreSQL it can fail")]
pub fn advisory_lock(_: &mut Conn, _: &[u8]) -> QueryResult<()> {
    Ok(())
}

/// SQL: no event can be inserted before this one any more. With one writer this is always so.
pub const SETTLED: &str = "1";

/// SQL: the event came from the dump of another PostgreSQL server.
pub const FROM_OTHER_SERVER: &str = "0";

/// `busy_timeout` comes first. Otherwise the other pragmas would fail while another process writes.
const EVERY_CONNECTION: &str = "
    PRAGMA busy_timeout = 5000;
    PRAGMA foreign_keys = ON;
    PRAGMA cache_size = -16384;
";

/// * `journal_mode = WAL`: readers and the writer do not block each other.
/// * `synchronous = FULL`: a commit is on disk before it is acknowledged.
/// * `wal_autocheckpoint`: with the default of 1000 pages, checkpoints stalled commits too often.
/// * `secure_delete`: a deleted name is overwritten, not left in a free page.
/// * `recursive_triggers`: without it, INSERT OR REPLACE would delete a step without running its trigger.
/// * The transaction fails now if the file is read-only. Opening alone does not detect that.
const WRITER: &str = "
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA wal_autocheckpoint = 4000;
    PRAGMA secure_delete = ON;
    PRAGMA recursive_triggers = ON;
    BEGIN IMMEDIATE;
    PRAGMA user_version = 0;
    ROLLBACK;
";

const READER: &str = "PRAGMA query_only = ON;";

#[derive(Clone, Debug)]
pub(crate) struct Sqlite {
    path: PathBuf,
}

impl Sqlite {
    /// Takes the URL after the scheme: `//stuffy.db` is relative, `///var/lib/stuffy.db` absolute.
    pub(crate) fn new(rest: &str) -> Result<Self, OpenError> {
        let path = rest.strip_prefix("//").unwrap_or(rest);
        if path.is_empty() || path == ":memory:" {
            let text = "SQLite needs a file, such as sqlite://stuffy.db: several connections share it, \
                        which an in-memory database does not support";
            return Err(OpenError(text.to_owned()));
        }
        // Without `./`, a name that begins with `file:` would be parsed as a URI with options.
        Ok(Self { path: Path::new(".").join(path) })
    }

    pub(crate) fn writer(&self) -> Result<Conn, String> {
        self.open(WRITER)
    }

    pub(crate) fn reader(&self) -> Result<Conn, String> {
        self.open(READER)
    }

    fn open(&self, pragmas: &str) -> Result<Conn, String> {
        let open_error = |cause: &dyn std::fmt::Display| {
            let path = self.path.display();
            format!(
                "could not open the database {path}: {cause}; does its directory exist, and is it writable?"
            )
        };
        let name = self.path.to_str().ok_or_else(|| open_error(&"its name is not UTF-8"))?;
        let mut conn = Conn::establish(name).map_err(|cause| open_error(&cause))?;
        conn.batch_execute(EVERY_CONNECTION).map_err(|cause| open_error(&cause))?;
        conn.batch_execute(pragmas).map_err(|cause| open_error(&cause))?;
        Ok(conn)
    }
}

/// The backend of the only writer.
pub(crate) struct Writer(pub(crate) Sqlite);

impl Backend for Writer {
    type Conn = Conn;
    const MAX_GROUP: usize = 256;
    // A single writer meets no conflicts.
    const MAX_ATTEMPTS: usize = 1;

    fn connect(&self) -> Result<Conn, String> {
        self.0.writer()
    }

    fn begin(&self, conn: &mut Conn, _: Access) -> QueryResult<()> {
        // A deferred transaction could fail with SQLITE_BUSY at its first write.
        AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE")
    }

    fn tx(conn: &mut Conn) -> Tx<'_> {
        Tx::new(transaction::TxConnection::Sqlite(conn))
    }
}

/// The backend of a reader.
pub(crate) struct Reader(pub(crate) Sqlite);

impl Backend for Reader {
    type Conn = Conn;
    const MAX_GROUP: usize = 1;
    const MAX_ATTEMPTS: usize = 1;

    fn connect(&self) -> Result<Conn, String> {
        self.0.reader()
    }

    fn begin(&self, conn: &mut Conn, _: Access) -> QueryResult<()> {
        AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN")
    }

    fn tx(conn: &mut Conn) -> Tx<'_> {
        Tx::new(transaction::TxConnection::Sqlite(conn))
    }
}
