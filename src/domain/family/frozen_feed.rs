//! What a family keeps seeing while its updates are on hold (R36).

use super::feed::FamilyFeed;
use crate::domain::companion::{Coat, Species};
use crate::domain::passport::PassportStamp;

/// How a family recognises its companion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appearance {
    pub name: String,
    pub species: Species,
    pub coat: Coat,
}

/// Everything a family sees of a companion, as it was when the hold began (R36).
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct FrozenFeed {
    pub feed: FamilyFeed,
    /// None if it was not stored at that time, or was erased.
    pub appearance: Option<Appearance>,
    /// Whether a released card was visible.
    pub card_shown: bool,
    pub passport: Vec<PassportStamp>,
}
