//! Rebuilding a journey's state from its steps.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::state::JourneyState;
use super::step::{Step, StepPayload};
use crate::domain::site_rules::RulesSnapshot;
use crate::domain::time::Time;

impl JourneyState {
    /// Rebuilds the state from these steps. Their order and repetitions do not matter.
    #[must_use]
    pub fn from_steps<'a>(steps: impl IntoIterator<Item = &'a Step>) -> Self {
        // The check-in comes first: a phone with a slow clock may date later steps before it, and the check-in must
        // not overwrite them.
        let position = |step: &Step| (!is_check_in(step), step.order());
        let ordered: BTreeMap<_, _> =
            steps.into_iter().map(|step| (position(step), step)).collect();
        let voided: BTreeSet<_> =
            ordered.values().filter_map(|step| step.payload.voids()).collect();
        let rules = ordered.values().find_map(|step| match &step.payload {
            StepPayload::CheckedIn { rules, .. } => Some(rules.clone()),
            _ => None,
        });
        let mut state = Self::new(rules.unwrap_or_default());
        let last_step = ordered.values().map(|step| step.order()).max();
        // A void cannot be voided itself: the step is recorded again instead.
        let counts = |step: &&Step| !voided.contains(&step.id) || step.payload.voids().is_some();
        let valid: Vec<_> = ordered.into_values().filter(counts).collect();
        for (nth, step) in valid.iter().enumerate() {
            if state.has_no_late_step_after(step.recorded_at) {
                state.apply_and_record_feed(step);
            } else {
                let update =
                    Self::as_known_when_recorded(&state.rules, &valid[..=nth]).family_update();
                state.apply_silently(step);
                state.feed.record(step, update);
            }
        }
        // The last step may be a voided one: received again, it must not pass for a new step.
        state.last_step = last_step;
        state
    }

    fn has_no_late_step_after(&self, time: Time) -> bool {
        self.late_recorded_at.is_none_or(|late| late <= time)
    }

    /// The state as it was known when the last of these steps was recorded. The family read it then, and a late step
    /// that arrives afterwards must not change what they read (R29).
    fn as_known_when_recorded(rules: &RulesSnapshot, steps: &[&Step]) -> Self {
        let recorded_at = steps.last().map(|step| step.recorded_at);
        let known = steps.iter().filter(|step| !step.late || Some(step.recorded_at) <= recorded_at);
        known.fold(Self::new(rules.clone()), |mut state, step| {
            state.apply_silently(step);
            state
        })
    }

    /// The time for a step that happens now: `clock_now`, or just after the last step if that one was dated by a clock
    /// that is ahead. Otherwise the new step would sort before it.
    pub(crate) fn now_after_last_step(&self, clock_now: Time) -> Time {
        match self.last_step {
            Some((last, _)) if last > clock_now => last.plus(Duration::from_millis(1)),
            _ => clock_now,
        }
    }

    /// Whether this step can be applied without a rebuild: it sorts after all others, was recorded after all late
    /// steps, and voids none.
    #[must_use]
    pub fn can_append(&self, step: &Step) -> bool {
        self.last_step.is_none_or(|last| last < step.order())
            && self.has_no_late_step_after(step.recorded_at)
            && step.payload.voids().is_none()
            && (self.last_step.is_none() || !is_check_in(step))
    }
}

const fn is_check_in(step: &Step) -> bool {
    matches!(step.payload, StepPayload::CheckedIn { .. })
}
