//! The records of a family's links, and of who opened them as far as that is kept.

use diesel::prelude::*;

use crate::db::encryption::Encrypted;
use crate::db::schema::{family_links, link_openings};
use crate::domain::family::{Language, LinkScope, Relation};
use crate::domain::id::{FamilyLinkId, StaffId, VisitId};
use crate::domain::time::Time;

/// A family link; only its token's SHA-256 is kept.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = family_links, treat_none_as_default_value = false)]
pub struct FamilyLink {
    /// The id.
    pub id: FamilyLinkId,
    /// Of which visit.
    pub visit_id: VisitId,
    /// SHA-256 of the token.
    pub token_hash: Vec<u8>,
    /// Whom it is for.
    #[diesel(serialize_as = Encrypted, deserialize_as = Encrypted)]
    pub name: String,
    /// In which language.
    pub language: Language,
    /// What they may see.
    pub scope: LinkScope,
    /// How they stand to the child.
    pub relation: Relation,
    /// Who made it.
    pub created_by: StaffId,
    /// When.
    pub created_at: Time,
    /// When it was first opened.
    pub opened_at: Option<Time>,
    /// When it was revoked.
    pub revoked_at: Option<Time>,
    /// When it ends.
    pub expires_at: Option<Time>,
}

/// That a link was opened; one address counts once a minute.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = link_openings)]
pub struct LinkOpening {
    /// Which link.
    pub link_id: FamilyLinkId,
    /// The minute in which it was.
    pub minute: Time,
    /// Of the address, under the link's own token.
    pub address_hash: Vec<u8>,
}
