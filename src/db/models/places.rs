//! Places.

use crate::domain::id::PlaceId;
use crate::domain::place::{PlaceKind, PlacePolicy};
use crate::domain::tag::TagCode;
use crate::domain::time::Time;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub id: PlaceId,
    /// Never shown to a family.
    pub name: String,
    pub kind: PlaceKind,
    pub policy: PlacePolicy,
    /// The code on its poster.
    pub code: TagCode,
    pub active: bool,
    pub revision: i64,
    pub created_at: Time,
}
