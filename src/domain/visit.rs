//! A visit: its status, where the child is, and the hold on the updates of its family.

use super::id::{MoveId, PlaceId, StaffId};

use super::string_enum::string_enum;
use super::time::Time;

string_enum! {
    /// The status of a visit, as in FHIR's Encounter.
    pub enum VisitStatus {
        /// The child is here.
        InProgress = "in_progress",
        /// The child has gone home.
        Completed = "completed",
        Cancelled = "cancelled",
    }
}

string_enum! {
    /// How long a hold lasts (R36).
    pub enum HoldKind {
        /// Until a lead releases it.
        Hold = "hold",
        Permanent = "permanent",
    }
}

/// A clinician's hold on a family's updates (R36).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    pub kind: HoldKind,
    pub reason: String,
    pub by: StaffId,
    pub at: Time,
}

/// Whether family updates are stopped permanently. Then nobody sees a photo, a card or a passport again (R36). Any
/// other hold only freezes what is visible.
pub(crate) fn is_permanent(hold: Option<&Hold>) -> bool {
    hold.is_some_and(|hold| hold.kind == HoldKind::Permanent)
}

/// A move of the child. It moves no companion (R17).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChildMove {
    pub id: MoveId,
    pub place: PlaceId,
    pub occurred_at: Time,
}

/// The move that says where the child is: the latest by (`occurred_at`, `id`), however late the message of an earlier
/// one arrives (R21).
#[must_use]
pub fn latest_move(moves: &[ChildMove]) -> Option<ChildMove> {
    moves.iter().copied().max_by_key(|moved| (moved.occurred_at, moved.id))
}
