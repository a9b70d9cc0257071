//! Shared phones and their enrolments.

use diesel::prelude::*;

use crate::db::schema::{enrolments, phones};
use crate::domain::id::{PhoneId, StaffId};
use crate::domain::time::Time;

/// An enrolled phone.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = phones, treat_none_as_default_value = false)]
pub struct Phone {
    pub id: PhoneId,
    pub name: String,
    /// SHA-256 of the token in its cookie.
    pub token_hash: Vec<u8>,
    pub enrolled_by: StaffId,
    pub created_at: Time,
    pub last_seen_at: Time,
    pub revoked_at: Option<Time>,
}

/// A code that enrols one phone.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = enrolments)]
pub struct PhoneEnrolment {
    /// SHA-256 of the code.
    pub code_hash: Vec<u8>,
    /// The name of the phone.
    pub name: String,
    pub made_by: StaffId,
    pub created_at: Time,
    pub expires_at: Time,
}
