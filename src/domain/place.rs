//! Places: their kinds, their policies and the journey stage they stand for.

use super::id::PlaceId;
use super::string_enum::string_enum;

string_enum! {
    pub enum PlaceKind {
        /// Registration.
        CheckIn = "check_in",
        /// Pre-operative holding.
        PreOp = "pre_op",
        OperatingRoom = "operating_room",
        /// Imaging, including MRI.
        Imaging = "imaging",
        /// Recovery (PACU).
        Recovery = "recovery",
        IntensiveCare = "intensive_care",
        Ward = "ward",
        Laundry = "laundry",
        LostProperty = "lost_property",
        Other = "other",
    }
}

string_enum! {
    /// How far a companion has come, from the kind of its last confirmed place.
    pub enum Stage {
        CheckedIn = "checked_in",
        PreOp = "pre_op",
        OperatingRoom = "operating_room",
        Imaging = "imaging",
        Recovery = "recovery",
        IntensiveCare = "intensive_care",
        Ward = "ward",
        Home = "home",
    }
}

impl PlaceKind {
    /// The stage that begins here. Laundry, lost property and other places leave the stage as it was.
    #[must_use]
    pub const fn stage(self) -> Option<Stage> {
        match self {
            Self::CheckIn => Some(Stage::CheckedIn),
            Self::PreOp => Some(Stage::PreOp),
            Self::OperatingRoom => Some(Stage::OperatingRoom),
            Self::Imaging => Some(Stage::Imaging),
            Self::Recovery => Some(Stage::Recovery),
            Self::IntensiveCare => Some(Stage::IntensiveCare),
            Self::Ward => Some(Stage::Ward),
            Self::Laundry | Self::LostProperty | Self::Other => None,
        }
    }

    /// Whether a companion is here without its child.
    pub(crate) const fn is_apart(self) -> bool {
        matches!(self, Self::Laundry | Self::LostProperty)
    }

    /// Whether days here make a companion unclean again (R5).
    pub(crate) const fn is_on_ward(self) -> bool {
        matches!(self, Self::Ward | Self::IntensiveCare)
    }
}

string_enum! {
    /// Which companions may enter (R6).
    pub enum EntryPolicy {
        Allowed = "allowed",
        /// Those that are cleared for this kind of place.
        IfCleared = "if_cleared",
        Prohibited = "prohibited",
    }
}

/// The longest interval between two washes: a year.
pub(crate) const MAX_REWASH_HOURS: u32 = 8760;

/// A place's policy (R6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlacePolicy {
    pub entry: EntryPolicy,
    /// Hours from one wash to the next while here; none if no further wash is ever due.
    pub rewash_hours: Option<u32>,
    /// Whether it is an isolation room: entering makes a companion unclean, and leaving is restricted (R5, R7).
    pub isolation: bool,
}

impl PlacePolicy {
    /// A new place's policy: operating rooms and imaging require clearance, other places do not.
    #[must_use]
    pub const fn default_for(kind: PlaceKind) -> Self {
        let entry = match kind {
            PlaceKind::OperatingRoom | PlaceKind::Imaging => EntryPolicy::IfCleared,
            _ => EntryPolicy::Allowed,
        };
        Self { entry, rewash_hours: None, isolation: false }
    }
}

/// A place as it was at the time of a step. Later changes to the place do not change the past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlaceSnapshot {
    pub id: PlaceId,
    pub kind: PlaceKind,
    pub policy: PlacePolicy,
}
