//! How each type of the domain rests in a column, so that queries and rows can speak of them directly.

use std::io::Write as _;

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::Text;
use diesel::sqlite::{Sqlite, SqliteValue};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::schema::sql;
use crate::domain::alert::AlertKind;
use crate::domain::companion::Species;
use crate::domain::family::{Language, LinkScope, Relation};
use crate::domain::id::{
    AlertId, ChildId, CompanionId, FamilyLinkId, JourneyId, MoveId, PlaceId, ScanId,
    ServiceTokenId, StaffId, StepId, VisitId,
};
use crate::domain::journey::Status;
use crate::domain::person::Role;
use crate::domain::place::{Entry, PlaceKind, Stage};
use crate::domain::tag::{Code, Material, TagState};
use crate::domain::time::Time;
use crate::domain::visit::{HoldKind, VisitStatus};
use crate::domain::words::Keyed;

/// Lets a type of the domain, which knows no SQL, stand in queries and rows.
macro_rules! stands_for {
    ($sql:ty: $domain:ty) => {
        const _: () = {
            #[derive(AsExpression, FromSqlRow)]
            #[diesel(foreign_derive, sql_type = $sql)]
            #[expect(dead_code, reason = "the derives read its field's type and nothing else")]
            struct Proxy($domain);
        };
    };
}

macro_rules! ids {
    ($($id:ident),+ $(,)?) => {$(
        stands_for!(sql::Id: $id);

        impl ToSql<sql::Id, Sqlite> for $id {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
                out.set_value(self.uuid().into_bytes().to_vec());
                Ok(IsNull::No)
            }
        }

        impl FromSql<sql::Id, Sqlite> for $id {
            fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
                Ok(Self::from_uuid(Uuid::from_slice(value.read_blob())?))
            }
        }

        impl ToSql<sql::Id, Pg> for $id {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                out.write_all(self.uuid().as_bytes())?;
                Ok(IsNull::No)
            }
        }

        impl FromSql<sql::Id, Pg> for $id {
            fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
                Ok(Self::from_uuid(Uuid::from_slice(value.as_bytes())?))
            }
        }
    )+};
}

/// An id of one of several kinds, as the cause of an alert is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AnyId(Uuid);

impl AnyId {
    /// Takes a UUID for an id.
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self(uuid)
    }

    /// The bare UUID.
    pub const fn uuid(self) -> Uuid {
        self.0
    }
}

ids! {
    AnyId, AlertId, ChildId, CompanionId, FamilyLinkId, JourneyId, MoveId, PlaceId, ScanId,
    ServiceTokenId, StaffId, StepId, VisitId,
}

macro_rules! words {
    ($($word:ident),+ $(,)?) => {$(
        stands_for!(Text: $word);

        impl<DB> ToSql<Text, DB> for $word
        where
            DB: Backend,
            str: ToSql<Text, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                <str as ToSql<Text, DB>>::to_sql(self.key(), out)
            }
        }

        impl<DB> FromSql<Text, DB> for $word
        where
            DB: Backend,
            String: FromSql<Text, DB>,
        {
            fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
                let key = String::from_sql(value)?;
                let unknown = || concat!("an unknown word in a column of ", stringify!($word));
                Ok(Self::from_key(&key).ok_or_else(unknown)?)
            }
        }
    )+};
}

words! {
    AlertKind, Entry, HoldKind, Language, LinkScope, Material, PlaceKind, Relation, Role, Species,
    Stage, Status, TagState, VisitStatus,
}

stands_for!(Text: Code);

impl<DB> ToSql<Text, DB> for Code
where
    DB: Backend,
    str: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        <str as ToSql<Text, DB>>::to_sql(self.as_str(), out)
    }
}

impl<DB> FromSql<Text, DB> for Code
where
    DB: Backend,
    String: FromSql<Text, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        let text = String::from_sql(value)?;
        // The parser's own words may quote the code, which has no place in a log.
        Ok(Self::parse(&text).map_err(|_| "a column of codes holds none")?)
    }
}

stands_for!(sql::Stamp: Time);

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
        let micros = micros.ok_or("a time that PostgreSQL cannot hold")?;
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

/// A value kept as JSON, by its serde.
#[derive(Clone, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = sql::Json)]
pub struct Json<T: std::fmt::Debug>(pub T);

impl<T: Serialize + std::fmt::Debug> ToSql<sql::Json, Sqlite> for Json<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(serde_json::to_string(&self.0)?);
        Ok(IsNull::No)
    }
}

impl<T: DeserializeOwned + std::fmt::Debug> FromSql<sql::Json, Sqlite> for Json<T> {
    fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        read_json(value.read_text().as_bytes())
    }
}

/// The first byte of `jsonb` on the wire.
const JSONB_VERSION: u8 = 1;

impl<T: Serialize + std::fmt::Debug> ToSql<sql::Json, Pg> for Json<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(&[JSONB_VERSION])?;
        serde_json::to_writer(out, &self.0)?;
        Ok(IsNull::No)
    }
}

impl<T: DeserializeOwned + std::fmt::Debug> FromSql<sql::Json, Pg> for Json<T> {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        match value.as_bytes() {
            [JSONB_VERSION, json @ ..] => read_json(json),
            _ => Err("a version of jsonb that is not known".into()),
        }
    }
}

/// The parser's own words would quote the value, which may name a child, into the log.
fn read_json<T: DeserializeOwned + std::fmt::Debug>(json: &[u8]) -> deserialize::Result<Json<T>> {
    let told = |error: serde_json::Error| {
        format!("JSON that does not fit its type, at column {}", error.column())
    };
    Ok(Json(serde_json::from_slice(json).map_err(told)?))
}
