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

use super::codec::card::{FaceJson, SignersJson};
use super::codec::receipt::CountsJson;
use super::codec::state::{HeldJson, StateJson};
use super::codec::step::ScreeningJson;
use super::schema::sql;
use crate::domain::account::person::{Role, Scope};
use crate::domain::alert::AlertKind;
use crate::domain::audit::{AuditAction, AuditActor};
use crate::domain::card::{CardContent, CardForm, Signers};
use crate::domain::companion::{Coat, Screening, Species};
use crate::domain::erasure::{ErasureCounts, ErasureReason};
use crate::domain::event::Topic;
use crate::domain::family::{FrozenFeed, Language, LinkScope, Relation};
use crate::domain::id::{
    AlertId, CardId, ChildId, CompanionId, ConsentId, EventId, FamilyLinkId, FinderMessageId,
    JourneyId, MoveId, OutboxEntryId, PhoneId, PhotoId, PlaceId, ReceiptId, ScanId, ServiceTokenId,
    StaffId, StepId, SubscriptionId, VisitId,
};
use crate::domain::journey::{JourneyState, JourneyStatus};
use crate::domain::photo::{Consenter, PhotoLocation, PhotoSize};
use crate::domain::place::{EntryPolicy, PlaceKind, Stage};
use crate::domain::string_enum::StringEnum;
use crate::domain::tag::{Material, TagCode, TagState};
use crate::domain::time::Time;
use crate::domain::visit::{HoldKind, VisitStatus};

/// Lets a type of the domain, which knows no SQL, stand in queries and rows.
macro_rules! column_proxy {
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
        column_proxy!(sql::Id: $id);

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

impl From<Uuid> for AnyId {
    fn from(uuid: Uuid) -> Self {
        Self(uuid)
    }
}

impl From<AnyId> for Uuid {
    fn from(id: AnyId) -> Self {
        id.0
    }
}

ids! {
    AnyId, AlertId, ChildId, CompanionId, EventId, FamilyLinkId, FinderMessageId, JourneyId, MoveId, PhoneId, PlaceId, ScanId,
    ServiceTokenId, StaffId, StepId, VisitId, OutboxEntryId, SubscriptionId,
    ConsentId, PhotoId, CardId, ReceiptId,
}

macro_rules! words {
    ($($word:ident),+ $(,)?) => {$(
        column_proxy!(Text: $word);

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
    AlertKind, Coat, EntryPolicy, HoldKind, Language, LinkScope, Material, PlaceKind, Relation, Role, Species,
    Stage, JourneyStatus, TagState, Topic, VisitStatus,
    Consenter, PhotoLocation, PhotoSize, CardForm, AuditAction, AuditActor, ErasureReason,
}

column_proxy!(Text: TagCode);

impl<DB> ToSql<Text, DB> for TagCode
where
    DB: Backend,
    str: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        <str as ToSql<Text, DB>>::to_sql(self.as_str(), out)
    }
}

impl<DB> FromSql<Text, DB> for TagCode
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

/// What a service token may do, in one column: separated by spaces, as in OAuth.
#[derive(Clone, Debug, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct Scopes(Vec<Scope>);

impl From<Vec<Scope>> for Scopes {
    fn from(scopes: Vec<Scope>) -> Self {
        Self(scopes)
    }
}

impl From<Scopes> for Vec<Scope> {
    fn from(scopes: Scopes) -> Self {
        scopes.0
    }
}

impl Scopes {
    fn written(&self) -> String {
        self.0.iter().map(|scope| scope.key()).collect::<Vec<_>>().join(" ")
    }
}

impl ToSql<Text, Sqlite> for Scopes {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.written());
        Ok(IsNull::No)
    }
}

impl ToSql<Text, Pg> for Scopes {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(self.written().as_bytes())?;
        Ok(IsNull::No)
    }
}

impl<DB> FromSql<Text, DB> for Scopes
where
    DB: Backend,
    String: FromSql<Text, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        let text = String::from_sql(value)?;
        let scopes: Option<Vec<_>> = text.split_whitespace().map(Scope::from_key).collect();
        Ok(Self(scopes.ok_or("an unknown word in a column of scopes")?))
    }
}

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

/// Lets a type of the domain, which knows no serde, rest as JSON by its mirror.
macro_rules! mirrored_struct {
    ($($domain:ident as $mirror:ident),+ $(,)?) => {$(
        column_proxy!(sql::Json: $domain);

        impl ToSql<sql::Json, Sqlite> for $domain {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
                out.set_value(serde_json::to_string(&$mirror::from(self))?);
                Ok(IsNull::No)
            }
        }

        impl ToSql<sql::Json, Pg> for $domain {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                out.write_all(&[JSONB_VERSION])?;
                serde_json::to_writer(out, &$mirror::from(self))?;
                Ok(IsNull::No)
            }
        }

        impl<DB> FromSql<sql::Json, DB> for $domain
        where
            DB: Backend,
            Json<$mirror>: FromSql<sql::Json, DB>,
        {
            fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
                Ok(Json::<$mirror>::from_sql(value)?.0.into())
            }
        }
    )+};
}

mirrored_struct! {
    Screening as ScreeningJson, JourneyState as StateJson, FrozenFeed as HeldJson, CardContent as FaceJson,
    Signers as SignersJson, ErasureCounts as CountsJson,
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

impl<T: DeserializeOwned> FromSql<sql::Json, Pg> for Json<T> {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        match value.as_bytes() {
            [JSONB_VERSION, json @ ..] => read_json(json),
            _ => Err("a version of jsonb that is not known".into()),
        }
    }
}

/// The parser's own words would quote the value, which may name a child, into the log.
fn read_json<T: DeserializeOwned>(json: &[u8]) -> deserialize::Result<Json<T>> {
    let told = |error: serde_json::Error| {
        format!("JSON that does not fit its type, at column {}", error.column())
    };
    Ok(Json(serde_json::from_slice(json).map_err(told)?))
}
