//! A visit: where the child is expected to be, the silence on its family's feed, and the companion
//! that did not come along.

use super::id::{MoveId, PlaceId, StaffId};
use super::journey::{State, Status};
use super::step::HolderKind;
use super::time::Time;
use super::words::keyed;

keyed! {
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

keyed! {
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
pub fn whereabouts(moves: &[ChildMove]) -> Option<ChildMove> {
    moves.iter().copied().max_by_key(|moved| (moved.occurred_at, moved.id))
}

/// Whether the companion seems to have been left behind when the child moved (R17): nobody has
/// scanned it since, or somebody has, at another place.
#[must_use]
pub fn is_left_behind(child: &ChildMove, state: &State) -> bool {
    let unseen = state.last_seen_at.is_none_or(|seen| seen < child.occurred_at);
    let apart = match &state.whereabouts {
        Some(companion) if companion.place.id == child.place => false,
        Some(companion) => unseen || companion.since >= child.occurred_at,
        None => unseen,
    };
    // Declined and with a guardian, it is where it is meant to be (R8).
    let stays = state.declined && state.holder.kind == HolderKind::Guardian;
    state.status == Status::Open && apart && !stays
}
