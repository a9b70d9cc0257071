//! One transaction, whichever database it is on.

use diesel::QueryResult;
use diesel::connection::{Connection, TransactionManager};

use super::error::Error;
use super::{postgres, sqlite};
use crate::domain::audit::AuditRead;
use crate::domain::event::{Event, Topic};

/// A transaction under way. Its methods, one for each query there is, are listed in `store/contents.rs`.
pub struct Tx<'c> {
    pub(crate) side: TxConnection<'c>,
    /// A query failed and nothing took it back: PostgreSQL will keep nothing of this transaction.
    pub(crate) failed: bool,
    /// A query lost a race, whether or not that was taken back.
    pub(crate) raced: bool,
    /// Something was added to the log of events: whoever watches is rung for after the commit.
    pub(crate) told: bool,
    /// What was told, for the audit.
    pub(crate) deeds: Vec<Event>,
    /// What was seen since the audit was last written, for the same.
    pub(crate) seen: Vec<AuditRead>,
}

/// Which database.
pub(crate) enum TxConnection<'c> {
    Sqlite(&'c mut sqlite::Conn),
    Postgres(&'c mut postgres::Conn),
}

impl<'c> Tx<'c> {
    pub(crate) const fn new(side: TxConnection<'c>) -> Self {
        Self { side, failed: false, raced: false, told: false, deeds: Vec::new(), seen: Vec::new() }
    }

    /// Runs `work` so that its failure takes back what it did and nothing before it.
    ///
    /// # Errors
    /// What `work` answers; [`Error::Broken`] where it passed over a failed query.
    pub fn attempt<T, E: From<Error>>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        self.savepoint(Savepoint::Set)?;
        let so_far = self.deeds.len();
        let result = match work(self) {
            Ok(_) if self.failed => Err(ignored_failure().into()),
            result => result,
        };
        if result.is_ok() {
            self.savepoint(Savepoint::Release)?;
        } else {
            self.savepoint(Savepoint::TakeBack)?;
            self.deeds.truncate(so_far);
            self.failed = false;
        }
        result
    }

    /// Adds an event to the log, and has those who watch rung for once it is kept.
    ///
    /// # Errors
    /// What the database answers.
    pub fn tell(&mut self, event: &Event) -> Result<(), Error> {
        self.add_event(event)?;
        self.told = true;
        // Where the log begins is nobody's deed.
        if event.topic != Topic::LogStarted {
            self.deeds.push(*event);
        }
        Ok(())
    }

    /// Has these written into the audit.
    pub fn record_reads(&mut self, notes: &[AuditRead]) {
        self.seen.extend_from_slice(notes);
    }

    /// Keeps in mind how a query went, and says it in the store's words.
    pub(crate) fn track_result<T>(&mut self, answer: QueryResult<T>) -> Result<T, Error> {
        answer.map_err(|error| {
            let error = Error::from(error);
            self.failed = true;
            self.raced |= error.is_conflict();
            error
        })
    }

    fn savepoint(&mut self, what: Savepoint) -> Result<(), Error> {
        let done = match &mut self.side {
            TxConnection::Sqlite(conn) => what.do_on(&mut **conn),
            TxConnection::Postgres(conn) => what.do_on(&mut **conn),
        };
        self.track_result(done)
    }
}

/// What a job is told that went on after a failed query: on PostgreSQL its COMMIT would be a silent
/// ROLLBACK, and what is acknowledged must be kept.
pub(crate) fn ignored_failure() -> Error {
    Error::Broken("work went on after a failed query outside tx.attempt".to_owned())
}

#[derive(Clone, Copy)]
enum Savepoint {
    Set,
    Release,
    TakeBack,
}

impl Savepoint {
    fn do_on<C: Connection>(self, conn: &mut C) -> QueryResult<()> {
        match self {
            Self::Set => C::TransactionManager::begin_transaction(conn),
            Self::Release => C::TransactionManager::commit_transaction(conn),
            Self::TakeBack => C::TransactionManager::rollback_transaction(conn),
        }
    }
}

/// Writes the methods of [`Tx`] from the list of query functions.
macro_rules! table_of_contents {
    ($($file:ident {
        $($(#[$doc:meta])* fn $name:ident($($arg:ident: $type:ty),* $(,)?) -> $answer:ty;)*
    })*) => {
        impl $crate::db::transaction::Tx<'_> {$($(
            $(#[$doc])*
            ///
            /// # Errors
            /// What the database answers.
            pub fn $name(&mut self, $($arg: $type),*) -> Result<$answer, $crate::db::Error> {
                let answer = match &mut self.side {
                    $crate::db::transaction::TxConnection::Sqlite(conn) => {
                        $crate::db::sqlite::queries::$file::$name(conn, $($arg),*)
                    }
                    $crate::db::transaction::TxConnection::Postgres(conn) => {
                        $crate::db::postgres::queries::$file::$name(conn, $($arg),*)
                    }
                };
                self.track_result(answer)
            }
        )*)*}
    };
}
pub(crate) use table_of_contents;
