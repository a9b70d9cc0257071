//! Ids as columns: `uuid` on PostgreSQL, 16 bytes on SQLite.

use std::io::Write as _;

use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sqlite::{Sqlite, SqliteValue};
use uuid::Uuid;

use super::column_proxy;
use crate::db::schema::sql;
use crate::domain::id::{
    AlertId, CardId, ChildId, CompanionId, ConsentId, EventId, FamilyLinkId, FinderMessageId,
    JourneyId, MoveId, OutboxEntryId, PhoneId, PhotoId, PlaceId, ReceiptId, ScanId, ServiceTokenId,
    StaffId, StepId, SubscriptionId, VisitId,
};

macro_rules! id_columns {
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

/// An id of one of several kinds, such as the cause of an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AnyId(Uuid);

impl AnyId {
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self(uuid)
    }

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

id_columns! {
    AnyId, AlertId, ChildId, CompanionId, EventId, FamilyLinkId, FinderMessageId, JourneyId, MoveId, PhoneId, PlaceId, ScanId,
    ServiceTokenId, StaffId, StepId, VisitId, OutboxEntryId, SubscriptionId,
    ConsentId, PhotoId, CardId, ReceiptId,
}
