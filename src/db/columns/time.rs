//! Times as columns: `timestamptz` on PostgreSQL, milliseconds since 1970 on SQLite.

use std::io::Write as _;

use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sqlite::{Sqlite, SqliteValue};

use super::column_proxy;
use crate::db::schema::sql;
use crate::domain::time::Time;

column_proxy!(sql::Stamp: Time);

/// PostgreSQL counts microseconds from 2000-01-01.
const POSTGRES_EPOCH_MILLIS: i64 = 946_684_800_000;

impl ToSql<sql::Stamp, Sqlite> for Time {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.millis());
        Ok(IsNull::No)
    }
}

impl FromSql<sql::Stamp, Sqlite> for Time {
    fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        Ok(Self::from_millis(value.read_long()))
    }
}

impl ToSql<sql::Stamp, Pg> for Time {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        let micros =
            self.millis().checked_sub(POSTGRES_EPOCH_MILLIS).and_then(|m| m.checked_mul(1000));
        let micros = micros.ok_or("time out of range for PostgreSQL")?;
        out.write_all(&micros.to_be_bytes())?;
        Ok(IsNull::No)
    }
}

impl FromSql<sql::Stamp, Pg> for Time {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let micros = i64::from_be_bytes(value.as_bytes().try_into()?);
        Ok(Self::from_millis(micros.div_euclid(1000).saturating_add(POSTGRES_EPOCH_MILLIS)))
    }
}
