//! Places: their kinds, their policies and the stage a companion is in there.

use super::id::PlaceId;
use super::string_enum::string_enum;

string_enum! {
    /// What kind of place it is.
    pub enum PlaceKind {
        /// Registration.
        CheckIn = "check_in",
        /// Pre-operative holding.
        PreOp = "pre_op",
        /// Operating room.
        OperatingRoom = "operating_room",
        /// Imaging, MRI among it.
        Imaging = "imaging",
        /// Recovery (PACU).
        Recovery = "recovery",
        /// Intensive care.
        IntensiveCare = "intensive_care",
        /// Ward.
        Ward = "ward",
        /// Laundry.
        Laundry = "laundry",
        /// Lost property.
        LostProperty = "lost_property",
        /// Any other place.
        Other = "other",
    }
}

string_enum! {
    /// Where a companion is on its way, from the kind of its last confirmed place.
    pub enum Stage {
        /// Arrived.
        CheckedIn = "checked_in",
        /// In pre-operative holding.
        PreOp = "pre_op",
        /// In the operating room.
        OperatingRoom = "operating_room",
        /// In imaging.
        Imaging = "imaging",
        /// In recovery.
        Recovery = "recovery",
        /// In intensive care.
        IntensiveCare = "intensive_care",
        /// On the ward.
        Ward = "ward",
        /// Gone home.
        Home = "home",
    }
}

impl PlaceKind {
    /// The stage a companion enters here; laundry, lost property and other places keep the one before.
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
    #[must_use]
    pub const fn is_apart(self) -> bool {
        matches!(self, Self::Laundry | Self::LostProperty)
    }

    /// Whether days here make a companion unclean again (R5).
    #[must_use]
    pub const fn is_on_ward(self) -> bool {
        matches!(self, Self::Ward | Self::IntensiveCare)
    }
}

string_enum! {
    /// Who may enter (R6).
    pub enum EntryPolicy {
        /// Any companion.
        Allowed = "allowed",
        /// One that is cleared for this kind of place.
        IfCleared = "if_cleared",
        /// None.
        Prohibited = "prohibited",
    }
}

/// As many hours as may lie between two washes: a year.
pub const MAX_REWASH_HOURS: u32 = 8760;

/// A place's policy, kept as data (R6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlacePolicy {
    /// Who may enter.
    pub entry: EntryPolicy,
    /// How many hours after a wash the next one is due while here; none where it never is.
    pub rewash_hours: Option<u32>,
    /// Whether it is an isolation room: entering makes unclean, and leaving is restricted (R5, R7).
    pub isolation: bool,
}

impl PlacePolicy {
    /// The policy a place starts with: an operating room and imaging want clearance, others do not.
    #[must_use]
    pub const fn default_for(kind: PlaceKind) -> Self {
        let entry = match kind {
            PlaceKind::OperatingRoom | PlaceKind::Imaging => EntryPolicy::IfCleared,
            _ => EntryPolicy::Allowed,
        };
        Self { entry, rewash_hours: None, isolation: false }
    }
}

/// A place as it was when a step was made there: later changes of its policy do not rewrite history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlaceSnapshot {
    /// Which place.
    pub id: PlaceId,
    /// Its kind then.
    pub kind: PlaceKind,
    /// Its policy then.
    pub policy: PlacePolicy,
}
