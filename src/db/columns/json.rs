//! Values as JSON columns: `jsonb` on PostgreSQL, text on SQLite.

use std::io::Write as _;

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sqlite::{Sqlite, SqliteValue};
use serde::{Serialize, de::DeserializeOwned};

use super::column_proxy;
use crate::db::codec::card::{CardContentJson, SignersJson};
use crate::db::codec::receipt::CountsJson;
use crate::db::codec::state::{FrozenFeedJson, StateJson};
use crate::db::codec::step::ScreeningJson;
use crate::db::schema::sql;
use crate::domain::card::{CardContent, Signers};
use crate::domain::companion::Screening;
use crate::domain::erasure::ErasureCounts;
use crate::domain::family::FrozenFeed;
use crate::domain::journey::JourneyState;

/// A value stored as JSON with serde.
#[derive(Clone, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = sql::Json)]
pub struct Json<T>(pub T);

impl<T: Serialize + std::fmt::Debug> ToSql<sql::Json, Sqlite> for Json<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(serde_json::to_string(&self.0)?);
        Ok(IsNull::No)
    }
}

impl<T: DeserializeOwned> FromSql<sql::Json, Sqlite> for Json<T> {
    fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        read_json(value.read_text().as_bytes())
    }
}

/// Stores a domain type as JSON through its serde counterpart in `codec/`.
macro_rules! json_columns {
    ($($domain:ident as $json:ident),+ $(,)?) => {$(
        column_proxy!(sql::Json: $domain);

        impl ToSql<sql::Json, Sqlite> for $domain {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
                out.set_value(serde_json::to_string(&$json::from(self))?);
                Ok(IsNull::No)
            }
        }

        impl ToSql<sql::Json, Pg> for $domain {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                out.write_all(&[JSONB_VERSION])?;
                serde_json::to_writer(out, &$json::from(self))?;
                Ok(IsNull::No)
            }
        }

        impl<DB> FromSql<sql::Json, DB> for $domain
        where
            DB: Backend,
            Json<$json>: FromSql<sql::Json, DB>,
        {
            fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
                Ok(Json::<$json>::from_sql(value)?.0.into())
            }
        }
    )+};
}

json_columns! {
    Screening as ScreeningJson, JourneyState as StateJson, FrozenFeed as FrozenFeedJson, CardContent as CardContentJson,
    Signers as SignersJson, ErasureCounts as CountsJson,
}

/// The first byte of `jsonb` in PostgreSQL's binary format.
const JSONB_VERSION: u8 = 1;

impl<T: Serialize + std::fmt::Debug> ToSql<sql::Json, Pg> for Json<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(&[JSONB_VERSION])?;
        serde_json::to_writer(out, &self.0)?;
        Ok(IsNull::No)
    }
}

impl<T: DeserializeOwned> FromSql<sql::Json, Pg> for Json<T> {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        match value.as_bytes() {
            [JSONB_VERSION, json @ ..] => read_json(json),
            _ => Err("unknown version of jsonb".into()),
        }
    }
}

/// The parser's message may quote the value, which may name a child, so only the position is reported.
fn read_json<T: DeserializeOwned>(json: &[u8]) -> deserialize::Result<Json<T>> {
    let parse_error = |error: serde_json::Error| {
        format!("JSON does not match its type, at column {}", error.column())
    };
    Ok(Json(serde_json::from_slice(json).map_err(parse_error)?))
}
