//! A step: one thing that happened to a companion. Steps are never changed or deleted.

use std::collections::BTreeSet;

use super::rule::Rule;
use crate::domain::companion::{Screening, ScreeningAnswer, ScreeningQuestion};
use crate::domain::id::{JourneyId, ScanId, StaffId, StepId};
use crate::domain::outfit::{Item, Worn};
use crate::domain::place::PlaceSnapshot;
use crate::domain::site_rules::RulesSnapshot;
use crate::domain::string_enum::string_enum;
use crate::domain::tag::TagCode;
use crate::domain::time::Time;

string_enum! {
    /// How a companion was cleaned. No text ever calls it "sterile" (R4).
    pub enum CleaningMethod {
        /// Washed and dried.
        Wash = "wash",
        /// A hot dryer.
        Dryer = "dryer",
        Wipe = "wipe",
    }
}

string_enum! {
    /// Who attests a cleaning.
    pub enum CleaningAttester {
        /// The family, at home.
        Family = "family",
        Staff = "staff",
    }
}

string_enum! {
    /// Why it is no longer clean (R5).
    pub enum Soiling {
        Dropped = "dropped",
        Spill = "spill",
        /// It was in isolation.
        Isolation = "isolation",
    }
}

string_enum! {
    /// Who has the companion (R15).
    pub enum HolderKind {
        Child = "child",
        Guardian = "guardian",
        Staff = "staff",
        /// It was left at its place.
        Place = "place",
        /// Reported missing, or lost.
        NobodyKnown = "nobody_known",
    }
}

string_enum! {
    /// What is done instead if a companion may not come along (R8).
    pub enum Alternative {
        WithGuardian = "with_guardian",
        /// The child gets another companion, to keep.
        Loaner = "loaner",
        /// A picture of it comes along.
        Photo = "photo",
        None = "none",
    }
}

string_enum! {
    /// How a journey ends.
    pub enum Outcome {
        WithChild = "with_child",
        WithGuardian = "with_guardian",
        ToBePosted = "to_be_posted",
        /// It is lost; the search goes on.
        Lost = "lost",
        /// It was thrown away with the guardian's agreement, as isolation may require (R7).
        Discarded = "discarded",
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepPayload {
    CheckedIn {
        /// None if nobody recorded it.
        place: Option<PlaceSnapshot>,
        screening: Screening,
        /// Whether the child, and so the companion, comes from isolation.
        isolation: bool,
        /// The rules that apply to the whole journey.
        rules: RulesSnapshot,
    },
    /// The tag was read, and nothing else happened.
    Sighted,
    Moved {
        place: PlaceSnapshot,
        /// Where it rests in an operating room (R12).
        resting_place: Option<String>,
    },
    Dressed {
        items: Vec<Worn>,
        /// Whether the child had a latex precaution at that time (R11).
        latex_precaution: bool,
    },
    Undressed {
        items: Vec<Item>,
    },
    Screened {
        answers: Vec<(ScreeningQuestion, ScreeningAnswer)>,
    },
    Cleaned {
        method: CleaningMethod,
        /// Whether it was sealed in a bag afterwards.
        bagged: bool,
        attested_by: CleaningAttester,
    },
    Soiled {
        cause: Soiling,
    },
    /// It passed to another holder (R16).
    HandedOver {
        to: HolderKind,
        name: Option<String>,
    },
    ReportedMissing,
    Found {
        /// None if nobody recorded it.
        place: Option<PlaceSnapshot>,
    },
    /// It may not come along, which is a normal outcome (R8).
    Declined {
        reason: String,
        alternative: Alternative,
    },
    Reunited {
        /// Whether it is with a guardian rather than with the child.
        with_guardian: bool,
    },
    Closed {
        outcome: Outcome,
        /// Required to discard it (R7).
        guardian_agreed: bool,
    },
    Noted {
        text: String,
    },
    /// An earlier step never happened.
    Voided {
        step: StepId,
        reason: String,
    },
}

impl StepPayload {
    /// The key of the kind in the API.
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

    /// The step that this one voids.
    #[must_use]
    pub const fn voids(&self) -> Option<StepId> {
        match self {
            Self::Voided { step, .. } => Some(*step),
            _ => None,
        }
    }

    /// Whether somebody had the companion in front of them when this happened.
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

    /// Whether this counts as an update on the family page.
    pub(crate) const fn updates_family(&self) -> bool {
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

/// Blockers that the author of a step has overridden.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    pub rules: BTreeSet<Rule>,
    pub reason: String,
    /// Whether the hand-held magnet test was done; required for imaging (R2).
    pub hand_magnet_test: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub id: StepId,
    pub journey: JourneyId,
    /// None if it was recorded without a scan.
    pub scan: Option<ScanId>,
    pub payload: StepPayload,
    pub occurred_at: Time,
    pub recorded_at: Time,
    /// Whether it was recorded later than the site's limit after it happened (R29).
    pub late: bool,
    /// Who recorded it (R31).
    pub by: StaffId,
    /// Who confirmed it, without a scan (R16).
    pub witness: Option<StaffId>,
    /// The tag that was read.
    pub tag: Option<TagCode>,
    pub overrode: Option<Override>,
}

impl Step {
    /// The key by which the steps of a journey are ordered.
    #[must_use]
    pub const fn order(&self) -> (Time, StepId) {
        (self.occurred_at, self.id)
    }
}
