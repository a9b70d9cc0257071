//! Children and companions.

use diesel::prelude::*;

use crate::db::encryption::{Encrypted, MaybeEncrypted};
use crate::db::schema::{children, companions};
use crate::domain::companion::{Coat, Screening, Species};
use crate::domain::family::Appearance;
use crate::domain::id::{ChildId, CompanionId};
use crate::domain::time::Time;

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = children, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Child {
    pub id: ChildId,
    /// What the child is called here; not the real name.
    #[diesel(serialize_as = Encrypted, deserialize_as = Encrypted)]
    pub alias: String,
    /// The hospital's own id of the patient.
    #[diesel(serialize_as = MaybeEncrypted, deserialize_as = MaybeEncrypted)]
    pub patient_ref: Option<String>,
    /// Under 12 months old (R10).
    pub infant: bool,
    /// Must not have contact with latex (R11).
    pub latex: bool,
    /// In isolation (R5, R7).
    pub isolation: bool,
    /// In protective isolation.
    pub protected: bool,
    pub revision: i64,
    pub created_at: Time,
    /// When the identifying data was removed.
    pub purged_at: Option<Time>,
}

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = companions, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Companion {
    pub id: CompanionId,
    /// Never changes: a soft toy belongs to a single patient (R8).
    pub child_id: ChildId,
    pub name: String,
    pub species: Species,
    #[diesel(serialize_as = MaybeEncrypted, deserialize_as = MaybeEncrypted)]
    pub description: Option<String>,
    pub screening: Screening,
    pub revision: i64,
    pub created_at: Time,
    /// The chosen colour; `None` is the species' default.
    pub coat: Option<Coat>,
}

impl Companion {
    /// The chosen coat or the default of its species.
    #[must_use]
    pub const fn drawn_in(&self) -> Coat {
        Coat::resolve(self.species, self.coat)
    }

    #[must_use]
    pub fn appearance(&self) -> Appearance {
        Appearance { name: self.name.clone(), species: self.species, coat: self.drawn_in() }
    }
}
