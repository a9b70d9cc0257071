//! A transaction on either database.

use diesel::QueryResult;
use diesel::connection::{Connection, TransactionManager};

use super::error::Error;
use super::{postgres, sqlite};
use crate::domain::audit::AuditRecord;
use crate::domain::event::{Event, Topic};

/// An open transaction. Its query methods are declared in `tx_methods/`.
pub struct Tx<'c> {
    pub(crate) conn: TxConnection<'c>,
    /// A query failed outside of [`Tx::attempt`]. PostgreSQL will not commit this transaction.
    pub(crate) failed: bool,
    /// A query met a conflict, even if it was rolled back to a savepoint.
    pub(crate) conflict: bool,
    /// Events were added, so subscribers are notified after the commit.
    pub(crate) added_events: bool,
    /// The changes to record in the audit log.
    pub(crate) changes: Vec<Event>,
    /// Further records for the audit log: reads and failed sign-ins.
    pub(crate) audit_records: Vec<AuditRecord>,
}

pub(crate) enum TxConnection<'c> {
    Sqlite(&'c mut sqlite::Conn),
    Postgres(&'c mut postgres::Conn),
}

impl<'c> Tx<'c> {
    pub(crate) const fn new(conn: TxConnection<'c>) -> Self {
        Self {
            conn,
            failed: false,
            conflict: false,
            added_events: false,
            changes: Vec::new(),
            audit_records: Vec::new(),
        }
    }

    /// Runs `work` in a savepoint, so that its failure rolls back only what `work` did.
    pub fn attempt<T, E: From<Error>>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        self.savepoint(Savepoint::Set)?;
        let changes_before = self.changes.len();
        let result = match work(self) {
            Ok(_) if self.failed => Err(ignored_failure().into()),
            result => result,
        };
        if result.is_ok() {
            self.savepoint(Savepoint::Release)?;
        } else {
            self.savepoint(Savepoint::Rollback)?;
            self.changes.truncate(changes_before);
            self.failed = false;
        }
        result
    }

    /// Adds an event to the log. Subscribers are notified after the commit.
    pub fn add_change_event(&mut self, event: &Event) -> Result<(), Error> {
        self.add_event(event)?;
        self.added_events = true;
        // The first event of a log is not a change made by anyone.
        if event.topic != Topic::LogStarted {
            self.changes.push(*event);
        }
        Ok(())
    }

    pub fn add_audit_records(&mut self, records: &[AuditRecord]) {
        self.audit_records.extend_from_slice(records);
    }

    /// Converts a query's error and remembers that it failed.
    pub(crate) fn track_result<T>(&mut self, result: QueryResult<T>) -> Result<T, Error> {
        result.map_err(|error| {
            let error = Error::from(error);
            self.failed = true;
            self.conflict |= error.is_conflict();
            error
        })
    }

    fn savepoint(&mut self, operation: Savepoint) -> Result<(), Error> {
        let result = match &mut self.conn {
            TxConnection::Sqlite(conn) => operation.run(&mut **conn),
            TxConnection::Postgres(conn) => operation.run(&mut **conn),
        };
        self.track_result(result)
    }
}

/// The error of a job that continued after a failed query. PostgreSQL would turn its COMMIT into a silent ROLLBACK, so
/// it must not be acknowledged.
pub(crate) fn ignored_failure() -> Error {
    Error::Internal("the job continued after a failed query outside tx.attempt".to_owned())
}

#[derive(Clone, Copy)]
enum Savepoint {
    Set,
    Release,
    Rollback,
}

impl Savepoint {
    fn run<C: Connection>(self, conn: &mut C) -> QueryResult<()> {
        match self {
            Self::Set => C::TransactionManager::begin_transaction(conn),
            Self::Release => C::TransactionManager::commit_transaction(conn),
            Self::Rollback => C::TransactionManager::rollback_transaction(conn),
        }
    }
}

/// Generates the methods of [`Tx`] from a list of query functions.
macro_rules! tx_methods {
    ($($file:ident {
        $($(#[$doc:meta])* fn $name:ident($($arg:ident: $type:ty),* $(,)?) -> $result:ty;)*
    })*) => {
        impl $crate::db::transaction::Tx<'_> {$($(
            $(#[$doc])*
            pub fn $name(&mut self, $($arg: $type),*) -> Result<$result, $crate::db::Error> {
                let result = match &mut self.conn {
                    $crate::db::transaction::TxConnection::Sqlite(conn) => {
                        $crate::db::sqlite::queries::$file::$name(conn, $($arg),*)
                    }
                    $crate::db::transaction::TxConnection::Postgres(conn) => {
                        $crate::db::postgres::queries::$file::$name(conn, $($arg),*)
                    }
                };
                self.track_result(result)
            }
        )*)*}
    };
}
pub(crate) use tx_methods;
