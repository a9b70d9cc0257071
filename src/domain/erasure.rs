//! Erasing: of a child whose traces were removed a receipt is left, that counts what went and what stayed.

use std::collections::BTreeMap;

use super::id::{ChildId, ReceiptId, StaffId};
use super::string_enum::string_enum;
use super::time::Time;

string_enum! {
    /// On what occasion a child's traces were removed.
    pub enum ErasureReason {
        /// Somebody asked for it.
        Request = "request",
        /// The time was over for which they are kept.
        Retention = "retention",
    }
}

string_enum! {
    /// What is counted on a receipt.
    pub enum ErasureCategory {
        /// What the child and its companions were called.
        Names = "names",
        /// The hospital's own key for the child.
        References = "references",
        /// What somebody wrote in words: notes, reasons, descriptions.
        FreeText = "words",
        /// First answers to scans, in which the child was named.
        ScanResponses = "answers",
        /// Family links, revoked and without their names.
        FamilyLinks = "family_links",
        /// Photos.
        Photos = "photos",
        /// The team's cards.
        Cards = "cards",
        /// Visits.
        Visits = "visits",
        /// Moves of the child.
        Moves = "moves",
        /// Journeys.
        Journeys = "journeys",
        /// Steps, without their words.
        Steps = "steps",
        /// Scans.
        Scans = "scans",
        /// Alerts.
        Alerts = "alerts",
    }
}

/// How many there are of each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErasureCounts(pub BTreeMap<ErasureCategory, i64>);

/// What is left of a child whose traces were removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErasureReceipt {
    /// What its family may know it by.
    pub id: ReceiptId,
    /// Which child it was.
    pub child: ChildId,
    /// On what occasion.
    pub reason: ErasureReason,
    /// Who removed them; none where the house did by itself.
    pub by: Option<StaffId>,
    /// When.
    pub at: Time,
    /// What went.
    pub removed: ErasureCounts,
    /// What stayed, and names nobody.
    pub kept: ErasureCounts,
}
