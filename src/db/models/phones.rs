//! Phones that staff share, and the codes by which one is enrolled.

use diesel::prelude::*;

use crate::db::schema::{enrolments, phones};
use crate::domain::id::{PhoneId, StaffId};
use crate::domain::time::Time;

/// An enrolled phone; of its token only a SHA-256 is kept.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = phones, treat_none_as_default_value = false)]
pub struct Phone {
    /// The id.
    pub id: PhoneId,
    /// What the ward calls it.
    pub name: String,
    /// SHA-256 of the token in its cookie.
    pub token_hash: Vec<u8>,
    /// Who let it in.
    pub enrolled_by: StaffId,
    /// When.
    pub created_at: Time,
    /// When somebody last signed in on it.
    pub last_seen_at: Time,
    /// Since when it is a stranger again.
    pub revoked_at: Option<Time>,
}

/// A code that enrols one phone; only its SHA-256 is kept.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = enrolments)]
pub struct PhoneEnrolment {
    /// SHA-256 of the code.
    pub code_hash: Vec<u8>,
    /// What the phone is to be called.
    pub name: String,
    /// Who made it.
    pub made_by: StaffId,
    /// When.
    pub created_at: Time,
    /// When it is over.
    pub expires_at: Time,
}
