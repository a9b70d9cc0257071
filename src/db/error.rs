//! Database errors. None of them is a rule of the ward; those are `DomainError`s.

use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind, Error as Diesel};

/// Why a transaction failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The queue is full or the database is locked. Retry shortly.
    #[error("the database is busy")]
    Busy,
    /// The database is unreachable, or the connection was lost. Whether the transaction was committed is unknown.
    #[error("the database is unavailable")]
    Unavailable,
    /// Concurrent transactions changed the same rows during every attempt.
    #[error("concurrent transactions changed the same rows")]
    Conflict,
    #[error("{table} already contains this value of {columns}")]
    UniqueViolation {
        table: String,
        /// The columns of the constraint, joined by `_`.
        columns: String,
    },
    /// A bug or a broken database. The text is for the log, never for a response.
    #[error("{0}")]
    Internal(String),
}

impl Error {
    /// Whether this is a violation of the unique constraint on `columns` (joined by `_`) of `table`.
    #[must_use]
    pub fn is_unique_violation(&self, table: &str, columns: &str) -> bool {
        matches!(self, Self::UniqueViolation { table: t, columns: c } if t == table && c == columns)
    }

    /// Whether the same work may succeed if it runs again.
    pub(crate) const fn is_conflict(&self) -> bool {
        matches!(self, Self::Conflict | Self::UniqueViolation { .. })
    }
}

impl From<Diesel> for Error {
    fn from(error: Diesel) -> Self {
        match error {
            Diesel::DatabaseError(kind, info) => from_database(kind, &*info),
            other => Self::Internal(other.to_string()),
        }
    }
}

/// SQLite's messages for a full, broken or read-only disk. The database works again once the disk does.
const DISK_ERRORS: &[&str] = &[
    "database or disk is full",
    "disk I/O error",
    "unable to open database file",
    "attempt to write a readonly database",
];

/// Keeps only the message. PostgreSQL's detail contains values, and so names.
fn from_database(kind: DatabaseErrorKind, info: &dyn DatabaseErrorInformation) -> Error {
    let message = info.message();
    match kind {
        DatabaseErrorKind::UniqueViolation => unique_violation(info),
        DatabaseErrorKind::SerializationFailure => Error::Conflict,
        DatabaseErrorKind::UnableToSendCommand | DatabaseErrorKind::ClosedConnection => {
            Error::Unavailable
        }
        // Diesel has no kind for the following, so the message decides.
        DatabaseErrorKind::Unknown if message == "deadlock detected" => Error::Conflict,
        DatabaseErrorKind::Unknown if message == "database is locked" => Error::Busy,
        DatabaseErrorKind::Unknown if DISK_ERRORS.contains(&message) => {
            tracing::error!(cause = message, "Database disk error (full, read-only or I/O)");
            Error::Unavailable
        }
        DatabaseErrorKind::Unknown if is_outdated_schema(message) => Error::Internal(format!(
            "the database is not up to date: run stuffy migrate ({message})"
        )),
        _ => Error::Internal(message.to_owned()),
    }
}

/// Whether a table or column is missing, in the words of SQLite or PostgreSQL.
fn is_outdated_schema(message: &str) -> bool {
    let missing_in_postgres = message.starts_with("relation ") || message.starts_with("column ");
    message.starts_with("no such table")
        || message.starts_with("no such column")
        || (missing_in_postgres && message.ends_with(" does not exist"))
}

/// PostgreSQL reports the constraint (`staff_username_key`), SQLite the columns (`staff.username`).
fn unique_violation(info: &dyn DatabaseErrorInformation) -> Error {
    let (table, columns) = match (info.table_name(), info.constraint_name()) {
        (Some(table), Some(name)) => {
            let name = name.strip_prefix(table).unwrap_or(name).trim_start_matches('_');
            let columns = name.strip_suffix("_key").unwrap_or(name);
            (table.to_owned(), if columns == "pkey" { "id" } else { columns }.to_owned())
        }
        _ => parse_sqlite_message(info.message()),
    };
    Error::UniqueViolation { table, columns }
}

/// Parses `UNIQUE constraint failed: idempotency_records.caller, idempotency_records.key_hash`.
fn parse_sqlite_message(message: &str) -> (String, String) {
    let pairs = message.rsplit_once(": ").map_or("", |(_, pairs)| pairs);
    let (tables, columns): (Vec<_>, Vec<_>) =
        pairs.split(", ").filter_map(|pair| pair.split_once('.')).unzip();
    (tables.first().copied().unwrap_or_default().to_owned(), columns.join("_"))
}

/// Why the database could not be opened. The text contains no password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct OpenError(pub(crate) String);
