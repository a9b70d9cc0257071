//! A visit: where the child is expected to be, the silence on its family's feed, and the companion
//! that did not come along.

use super::id::{MoveId, PlaceId, StaffId};
use super::journey::step::HolderKind;
use super::journey::{JourneyState, JourneyStatus};
use super::string_enum::string_enum;
use super::time::Time;

string_enum! {
    /// How far a visit is, as FHIR's Encounter has it.
    pub enum VisitStatus {
        /// The child is here.
        InProgress = "in_progress",
        /// The child has gone home.
        Completed = "completed",
        /// It did not take place.
        Cancelled = "cancelled",
    }
}

string_enum! {
    /// How long a silence lasts (R36).
    pub enum HoldKind {
        /// Until a lead releases it.
        Hold = "hold",
        /// For ever.
        Permanent = "permanent",
    }
}

/// The silence that a clinician put on a family's feed (R36).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// How long it lasts.
    pub kind: HoldKind,
    /// Why.
    pub reason: String,
    /// Who put it there.
    pub by: StaffId,
    /// When.
    pub at: Time,
}

/// Whether a feed is silent for ever: then nobody sees a photo, a card or a passport, ever again (R36). A silence that
/// may end only lets nothing new be seen.
#[must_use]
pub fn is_permanent(hold: Option<&Hold>) -> bool {
    hold.is_some_and(|hold| hold.kind == HoldKind::Permanent)
}

/// One move of the child; it moves no companion (rule 3 of the house, R17).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChildMove {
    /// Which move.
    pub id: MoveId,
    /// Where to.
    pub place: PlaceId,
    /// When.
    pub occurred_at: Time,
}

/// Where the child is expected to be: the latest move by (`occurred_at`, `id`), however late the
/// message of an earlier one came in (R21).
#[must_use]
pub fn latest_move(moves: &[ChildMove]) -> Option<ChildMove> {
    moves.iter().copied().max_by_key(|moved| (moved.occurred_at, moved.id))
}

/// Since when the companion seems to have been left behind by the child's last move (R17): it was
/// last confirmed at another place, and nobody has scanned it since that time. A scan on the way
/// tells that somebody has it, so the wait begins anew.
#[must_use]
pub fn left_behind_since(child: &ChildMove, state: &JourneyState) -> Option<Time> {
    let there = state.whereabouts.as_ref().is_some_and(|at| at.place.id == child.place);
    // Declined and with a guardian, it is where it is meant to be (R8).
    let stays = state.declined && state.holder.kind == HolderKind::Guardian;
    let apart = !there && !stays && state.status != JourneyStatus::Closed;
    let seen = state.last_seen_at.unwrap_or(child.occurred_at);
    apart.then(|| seen.max(child.occurred_at))
}
