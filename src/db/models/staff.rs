//! Members of staff.

use diesel::prelude::*;

use crate::db::schema::staff;
use crate::domain::account::person::Role;
use crate::domain::id::StaffId;
use crate::domain::time::Time;

/// A member of staff.
#[derive(Clone, PartialEq, Eq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = staff, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Staff {
    pub id: StaffId,
    /// Lower case, unique.
    pub username: String,
    pub display_name: String,
    pub role: Role,
    /// The argon2id hash in PHC format, or [`Self::NO_PASSWORD`].
    pub password_hash: String,
    pub disabled_at: Option<Time>,
    pub revision: i64,
    pub created_at: Time,
    /// The argon2id hash of the PIN, which is valid only on an enrolled phone.
    pub pin_hash: Option<String>,
    /// The issuer of the hospital account.
    pub issuer: Option<String>,
    /// The subject at that issuer.
    pub subject: Option<String>,
}

impl Staff {
    /// The stored value if there is no password. No hash is empty.
    pub const NO_PASSWORD: &'static str = "";

    #[must_use]
    pub fn has_password(&self) -> bool {
        self.password_hash != Self::NO_PASSWORD
    }

    /// Whether this is a hospital account, which never has a password here.
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
