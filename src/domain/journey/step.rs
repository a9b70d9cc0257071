//! A step: one thing that happened to a companion, kept for ever.

use std::collections::BTreeSet;

use super::clearance::Rule;
use crate::domain::companion::{Screening, ScreeningAnswer, ScreeningQuestion};
use crate::domain::id::{JourneyId, ScanId, StaffId, StepId};
use crate::domain::outfit::{Item, Worn};
use crate::domain::place::PlaceSnapshot;
use crate::domain::site_rules::RulesSnapshot;
use crate::domain::string_enum::string_enum;
use crate::domain::tag::TagCode;
use crate::domain::time::Time;

string_enum! {
    /// How it was cleaned. The word is never "sterile" (R4).
    pub enum Method {
        /// Washed and dried.
        Wash = "wash",
        /// A hot dryer.
        Dryer = "dryer",
        /// Wiped.
        Wipe = "wipe",
    }
}

string_enum! {
    /// Who says that it was cleaned.
    pub enum CleaningAttester {
        /// The family, at home.
        Family = "family",
        /// A member of staff.
        Staff = "staff",
    }
}

string_enum! {
    /// Why it is no longer clean (R5).
    pub enum Soiling {
        /// It fell.
        Dropped = "dropped",
        /// Something was spilt on it.
        Spill = "spill",
        /// It was in isolation.
        Isolation = "isolation",
    }
}

string_enum! {
    /// Who has the companion (R15).
    pub enum HolderKind {
        /// The child.
        Child = "child",
        /// A guardian.
        Guardian = "guardian",
        /// A member of staff.
        Staff = "staff",
        /// Nobody; it was left at its place.
        Place = "place",
        /// Nobody knows.
        NobodyKnown = "nobody_known",
    }
}

string_enum! {
    /// What is done instead when a companion may not come along (R8).
    pub enum Alternative {
        /// It waits with a guardian.
        WithGuardian = "with_guardian",
        /// The child gets another friend, to keep.
        Loaner = "loaner",
        /// A picture of it comes along.
        Photo = "photo",
        /// Nothing.
        None = "none",
    }
}

string_enum! {
    /// How a journey ends.
    pub enum Outcome {
        /// It went home with the child.
        WithChild = "with_child",
        /// It went home with a guardian.
        WithGuardian = "with_guardian",
        /// It will be sent by post.
        ToBePosted = "to_be_posted",
        /// It is lost; the search goes on.
        Lost = "lost",
        /// It was thrown away, as isolation may demand, with the guardian's agreement (R7).
        Discarded = "discarded",
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepPayload {
    /// The journey began.
    CheckedIn {
        /// Where; none where nobody said.
        place: Option<PlaceSnapshot>,
        /// What was known of the companion.
        screening: Screening,
        /// Whether the child is in isolation, and the companion with it.
        isolation: bool,
        /// The rules this journey is judged by.
        rules: RulesSnapshot,
    },
    /// The tag was read, and nothing else.
    Sighted,
    /// It came to a place.
    Moved {
        /// Where to.
        place: PlaceSnapshot,
        /// In an operating room: where it rests (R12).
        resting_place: Option<String>,
    },
    /// Something was put on.
    Dressed {
        /// What.
        items: Vec<Worn>,
        /// Whether the child's latex precaution was on then (R11).
        latex_precaution: bool,
    },
    /// Something was taken off.
    Undressed {
        /// What.
        items: Vec<Item>,
    },
    /// Questions of the screening were answered.
    Screened {
        /// Which, and how.
        answers: Vec<(ScreeningQuestion, ScreeningAnswer)>,
    },
    /// It was cleaned (R4).
    Cleaned {
        /// How.
        method: Method,
        /// Whether it was sealed in a bag afterwards.
        bagged: bool,
        /// Who says so.
        attested_by: CleaningAttester,
    },
    /// It is clean no more (R5).
    Soiled {
        /// Why.
        cause: Soiling,
    },
    /// It passed from one holder to another (R16).
    HandedOver {
        /// To whom.
        to: HolderKind,
        /// Their name, where one was said.
        name: Option<String>,
    },
    /// Nobody knows where it is.
    ReportedMissing,
    /// It was found.
    Found {
        /// Where; none where nobody said.
        place: Option<PlaceSnapshot>,
    },
    /// It may not come along, which is a normal outcome (R8).
    Declined {
        /// Why.
        reason: String,
        /// What is done instead.
        alternative: Alternative,
    },
    /// It is back with its child.
    Reunited {
        /// Whether with a guardian rather than the child.
        with_guardian: bool,
    },
    /// The journey is over.
    Closed {
        /// How it ended.
        outcome: Outcome,
        /// Whether the guardian agreed; wanted where it is discarded (R7).
        guardian_agreed: bool,
    },
    /// A remark.
    Noted {
        /// The remark.
        text: String,
    },
    /// An earlier step never happened.
    Voided {
        /// Which step.
        step: StepId,
        /// Why.
        reason: String,
    },
}

impl StepPayload {
    /// The key of the kind, as the contract writes it.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::CheckedIn { .. } => "checked_in",
            Self::Sighted => "sighted",
            Self::Moved { .. } => "moved",
            Self::Dressed { .. } => "dressed",
            Self::Undressed { .. } => "undressed",
            Self::Screened { .. } => "screened",
            Self::Cleaned { .. } => "cleaned",
            Self::Soiled { .. } => "soiled",
            Self::HandedOver { .. } => "handed_over",
            Self::ReportedMissing => "reported_missing",
            Self::Found { .. } => "found",
            Self::Declined { .. } => "declined",
            Self::Reunited { .. } => "reunited",
            Self::Closed { .. } => "closed",
            Self::Noted { .. } => "noted",
            Self::Voided { .. } => "voided",
        }
    }

    /// The step that this one takes back.
    #[must_use]
    pub const fn voids(&self) -> Option<StepId> {
        match self {
            Self::Voided { step, .. } => Some(*step),
            _ => None,
        }
    }

    /// Whether somebody had the companion before them when this happened.
    #[must_use]
    pub const fn is_presence(&self) -> bool {
        !matches!(
            self,
            Self::ReportedMissing
                | Self::Screened { .. }
                | Self::Declined { .. }
                | Self::Closed { .. }
                | Self::Noted { .. }
                | Self::Voided { .. }
        )
    }
}

impl StepPayload {
    /// Whether a family may take this for a word about their friend.
    #[must_use]
    pub const fn updates_family(&self) -> bool {
        !matches!(
            self,
            Self::ReportedMissing
                | Self::Screened { .. }
                | Self::Declined { .. }
                | Self::Noted { .. }
                | Self::Voided { .. }
        )
    }
}

/// A blocker set aside, by whom the step names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// Which rules.
    pub rules: BTreeSet<Rule>,
    /// Why.
    pub reason: String,
    /// Whether the hand-held magnet test was done; wanted for imaging (R2).
    pub hand_magnet_test: bool,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Which step.
    pub id: StepId,
    /// Of which journey.
    pub journey: JourneyId,
    /// By which scan; none when it was told without one.
    pub scan: Option<ScanId>,
    /// What happened.
    pub what: StepPayload,
    /// When it happened.
    pub occurred_at: Time,
    /// When it was kept.
    pub recorded_at: Time,
    /// Whether more than the site's limit lay between the two (R29).
    pub late: bool,
    /// Who says so (R31).
    pub by: StaffId,
    /// Who confirmed it, without a scan (R16).
    pub witness: Option<StaffId>,
    /// The tag that was read.
    pub tag: Option<TagCode>,
    /// What was set aside for it.
    pub overrode: Option<Override>,
}

impl Step {
    /// What the fold is ordered by.
    #[must_use]
    pub const fn order(&self) -> (Time, StepId) {
        (self.occurred_at, self.id)
    }
}
