//! Maintenance of a [`Store`]: migrations, backup, and checks of the audit log and the keys.

use std::path::Path;
use std::sync::Arc;
use std::thread;

use tokio::sync::oneshot;

use super::audit_chain::{self, BatchResult, ChainProgress, ChainReport};
use super::backup;
use super::error::Error;
use super::migrations::{self, MigrationMode};
use super::store::{DatabaseKind, Store};

const NO_PRIVACY_KEY: &str = "children's names are encrypted with a key that is not configured: add it to STUFFY_PRIVACY_KEY";

impl Store {
    /// Runs the pending migrations, all or none, and returns their names.
    pub async fn migrate(&self) -> Result<Vec<String>, Error> {
        self.run_migrations(MigrationMode::Up).await
    }

    pub async fn pending_migrations(&self) -> Result<Vec<String>, Error> {
        self.run_migrations(MigrationMode::List).await
    }

    /// Reverts all migrations, which deletes all data. For tests and for writing migrations.
    pub async fn revert_migrations(&self) -> Result<Vec<String>, Error> {
        self.run_migrations(MigrationMode::Down).await
    }

    async fn run_migrations(&self, mode: MigrationMode) -> Result<Vec<String>, Error> {
        let database = self.inner.database.clone();
        run_on_thread(move || match database {
            DatabaseKind::Sqlite(file) => migrations::on_sqlite(&file, mode),
            DatabaseKind::Postgres(server) => migrations::on_postgres(&server, mode),
        })
        .await
    }

    /// Writes a consistent copy of the SQLite database to a new file while the database is in use.
    pub async fn backup(&self, target: &Path) -> Result<(), Error> {
        let (database, target) = (self.inner.database.clone(), target.to_owned());
        run_on_thread(move || match database {
            DatabaseKind::Sqlite(file) => backup::of_sqlite(&file, &target),
            DatabaseKind::Postgres(_) => {
                Err(Error::Internal("use pg_dump to back up a PostgreSQL database".to_owned()))
            }
        })
        .await
    }

    /// Verifies the audit log's hash chain from the first entry to the last.
    pub async fn check_audit(&self) -> Result<ChainReport, Error> {
        let mut progress = ChainProgress::default();
        loop {
            // In batches, so that other jobs need not wait long.
            let keys = Arc::clone(&self.inner.audit_keys);
            let verify = move |tx: &mut super::Tx<'_>| {
                audit_chain::verify_batch(tx, &keys, progress.clone())
            };
            match self.read(verify).await? {
                BatchResult::Done(report) => return Ok(report),
                BatchResult::Continue(next) => progress = next,
            }
        }
    }

    /// Fails if the audit log is signed with a key that this process does not have.
    pub async fn check_audit_key(&self) -> Result<(), Error> {
        let keys = Arc::clone(&self.inner.audit_keys);
        self.read(move |tx| audit_chain::check_key(tx, &keys)).await
    }

    /// Fails if children's names are encrypted with a key that this process does not have.
    pub async fn check_privacy_key(&self) -> Result<(), Error> {
        let matches = self.read(|tx| -> Result<_, Error> { tx.privacy_key_matches() }).await?;
        if matches { Ok(()) } else { Err(Error::Internal(NO_PRIVACY_KEY.to_owned())) }
    }
}

/// Runs work that needs a thread and a connection of its own.
async fn run_on_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let (reply, result) = oneshot::channel();
    thread::Builder::new()
        .name("db-maintenance".to_owned())
        // The caller may have given up; the work is finished nevertheless.
        .spawn(move || drop(reply.send(work())))
        .map_err(|cause| Error::Internal(format!("could not start a thread: {cause}")))?;
    let panicked = |_: oneshot::error::RecvError| {
        Err(Error::Internal("a maintenance thread panicked".to_owned()))
    };
    result.await.unwrap_or_else(panicked)
}
