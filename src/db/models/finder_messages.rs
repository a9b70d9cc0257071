//! The records of what finders say.

use diesel::prelude::*;

use crate::db::encryption::Encrypted;
use crate::db::schema::finder_words;
use crate::domain::id::FinderMessageId;
use crate::domain::tag::TagCode;
use crate::domain::time::Time;

/// What a finder said of a companion; who they are is not asked (R20).
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = finder_words, treat_none_as_default_value = false)]
pub struct FinderMessage {
    /// The id.
    pub id: FinderMessageId,
    /// The tag that they read.
    pub tag: TagCode,
    /// What they said.
    #[diesel(serialize_as = Encrypted, deserialize_as = Encrypted)]
    pub word: String,
    /// When.
    #[diesel(column_name = left_at)]
    pub at: Time,
}
