//! Messages of finders.

use diesel::prelude::*;

use crate::db::encryption::Encrypted;
use crate::db::schema::finder_messages;
use crate::domain::id::FinderMessageId;
use crate::domain::tag::TagCode;
use crate::domain::time::Time;

/// A message about a companion. Finders are not asked who they are (R20).
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = finder_messages, treat_none_as_default_value = false)]
pub struct FinderMessage {
    pub id: FinderMessageId,
    pub tag: TagCode,
    #[diesel(serialize_as = Encrypted, deserialize_as = Encrypted)]
    pub message: String,
    pub created_at: Time,
}
