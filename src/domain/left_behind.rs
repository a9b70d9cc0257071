//! When a companion counts as left behind by its child (R17).

use super::journey::action::HolderKind;
use super::journey::{JourneyState, JourneyStatus};
use super::time::Time;
use super::visit::ChildMove;

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
