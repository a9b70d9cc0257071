//! Erasure of a child's data: the receipt counts what was removed and what was retained.

use std::collections::BTreeMap;

use super::id::{ChildId, ReceiptId, StaffId};
use super::string_enum::string_enum;
use super::time::Time;

string_enum! {
    pub enum ErasureReason {
        /// The family asked for it.
        Request = "request",
        /// The retention period ended.
        Retention = "retention",
    }
}

string_enum! {
    /// What a receipt counts.
    pub enum ErasureCategory {
        /// Names of the child and its companions.
        Names = "names",
        /// The hospital's patient reference.
        References = "references",
        /// Free text: notes, reasons, descriptions.
        FreeText = "words",
        /// Stored responses to scans, which named the child.
        ScanResponses = "answers",
        /// Family links, revoked and without their names.
        FamilyLinks = "family_links",
        Photos = "photos",
        Cards = "cards",
        Visits = "visits",
        Moves = "moves",
        Journeys = "journeys",
        /// Steps, without their free text.
        Steps = "steps",
        Scans = "scans",
        Alerts = "alerts",
    }
}

/// Records per category.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErasureCounts(pub BTreeMap<ErasureCategory, i64>);

/// What remains of a child whose data was removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErasureReceipt {
    /// The family may quote it.
    pub id: ReceiptId,
    pub child: ChildId,
    pub reason: ErasureReason,
    /// None if the retention job did it.
    pub by: Option<StaffId>,
    pub at: Time,
    pub removed: ErasureCounts,
    /// What stays and identifies nobody.
    pub retained: ErasureCounts,
}
