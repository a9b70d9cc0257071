//! The embedded database: one writer that commits in groups, readers beside it.

use std::path::{Path, PathBuf};

use diesel::QueryResult;
use diesel::connection::{AnsiTransactionManager, Connection, SimpleConnection};

use super::error::OpenError;
use super::job::Access;
use super::transaction::{self, Tx};
use super::worker::Backend;

#[path = "queries/mod.rs"]
pub mod queries;

/// What the queries in this folder mean by a connection.
pub type Conn = diesel::SqliteConnection;

/// Lets one transaction at a time work on what `thing` names: the only writer is alone anyway.
#[expect(clippy::unnecessary_wraps, reason = "PostgreSQL's may fail, and queries are written once")]
pub fn one_at_a_time(_: &mut Conn, _: &[u8]) -> QueryResult<()> {
    Ok(())
}

/// Whether an event can have none put before it any more: the only writer numbers them as it commits.
pub const SETTLED: &str = "1";

/// Whether an event was told on another server, whose transactions were numbered otherwise.
pub const OF_ANOTHER_SERVER: &str = "0";

/// `busy_timeout` comes first, or the pragmas after it fail at once while another process writes.
const EVERY_CONNECTION: &str = "
    PRAGMA busy_timeout = 5000;
    PRAGMA foreign_keys = ON;
    PRAGMA cache_size = -16384;
";

/// * WAL: readers never wait for the writer, nor it for them.
/// * FULL: a commit is on disk before it is acknowledged.
/// * A checkpoint every 4000 pages rather than 1000: it would stall the groups too often.
/// * `secure_delete`: a purged name is overwritten, not left in a free page.
/// * `recursive_triggers`: without it, INSERT OR REPLACE deletes a step behind its trigger's back.
/// * The transaction: a file that may only be read is opened all the same, and only says so when it is written to.
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

/// Where the file is.
#[derive(Clone, Debug)]
pub(crate) struct Sqlite {
    path: PathBuf,
}

impl Sqlite {
    /// Takes what follows the scheme: `//stuffy.db` for a file here, `///var/lib/stuffy.db` elsewhere.
    pub(crate) fn at(rest: &str) -> Result<Self, OpenError> {
        let path = rest.strip_prefix("//").unwrap_or(rest);
        if path.is_empty() || path == ":memory:" {
            let why = "the embedded database needs a file, such as sqlite://stuffy.db: \
                       several connections share it, and memory forgets";
            return Err(OpenError(why.to_owned()));
        }
        // Given bare, a name that begins with `file:` would be read as an address with options.
        Ok(Self { path: Path::new(".").join(path) })
    }

    pub(crate) fn writer(&self) -> Result<Conn, String> {
        self.open(WRITER)
    }

    pub(crate) fn reader(&self) -> Result<Conn, String> {
        self.open(READER)
    }

    fn open(&self, pragmas: &str) -> Result<Conn, String> {
        let told = |cause: &dyn std::fmt::Display| {
            let path = self.path.display();
            format!(
                "the database {path} cannot be opened: {cause}; does its folder exist, and may it be written?"
            )
        };
        let name = self.path.to_str().ok_or_else(|| told(&"its name is not UTF-8"))?;
        let mut conn = Conn::establish(name).map_err(|cause| told(&cause))?;
        conn.batch_execute(EVERY_CONNECTION).map_err(|cause| told(&cause))?;
        conn.batch_execute(pragmas).map_err(|cause| told(&cause))?;
        Ok(conn)
    }
}

/// The thread that writes.
pub(crate) struct Writer(pub(crate) Sqlite);

impl Backend for Writer {
    type Conn = Conn;
    const GROUP: usize = 256;
    // Alone, it loses no race.
    const TRIES: usize = 1;

    fn connect(&self) -> Result<Conn, String> {
        self.0.writer()
    }

    fn begin(&self, conn: &mut Conn, _: Access) -> QueryResult<()> {
        // Begun as a reader, it could be refused when it comes to write.
        AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE")
    }

    fn tx(conn: &mut Conn) -> Tx<'_> {
        Tx::new(transaction::TxConnection::Sqlite(conn))
    }
}

/// A thread that reads.
pub(crate) struct Reader(pub(crate) Sqlite);

impl Backend for Reader {
    type Conn = Conn;
    const GROUP: usize = 1;
    const TRIES: usize = 1;

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
