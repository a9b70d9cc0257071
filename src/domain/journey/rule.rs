//! The keys of the site rules that can block a step.

use crate::domain::string_enum::string_enum;

string_enum! {
    pub enum Rule {
        /// A screening question is unanswered, which counts as yes (R1).
        ScreeningIncomplete = "screening_incomplete",
        /// The screening found a hazard that needs a decision (R1).
        ScreeningFlag = "screening_flag",
        /// Not known to be clean (R4, R5).
        CleanMissing = "clean_missing",
        /// The last cleaning has expired (R4).
        CleanExpired = "clean_expired",
        /// Not dressed as the site requires; a reminder only (R14).
        NotGowned = "not_gowned",
        /// Metal, or possible metal, in it or on it (R2, R3).
        ImagingMetal = "imaging_metal",
        /// The place's policy allows no companions (R6).
        PlaceProhibited = "place_prohibited",
        /// The child already has as many companions there as the site allows (R9).
        OneCompanionOnly = "one_companion_only",
        /// A piece that may contain latex, for a child with a latex precaution (R11).
        LatexItem = "latex_item",
        /// Pieces that were put on have not been taken off (R13).
        StillDressed = "still_dressed",
    }
}

impl Rule {
    /// What is said of a companion that does not meet it.
    pub(crate) const fn not_met(self) -> &'static str {
        match self {
            Self::ScreeningIncomplete => "not screened",
            Self::ScreeningFlag => "hazard found in screening",
            Self::CleanMissing => "not cleaned",
            Self::CleanExpired => "cleaned too long ago",
            Self::NotGowned => "not gowned",
            Self::ImagingMetal => "possible metal",
            Self::PlaceProhibited => "companions not allowed",
            Self::OneCompanionOnly => "another companion already there",
            Self::LatexItem => "may contain latex",
            Self::StillDressed => "still dressed",
        }
    }
}
