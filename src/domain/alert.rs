//! Alert kinds, and the concerns that a journey's steps raise.

use super::id::StepId;
use super::string_enum::string_enum;
use super::time::Time;

string_enum! {
    pub enum AlertKind {
        /// The child has moved and nobody has scanned the companion there (R17).
        LeftBehind = "left_behind",
        /// Reported missing (R19).
        Missing = "missing",
        /// It entered a place it was not cleared for.
        UnclearedEntry = "uncleared_entry",
        /// It entered imaging with metal, or possible metal (R2, R3).
        ImagingHazard = "imaging_hazard",
        /// Its tag was read at two places within a shorter time than a walk takes (R27).
        CopiedTag = "copied_tag",
        /// A wash is due at its place (R6).
        RewashDue = "rewash_due",
        /// It left the operating room with pieces still on (R13).
        StillDressed = "still_dressed",
        /// A piece that may contain latex was put on, for a child with a latex precaution (R11).
        LatexItem = "latex_item",
    }
}

/// A reason for an alert that follows from the steps alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concern {
    pub kind: AlertKind,
    /// The step that raised it.
    pub cause: StepId,
    pub at: Time,
    /// Shown to staff.
    pub detail: String,
}
