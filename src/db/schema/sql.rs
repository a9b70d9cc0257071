//! The SQL types of columns. The last three have a different representation in each database.

use diesel::query_builder::QueryId;
pub use diesel::sql_types::{BigInt, Binary, Bool, Integer, Nullable, Text};
use diesel::sql_types::{SqlOrd, SqlType};

/// A UUID: `uuid` on PostgreSQL, 16 bytes on SQLite.
#[derive(Clone, Copy, Debug, QueryId, SqlType)]
#[diesel(sqlite_type(name = "Binary"), postgres_type(oid = 2950, array_oid = 2951))]
pub struct Id;

/// A moment: `timestamptz` on PostgreSQL, milliseconds since 1970 on SQLite.
#[derive(Clone, Copy, Debug, QueryId, SqlType)]
#[diesel(sqlite_type(name = "Long"), postgres_type(oid = 1184, array_oid = 1185))]
pub struct Stamp;

/// JSON: `jsonb` on PostgreSQL, text on SQLite.
#[derive(Clone, Copy, Debug, QueryId, SqlType)]
#[diesel(sqlite_type(name = "Text"), postgres_type(oid = 3802, array_oid = 3807))]
pub struct Json;

impl SqlOrd for Id {}
impl SqlOrd for Stamp {}
