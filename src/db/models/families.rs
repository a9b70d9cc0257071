//! Family links and their openings.

use diesel::prelude::*;

use crate::db::encryption::Encrypted;
use crate::db::schema::{family_links, link_openings};
use crate::domain::family::{Language, LinkScope, Relation};
use crate::domain::id::{FamilyLinkId, StaffId, VisitId};
use crate::domain::time::Time;

/// A family link.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = family_links, treat_none_as_default_value = false)]
pub struct FamilyLink {
    pub id: FamilyLinkId,
    pub visit_id: VisitId,
    pub token_hash: Vec<u8>,
    #[diesel(serialize_as = Encrypted, deserialize_as = Encrypted)]
    pub name: String,
    pub language: Language,
    pub scope: LinkScope,
    pub relation: Relation,
    pub created_by: StaffId,
    pub created_at: Time,
    pub opened_at: Option<Time>,
    pub revoked_at: Option<Time>,
    pub expires_at: Option<Time>,
}

/// An opening of a link; one address counts once a minute.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = link_openings)]
pub struct LinkOpening {
    pub link_id: FamilyLinkId,
    pub minute: Time,
    /// A hash of the address and the link's token.
    pub address_hash: Vec<u8>,
}
