//! What can go wrong in the store; none of it is a rule of the ward.

use std::fmt;

use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind, Error as Diesel};

/// Why a job came to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// More is waiting than can be served soon: try again shortly.
    Busy,
    /// The database cannot be reached, or was lost on the way: whether the work was kept is unknown.
    Away,
    /// Others kept changing the same rows, several tries long.
    Race,
    /// A value that must be unique is there already.
    Taken {
        /// The table.
        table: String,
        /// The columns that must be unique together, joined by `_`.
        columns: String,
    },
    /// A fault of ours. The text is for the log and never for a caller.
    Broken(String),
}

impl Error {
    /// Whether it says that such `columns` (joined by `_`) are in `table` already.
    #[must_use]
    pub fn is_unique_violation(&self, table: &str, columns: &str) -> bool {
        matches!(self, Self::Taken { table: t, columns: c } if t == table && c == columns)
    }

    /// Whether the same work, run again, may well succeed: somebody else was a moment quicker.
    pub(crate) const fn is_conflict(&self) -> bool {
        matches!(self, Self::Race | Self::Taken { .. })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Busy => f.write_str("the database is busy"),
            Self::Away => f.write_str("the database is away"),
            Self::Race => f.write_str("others kept changing the same rows"),
            Self::Taken { table, columns } => write!(f, "{table} has such {columns} already"),
            Self::Broken(cause) => f.write_str(cause),
        }
    }
}

impl std::error::Error for Error {}

impl From<Diesel> for Error {
    fn from(error: Diesel) -> Self {
        match error {
            Diesel::DatabaseError(kind, about) => told_by_database(kind, &*about),
            other => Self::Broken(other.to_string()),
        }
    }
}

/// What SQLite says when its disk is full, broken or may only be read: no fault of ours, and over once the disk
/// is mended.
const OF_THE_DISK: &[&str] = &[
    "database or disk is full",
    "disk I/O error",
    "unable to open database file",
    "attempt to write a readonly database",
];

/// Only the message is taken along: what PostgreSQL adds as detail holds values, and so names.
fn told_by_database(kind: DatabaseErrorKind, about: &dyn DatabaseErrorInformation) -> Error {
    let message = about.message();
    match kind {
        DatabaseErrorKind::UniqueViolation => what_was_taken(about),
        DatabaseErrorKind::SerializationFailure => Error::Race,
        DatabaseErrorKind::UnableToSendCommand | DatabaseErrorKind::ClosedConnection => Error::Away,
        // Neither has a kind of its own in Diesel; the message is all there is to tell them by.
        DatabaseErrorKind::Unknown if message == "deadlock detected" => Error::Race,
        DatabaseErrorKind::Unknown if message == "database is locked" => Error::Busy,
        DatabaseErrorKind::Unknown if OF_THE_DISK.contains(&message) => {
            tracing::error!(
                cause = message,
                "the disk of the database does not do what it is asked"
            );
            Error::Away
        }
        _ => Error::Broken(message.to_owned()),
    }
}

/// PostgreSQL names the constraint, `staff_username_key`; SQLite the columns, `staff.username`.
fn what_was_taken(about: &dyn DatabaseErrorInformation) -> Error {
    let (table, columns) = match (about.table_name(), about.constraint_name()) {
        (Some(table), Some(name)) => {
            let name = name.strip_prefix(table).unwrap_or(name).trim_start_matches('_');
            let columns = name.strip_suffix("_key").unwrap_or(name);
            (table.to_owned(), if columns == "pkey" { "id" } else { columns }.to_owned())
        }
        _ => columns_of_sqlite(about.message()),
    };
    Error::Taken { table, columns }
}

/// Reads `UNIQUE constraint failed: kept_answers.caller, kept_answers.key_hash`.
fn columns_of_sqlite(message: &str) -> (String, String) {
    let pairs = message.rsplit_once(": ").map_or("", |(_, pairs)| pairs);
    let (tables, columns): (Vec<_>, Vec<_>) =
        pairs.split(", ").filter_map(|pair| pair.split_once('.')).unzip();
    (tables.first().copied().unwrap_or_default().to_owned(), columns.join("_"))
}

/// Why the store could not be opened, in words for whoever starts the program; holds no password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenError(pub(crate) String);

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for OpenError {}
