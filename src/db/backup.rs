//! A whole copy of the embedded database, taken while it serves.

use std::fs::{self, File};
use std::path::Path;

use diesel::sql_types::Text;
use diesel::{RunQueryDsl, sql_query};

use super::error::Error;
use super::sqlite::Sqlite;

/// Writes the copy beside its place, and gives it its name only once it is whole and on disk.
pub(crate) fn of_sqlite(at: &Sqlite, to: &Path) -> Result<(), Error> {
    if to.exists() {
        return Err(Error::Broken(format!(
            "{} is there already and is not overwritten",
            to.display()
        )));
    }
    let mut part = to.as_os_str().to_owned();
    part.push(".part");
    let part = Path::new(&part);
    let done =
        copy(at, part).and_then(|()| fs::rename(part, to).map_err(|cause| told(part, &cause)));
    if done.is_err() {
        // A leftover would stand in the next one's way; if it cannot be removed, the first cause is told.
        let _ = fs::remove_file(part);
    }
    done
}

fn copy(at: &Sqlite, part: &Path) -> Result<(), Error> {
    let name = part.to_str().ok_or_else(|| told(part, &"its name is not UTF-8"))?;
    // Not query_only: SQLite counts writing another file as writing.
    let mut conn = at.writer().map_err(Error::Broken)?;
    sql_query("VACUUM INTO ?")
        .bind::<Text, _>(name)
        .execute(&mut conn)
        .map_err(|cause| told(part, &cause))?;
    File::open(part).and_then(|file| file.sync_all()).map_err(|cause| told(part, &cause))
}

fn told(part: &Path, cause: &dyn std::fmt::Display) -> Error {
    Error::Broken(format!("the copy {} cannot be written: {cause}", part.display()))
}
