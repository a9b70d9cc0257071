//! Brings the tables up to what this program expects, or all the way down.

use diesel::connection::{Connection, TransactionManager};
use diesel::sql_types::BigInt;
use diesel::{QueryableByName, RunQueryDsl, connection::SimpleConnection, sql_query};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::error::Error;
use super::job::Access;
use super::worker::Backend as _;
use super::{postgres, sqlite};

const ON_SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const ON_POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MigrationMode {
    /// Run what is pending.
    Up,
    /// Revert all there is.
    Down,
    /// Only say what is pending.
    Look,
}

/// One transaction for all of it. Foreign keys are off meanwhile, since a table may have to be built
/// anew, and every reference is checked before the end.
pub(crate) fn on_sqlite(at: &sqlite::Sqlite, way: MigrationMode) -> Result<Vec<String>, Error> {
    let side = sqlite::Writer(at.clone());
    let mut conn = side.connect().map_err(Error::Broken)?;
    conn.batch_execute("PRAGMA foreign_keys = OFF")?;
    side.begin(&mut conn, Access::Write)?;
    let names = walk(&mut conn, ON_SQLITE, way)?;
    let dangling: Count =
        sql_query("SELECT count(*) AS n FROM pragma_foreign_key_check").get_result(&mut conn)?;
    if dangling.n > 0 {
        return Err(Error::Broken(format!(
            "the migrations leave {} references to nothing",
            dangling.n
        )));
    }
    commit(&mut conn)?;
    Ok(names)
}

/// One transaction for all of it, one node at a time.
pub(crate) fn on_postgres(
    at: &postgres::Postgres,
    way: MigrationMode,
) -> Result<Vec<String>, Error> {
    let mut conn = at.connect().map_err(Error::Broken)?;
    at.begin(&mut conn, Access::Write)?;
    // Any number will do, so long as it stays the same.
    sql_query("SELECT pg_advisory_xact_lock(7883379221)").execute(&mut conn)?;
    let names = walk(&mut conn, ON_POSTGRES, way)?;
    commit(&mut conn)?;
    Ok(names)
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

fn walk<C>(conn: &mut C, all: EmbeddedMigrations, way: MigrationMode) -> Result<Vec<String>, Error>
where
    C: Connection + MigrationHarness<<C as Connection>::Backend>,
{
    let broken = |error: Box<dyn std::error::Error + Send + Sync>| Error::Broken(error.to_string());
    if way == MigrationMode::Down {
        let versions = conn.revert_all_migrations(all).map_err(broken)?;
        return Ok(versions.iter().map(ToString::to_string).collect());
    }
    let pending = conn.pending_migrations(all).map_err(broken)?;
    for migration in &pending {
        if way == MigrationMode::Up {
            conn.run_migration(migration).map_err(broken)?;
        }
    }
    Ok(pending.iter().map(|migration| migration.name().to_string()).collect())
}

fn commit<C: Connection>(conn: &mut C) -> Result<(), Error> {
    Ok(C::TransactionManager::commit_transaction(conn)?)
}
