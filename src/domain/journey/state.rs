//! The state of a journey.

use std::collections::BTreeMap;

use super::action::{HolderKind, Outcome};
use super::cleanliness::Cleanliness;
use crate::domain::alert::Concern;
use crate::domain::companion::Screening;
use crate::domain::family::feed::FamilyFeed;
use crate::domain::id::{PlaceId, StaffId, StepId};
use crate::domain::outfit::{Item, Outfit, Worn};
use crate::domain::place::{PlaceSnapshot, Stage};
use crate::domain::site_rules::RulesSnapshot;
use crate::domain::string_enum::string_enum;
use crate::domain::tag::TagCode;
use crate::domain::time::Time;

string_enum! {
    pub enum JourneyStatus {
        /// Under way.
        Open = "open",
        /// The companion is back with its child.
        Reunited = "reunited",
        Closed = "closed",
    }
}

/// Who has the companion: exactly one holder at any time (R15).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    pub kind: HolderKind,
    /// The name given at the handover.
    pub name: Option<String>,
    /// The member of staff who took it, if no name was given.
    pub staff: Option<StaffId>,
    pub since: Time,
    /// The step that says so; none before the first.
    pub source: Option<StepId>,
}

/// The last confirmed place, with its source (R15).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whereabouts {
    /// The place as it was then.
    pub place: PlaceSnapshot,
    /// Where it rests, in an operating room.
    pub resting_place: Option<String>,
    pub since: Time,
    pub source: StepId,
}

/// The last place at which a tag was read, to detect a copied tag (R27).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TagReading {
    pub tag: TagCode,
    pub place: PlaceId,
    pub at: Time,
}

/// Everything that follows from a journey's steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JourneyState {
    /// The site rules at check-in. They apply to the whole journey.
    pub rules: RulesSnapshot,
    pub status: JourneyStatus,
    pub outcome: Option<Outcome>,
    pub stage: Stage,
    pub whereabouts: Option<Whereabouts>,
    pub last_seen_at: Option<Time>,
    pub holder: Holder,
    /// What it wears now.
    pub outfit: BTreeMap<Item, Worn>,
    /// What it has worn during this journey.
    pub ever_worn: Outfit,
    pub screening: Screening,
    pub cleanliness: Cleanliness,
    pub missing_since: Option<Time>,
    /// Whether it will not come along to the operating room (R8).
    pub declined: bool,
    pub last_reading: Option<TagReading>,
    /// Oldest first.
    pub concerns: Vec<Concern>,
    pub feed: FamilyFeed,
    /// When the latest late step was recorded. What the family read before did not include it.
    pub late_recorded_at: Option<Time>,
    /// The order key of the last step, voided or not.
    pub last_step: Option<(Time, StepId)>,
}

impl JourneyState {
    /// A journey without steps.
    #[must_use]
    pub fn new(rules: RulesSnapshot) -> Self {
        Self {
            rules,
            status: JourneyStatus::Open,
            outcome: None,
            stage: Stage::CheckedIn,
            whereabouts: None,
            last_seen_at: None,
            holder: Holder {
                kind: HolderKind::Child,
                name: None,
                staff: None,
                since: Time::from_millis(0),
                source: None,
            },
            outfit: BTreeMap::new(),
            ever_worn: Outfit::new(),
            screening: Screening::UNKNOWN,
            cleanliness: Cleanliness::default(),
            missing_since: None,
            declined: false,
            last_reading: None,
            concerns: Vec::new(),
            feed: FamilyFeed::default(),
            late_recorded_at: None,
            last_step: None,
        }
    }
}
