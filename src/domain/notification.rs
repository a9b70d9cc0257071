//! Family notifications: when a family is notified outside its page, and how delivery is retried.
//!
//! A notification says that there is news and never what it is (R37), so a newer one replaces all earlier ones.

use std::time::Duration;

use super::family::feed::{FamilyFeed, FamilyStatus};
use super::journey::JourneyState;
use super::journey::step::Step;
use super::time::{hours, minutes};

/// How long a push service keeps a notification for an unreachable phone. It is short because a hold cannot recall what
/// a push service has accepted.
pub(crate) const PUSH_TTL: Duration = minutes(10);
/// How long a delivery may take. After it, another node delivers again.
pub(crate) const LEASE: Duration = minutes(1);
/// Browsers per family link; one more replaces the oldest.
pub(crate) const MAX_BROWSERS_PER_LINK: usize = 5;

const MIN_RETRY_DELAY: Duration = Duration::from_secs(15);
const MAX_RETRY_DELAY: Duration = hours(1);

impl JourneyState {
    /// Whether these steps changed the status that the family reads from `before`. Late steps do not count (R29).
    pub(crate) fn steps_are_news(&self, before: Option<FamilyStatus>, steps: &[Step]) -> bool {
        steps.iter().any(|step| !step.late) && self.feed.has_status_other_than(before)
    }
}

impl FamilyFeed {
    /// The last recorded status.
    pub(crate) fn current_status(&self) -> Option<FamilyStatus> {
        self.moments.last().map(|moment| moment.status)
    }
    pub(crate) fn has_status_other_than(&self, before: Option<FamilyStatus>) -> bool {
        self.current_status().is_some() && self.current_status() != before
    }
}

/// The delay after the failed delivery number `tries`. It doubles each time. `random` takes off up to half, so that
/// deliveries that failed together are not retried together.
#[must_use]
pub fn retry_delay(tries: u32, random: u8) -> Duration {
    let doubled = MIN_RETRY_DELAY.saturating_mul(2_u32.saturating_pow(tries.saturating_sub(1)));
    let longest = doubled.min(MAX_RETRY_DELAY);
    longest.mul_f64(1.0 - f64::from(random) / 512.0)
}
