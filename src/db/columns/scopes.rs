//! The scopes of a service token as one text column.

use std::io::Write as _;

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::Pg;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::Text;
use diesel::sqlite::Sqlite;

use crate::domain::account::person::Scope;
use crate::domain::string_enum::StringEnum as _;

/// The scopes of a service token in one column, separated by spaces as in OAuth.
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
    fn joined(&self) -> String {
        self.0.iter().map(|scope| scope.key()).collect::<Vec<_>>().join(" ")
    }
}

impl ToSql<Text, Sqlite> for Scopes {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.joined());
        Ok(IsNull::No)
    }
}

impl ToSql<Text, Pg> for Scopes {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(self.joined().as_bytes())?;
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
        Ok(Self(scopes.ok_or("unknown scope in a column")?))
    }
}
