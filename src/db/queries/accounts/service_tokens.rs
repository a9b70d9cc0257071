//! Service tokens.

use diesel::prelude::*;

use super::super::Conn;
use crate::db::models::ServiceToken;
use crate::db::schema::service_tokens as tokens;
use crate::domain::id::ServiceTokenId;
use crate::domain::time::Time;

pub fn add_service_token(conn: &mut Conn, token: &ServiceToken) -> QueryResult<()> {
    diesel::insert_into(tokens::table).values(token.clone()).execute(conn).map(drop)
}

pub fn service_token(conn: &mut Conn, id: ServiceTokenId) -> QueryResult<Option<ServiceToken>> {
    tokens::table.find(id).first(conn).optional()
}

pub fn service_token_by_hash(conn: &mut Conn, hash: &[u8]) -> QueryResult<Option<ServiceToken>> {
    tokens::table.filter(tokens::token_hash.eq(hash)).first(conn).optional()
}

pub fn service_tokens_page(
    conn: &mut Conn,
    after: Option<ServiceTokenId>,
    limit: i64,
) -> QueryResult<Vec<ServiceToken>> {
    let mut query = tokens::table.order(tokens::id).limit(limit).into_boxed();
    if let Some(after) = after {
        query = query.filter(tokens::id.gt(after));
    }
    query.load(conn)
}

pub fn revoke_service_token(conn: &mut Conn, id: ServiceTokenId, now: Time) -> QueryResult<bool> {
    let active = tokens::table.find(id).filter(tokens::revoked_at.is_null());
    diesel::update(active).set(tokens::revoked_at.eq(now)).execute(conn).map(|rows| rows == 1)
}
