//! A room sweep: staff read every tag in a room, and each companion turns out to be found, moved or missing.

use super::id::PlaceId;
use super::journey::JourneyState;
use super::journey::step::Step;
use super::time::Time;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SweepResult {
    /// Expected here, and seen since the sweep began.
    Found,
    /// Seen here since the sweep began, and last confirmed elsewhere before.
    Moved,
    /// Expected here, and not seen since the sweep began.
    Missing,
}

impl SweepResult {
    /// The result for a journey in a sweep of `place` that began at `started_at`; none if the companion is not there
    /// now.
    #[must_use]
    pub fn for_journey<'a>(
        steps: impl IntoIterator<Item = &'a Step> + Clone,
        place: PlaceId,
        started_at: Time,
    ) -> Option<Self> {
        let is_here = |state: &JourneyState| {
            state.whereabouts.as_ref().is_some_and(|at| at.place.id == place)
        };
        let now = JourneyState::from_steps(steps.clone());
        if !is_here(&now) {
            return None;
        }
        if now.last_seen_at.is_none_or(|seen| seen < started_at) || now.missing_since.is_some() {
            return Some(Self::Missing);
        }
        let before = steps.into_iter().filter(|step| step.occurred_at < started_at);
        Some(if is_here(&JourneyState::from_steps(before)) { Self::Found } else { Self::Moved })
    }
}
