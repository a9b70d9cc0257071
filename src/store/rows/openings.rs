//! The records of who opened a family's link, as far as that is kept.

use diesel::prelude::*;

use crate::domain::id::FamilyLinkId;
use crate::domain::time::Time;
use crate::store::schema::family_openings;

/// That a link was opened; one address counts once a minute.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = family_openings)]
pub struct Opening {
    /// Which link.
    pub link_id: FamilyLinkId,
    /// The minute in which it was.
    pub minute: Time,
    /// Of the address, under the link's own token.
    pub address_hash: Vec<u8>,
}
