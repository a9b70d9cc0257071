//! Idempotency records.

use diesel::prelude::*;

use crate::db::schema::idempotency_records;
use crate::domain::time::Time;

/// The response to a request with an Idempotency-Key, for repeated requests.
#[derive(Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = idempotency_records, treat_none_as_default_value = false)]
pub struct IdempotencyRecord {
    pub caller: String,
    /// SHA-256 of the idempotency key.
    pub key_hash: Vec<u8>,
    /// SHA-256 of the request.
    pub fingerprint: Vec<u8>,
    /// Encrypted with a key derived from the idempotency key.
    pub encrypted_response: Vec<u8>,
    pub created_at: Time,
}
