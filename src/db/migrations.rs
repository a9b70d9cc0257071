//! Runs, reverts or lists the embedded migrations.

use diesel::connection::{Connection, TransactionManager};
use diesel::sql_types::BigInt;
use diesel::{QueryableByName, RunQueryDsl, connection::SimpleConnection, sql_query};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::error::Error;
use super::job::Access;
use super::worker::Backend as _;
use super::{postgres, sqlite};

const SQLITE_MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES_MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/postgres");

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MigrationMode {
    /// Run what is pending.
    Up,
    /// Revert all there is.
    Down,
    /// List what is pending.
    List,
}

/// All migrations run in one transaction. Foreign keys are off, because SQLite needs that to rebuild a table. Every
/// reference is checked before the commit.
pub(crate) fn on_sqlite(
    database: &sqlite::Sqlite,
    mode: MigrationMode,
) -> Result<Vec<String>, Error> {
    let backend = sqlite::Writer(database.clone());
    let mut conn = backend.connect().map_err(Error::Internal)?;
    conn.batch_execute("PRAGMA foreign_keys = OFF")?;
    backend.begin(&mut conn, Access::Write)?;
    let names = run_migrations(&mut conn, SQLITE_MIGRATIONS, mode)?;
    let dangling: Count =
        sql_query("SELECT count(*) AS n FROM pragma_foreign_key_check").get_result(&mut conn)?;
    if dangling.n > 0 {
        return Err(Error::Internal(format!(
            "the migrations leave {} dangling references",
            dangling.n
        )));
    }
    commit(&mut conn)?;
    Ok(names)
}

/// All migrations run in one transaction, on one node at a time.
pub(crate) fn on_postgres(
    database: &postgres::Postgres,
    mode: MigrationMode,
) -> Result<Vec<String>, Error> {
    let mut conn = database.connect().map_err(Error::Internal)?;
    database.begin(&mut conn, Access::Write)?;
    // The number is arbitrary and must not change.
    sql_query("SELECT pg_advisory_xact_lock(7883379221)").execute(&mut conn)?;
    let names = run_migrations(&mut conn, POSTGRES_MIGRATIONS, mode)?;
    commit(&mut conn)?;
    Ok(names)
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

fn run_migrations<C>(
    conn: &mut C,
    all: EmbeddedMigrations,
    mode: MigrationMode,
) -> Result<Vec<String>, Error>
where
    C: Connection + MigrationHarness<<C as Connection>::Backend>,
{
    let internal =
        |error: Box<dyn std::error::Error + Send + Sync>| Error::Internal(error.to_string());
    if mode == MigrationMode::Down {
        let versions = conn.revert_all_migrations(all).map_err(internal)?;
        return Ok(versions.iter().map(ToString::to_string).collect());
    }
    let pending = conn.pending_migrations(all).map_err(internal)?;
    for migration in &pending {
        if mode == MigrationMode::Up {
            conn.run_migration(migration).map_err(internal)?;
        }
    }
    Ok(pending.iter().map(|migration| migration.name().to_string()).collect())
}

fn commit<C: Connection>(conn: &mut C) -> Result<(), Error> {
    Ok(C::TransactionManager::commit_transaction(conn)?)
}
