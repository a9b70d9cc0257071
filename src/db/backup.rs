//! A consistent copy of the SQLite database, taken while it is in use.

use std::fs::{self, File};
use std::path::Path;

use diesel::sql_types::Text;
use diesel::{RunQueryDsl, sql_query};

use super::error::Error;
use super::sqlite::Sqlite;

/// Writes to a temporary file next to the target, and renames it once it is complete and on disk.
pub(crate) fn of_sqlite(database: &Sqlite, target: &Path) -> Result<(), Error> {
    if target.exists() {
        let text = format!("{} already exists and is not overwritten", target.display());
        return Err(Error::Internal(text));
    }
    let mut part = target.as_os_str().to_owned();
    part.push(".part");
    let part = Path::new(&part);
    let rename = |()| fs::rename(part, target).map_err(|cause| write_error(part, &cause));
    let result = copy(database, part).and_then(rename);
    if result.is_err() {
        // A leftover would block the next backup. If it cannot be removed, the first error is still reported.
        let _ = fs::remove_file(part);
    }
    result
}

fn copy(database: &Sqlite, part: &Path) -> Result<(), Error> {
    let name = part.to_str().ok_or_else(|| write_error(part, &"its name is not UTF-8"))?;
    // A reader connection would not do: query_only also forbids writing another file.
    let mut conn = database.writer().map_err(Error::Internal)?;
    sql_query("VACUUM INTO ?")
        .bind::<Text, _>(name)
        .execute(&mut conn)
        .map_err(|cause| write_error(part, &cause))?;
    File::open(part).and_then(|file| file.sync_all()).map_err(|cause| write_error(part, &cause))
}

fn write_error(part: &Path, cause: &dyn std::fmt::Display) -> Error {
    Error::Internal(format!("could not write the backup {}: {cause}", part.display()))
}
