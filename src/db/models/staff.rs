//! The row of a member of staff.

use diesel::prelude::*;

use crate::db::schema::staff;
use crate::domain::account::person::Role;
use crate::domain::id::StaffId;
use crate::domain::time::Time;

/// A member of staff.
#[derive(Clone, PartialEq, Eq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = staff, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Staff {
    /// The id.
    pub id: StaffId,
    /// Lower case, unique.
    pub username: String,
    /// As colleagues call them.
    pub display_name: String,
    /// The role.
    pub role: Role,
    /// The password's argon2id hash in PHC form.
    pub password_hash: String,
    /// Since when they may not sign in.
    pub disabled_at: Option<Time>,
    /// Counts changes.
    pub revision: i64,
    /// When the record was made.
    pub created_at: Time,
    /// The PIN's argon2id hash; it opens nothing but on an enrolled phone.
    pub pin_hash: Option<String>,
    /// Who vouches for them, where their account is the hospital's.
    pub issuer: Option<String>,
    /// Whom that one means by them.
    pub subject: Option<String>,
}

impl Staff {
    /// What is kept of a password that nobody has set: no hash, which no password has.
    pub const NO_PASSWORD: &'static str = "";

    /// Whether they have a password; without one they cannot sign in.
    #[must_use]
    pub fn has_password(&self) -> bool {
        self.password_hash != Self::NO_PASSWORD
    }

    /// Whether their account is the hospital's: it has no password here, and never will.
    #[must_use]
    pub const fn is_hospitals(&self) -> bool {
        self.subject.is_some()
    }
}

impl std::fmt::Debug for Staff {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Staff")
            .field("id", &self.id)
            .field("role", &self.role)
            .finish_non_exhaustive()
    }
}
