//! Tag codes as text columns.

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;

use super::column_proxy;
use crate::domain::tag::TagCode;

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
        // The parser's message may quote the code, which must not be logged.
        Ok(Self::parse(&text).map_err(|_| "invalid tag code in a column")?)
    }
}
