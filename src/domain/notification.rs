//! Notices: when a family is told outside its page that there is news, and how long that is tried.
//!
//! A notice says that there is news and never what it is (R37), so a newer one stands for all before it.

use std::time::Duration;

use super::family::{FamilyFeed, FamilyStatus};
use super::journey::JourneyState;
use super::journey::step::Step;
use super::time::{hours, minutes};

/// How long a push service may keep a notice for a phone that is out of reach. A hold cannot call back what
/// a push service has, so it is short.
pub const PUSH_TTL: Duration = minutes(10);
/// How long a send may take until it is taken for lost, and another node sends again.
pub const LEASE: Duration = minutes(1);
/// How many browsers may be told for one link; a further one takes the place of the first.
pub const MAX_BROWSERS_PER_LINK: usize = 5;

/// The first wait after a send that failed.
const MIN_RETRY_DELAY: Duration = Duration::from_secs(15);
/// The longest.
const MAX_RETRY_DELAY: Duration = hours(1);

impl JourneyState {
    /// Whether these steps, which led here from the sentence `before`, are news: the sentence that the family
    /// reads is another now. What was entered late is none (R29).
    #[must_use]
    pub fn steps_are_news(&self, before: Option<FamilyStatus>, steps: &[Step]) -> bool {
        steps.iter().any(|step| !step.late) && self.told.has_status_other_than(before)
    }
}

impl FamilyFeed {
    /// The sentence that was told last.
    #[must_use]
    pub fn sentence(&self) -> Option<FamilyStatus> {
        self.moments.last().map(|moment| moment.status)
    }

    /// Whether the sentence is another than it was.
    #[must_use]
    pub fn has_status_other_than(&self, before: Option<FamilyStatus>) -> bool {
        self.sentence().is_some() && self.sentence() != before
    }
}

/// How long to wait after the send that failed as the `tries`th: twice as long each time, and by chance
/// (`dice`) up to half of it less, so that what failed together does not come back together.
#[must_use]
pub fn retry_delay(tries: u32, dice: u8) -> Duration {
    let doubled = MIN_RETRY_DELAY.saturating_mul(2_u32.saturating_pow(tries.saturating_sub(1)));
    let most = doubled.min(MAX_RETRY_DELAY);
    most.mul_f64(1.0 - f64::from(dice) / 512.0)
}
