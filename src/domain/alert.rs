//! Alerts: what wants looking into, and which of them follow from the steps alone.

use super::id::StepId;
use super::string_enum::string_enum;
use super::time::Time;

string_enum! {
    /// What is amiss.
    pub enum AlertKind {
        /// The child has moved and nobody scanned the companion there (R17).
        LeftBehind = "left_behind",
        /// Nobody knows where it is (R19).
        Missing = "missing",
        /// It entered a place it was not cleared for.
        UnclearedEntry = "uncleared_entry",
        /// It entered imaging with metal, or perhaps metal (R2, R3).
        ImagingHazard = "imaging_hazard",
        /// Its tag was read at two places too soon after each other (R27).
        CopiedTag = "copied_tag",
        /// A wash is due where it is (R6).
        RewashDue = "rewash_due",
        /// It left the operating room with pieces still on (R13).
        StillDressed = "still_dressed",
        /// A piece that may hold latex was put on, for a child with a latex precaution (R11).
        LatexItem = "latex_item",
    }
}

/// A reason for an alert that a step gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concern {
    /// What is amiss.
    pub kind: AlertKind,
    /// Since which step.
    pub cause: StepId,
    /// When that happened.
    pub at: Time,
    /// What exactly, in plain words.
    pub detail: String,
}
