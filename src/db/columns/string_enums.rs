//! String enums as text columns, by their keys.

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;

use super::column_proxy;
use crate::domain::account::person::Role;
use crate::domain::alert::AlertKind;
use crate::domain::audit::{AuditAction, AuditActor};
use crate::domain::card::CardForm;
use crate::domain::companion::{Coat, Species};
use crate::domain::erasure::ErasureReason;
use crate::domain::event::Topic;
use crate::domain::family::{Language, LinkScope, Relation};
use crate::domain::journey::JourneyStatus;
use crate::domain::photo::{Consenter, PhotoLocation, PhotoSize};
use crate::domain::place::{EntryPolicy, PlaceKind, Stage};
use crate::domain::string_enum::StringEnum;
use crate::domain::tag::{Material, TagState};
use crate::domain::visit::{HoldKind, VisitStatus};

macro_rules! string_enum_columns {
    ($($name:ident),+ $(,)?) => {$(
        column_proxy!(Text: $name);

        impl<DB> ToSql<Text, DB> for $name
        where
            DB: Backend,
            str: ToSql<Text, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                <str as ToSql<Text, DB>>::to_sql(self.key(), out)
            }
        }

        impl<DB> FromSql<Text, DB> for $name
        where
            DB: Backend,
            String: FromSql<Text, DB>,
        {
            fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
                let key = String::from_sql(value)?;
                let unknown = || concat!("unknown value in a column of ", stringify!($name));
                Ok(Self::from_key(&key).ok_or_else(unknown)?)
            }
        }
    )+};
}

string_enum_columns! {
    AlertKind, Coat, EntryPolicy, HoldKind, Language, LinkScope, Material, PlaceKind, Relation, Role, Species,
    Stage, JourneyStatus, TagState, Topic, VisitStatus,
    Consenter, PhotoLocation, PhotoSize, CardForm, AuditAction, AuditActor, ErasureReason,
}
