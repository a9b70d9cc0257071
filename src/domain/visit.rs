//! A visit: where the child is, the hold on its family's updates, and the companion that was left behind.

use super::id::{MoveId, PlaceId, StaffId};
use super::journey::step::HolderKind;
use super::journey::{JourneyState, JourneyStatus};
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

/// Since when the companion seems to have been left behind by the child's last move (R17): it was last confirmed at
/// another place, and nobody has scanned it since. A scan on the way shows that somebody has it, so it restarts the
/// wait.
#[must_use]
pub fn left_behind_since(child: &ChildMove, state: &JourneyState) -> Option<Time> {
    let there = state.whereabouts.as_ref().is_some_and(|at| at.place.id == child.place);
    // Declined and with a guardian, it is where it should be (R8).
    let stays = state.declined && state.holder.kind == HolderKind::Guardian;
    let apart = !there && !stays && state.status != JourneyStatus::Closed;
    let seen = state.last_seen_at.unwrap_or(child.occurred_at);
    apart.then(|| seen.max(child.occurred_at))
}
