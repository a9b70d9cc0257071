//! Tags.

use diesel::prelude::*;

use crate::db::encryption::MaybeEncrypted;
use crate::db::schema::tags;
use crate::domain::id::{CompanionId, StaffId};
use crate::domain::tag::{Material, TagCode, TagState};
use crate::domain::time::Time;

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable, AsChangeset)]
#[diesel(primary_key(code), table_name = tags, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Tag {
    pub code: TagCode,
    pub state: TagState,
    pub material: Material,
    pub companion_id: Option<CompanionId>,
    pub bound_at: Option<Time>,
    pub bound_by: Option<StaffId>,
    #[diesel(serialize_as = MaybeEncrypted, deserialize_as = MaybeEncrypted)]
    pub void_reason: Option<String>,
    pub created_by: StaffId,
    pub created_at: Time,
}
