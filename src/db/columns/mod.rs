//! The SQL representation of each domain type, so that queries and models can use them directly.

mod ids;
mod json;
mod scopes;
mod string_enums;
mod tag_code;
mod time;

pub use ids::AnyId;
pub use json::Json;
pub(crate) use scopes::Scopes;

/// Makes a domain type usable as an expression and a column of a SQL type.
macro_rules! column_proxy {
    ($sql:ty: $domain:ty) => {
        const _: () = {
            #[derive(AsExpression, FromSqlRow)]
            #[diesel(foreign_derive, sql_type = $sql)]
            #[expect(dead_code, reason = "the derives only use the type of the field")]
            struct Proxy($domain);
        };
    };
}
pub(super) use column_proxy;
