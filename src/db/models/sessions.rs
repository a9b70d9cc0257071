//! Sessions, service tokens and login attempts.

use diesel::prelude::*;

use crate::db::columns::Scopes;
use crate::db::schema::{service_tokens, sessions};
use crate::domain::account::person::Scope;
use crate::domain::id::{PhoneId, ServiceTokenId, StaffId};
use crate::domain::time::Time;

/// A session of a member of staff.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = sessions, treat_none_as_default_value = false)]
pub struct Session {
    pub token_hash: Vec<u8>,
    pub staff_id: StaffId,
    pub created_at: Time,
    pub last_seen_at: Time,
    pub expires_at: Time,
    pub ended_at: Option<Time>,
    pub phone_id: Option<PhoneId>,
    /// SHA-256 of the token with which its offline queue may be sent later.
    pub queue_hash: Option<Vec<u8>>,
}

/// Failed sign-ins of one username or address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoginAttempts {
    pub failures: i32,
    pub since: Time,
}

/// A token for another system.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = service_tokens, treat_none_as_default_value = false)]
pub struct ServiceToken {
    pub id: ServiceTokenId,
    pub name: String,
    pub token_hash: Vec<u8>,
    #[diesel(serialize_as = Scopes, deserialize_as = Scopes)]
    pub scopes: Vec<Scope>,
    pub created_by: StaffId,
    pub created_at: Time,
    pub revoked_at: Option<Time>,
}
