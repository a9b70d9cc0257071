//! How often somebody may read what can be guessed at; counted in this process.

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::domain::error::DomainError;

/// Whose reads are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateLimitKind {
    /// Families, by address: a waiting room shares one, and every page asks now and then.
    Family,
    /// Staff who look at tags, by user.
    Tags,
    /// Finders who open a tag or leave word, by address.
    Finders,
}

/// The counters.
pub struct Limits {
    family: DefaultKeyedRateLimiter<String>,
    tags: DefaultKeyedRateLimiter<String>,
    finders: DefaultKeyedRateLimiter<String>,
    counted: AtomicU32,
}

/// How often one address may open tags as a finder: a whole waiting room may share it.
const FINDERS_A_MINUTE: NonZeroU32 = NonZeroU32::new(60).expect("more than none");

/// After how many reads those who have not read for a while are forgotten.
const TIDY_EVERY: u32 = 4096;

impl Limits {
    /// Counters of so many reads a minute.
    #[must_use]
    pub fn new(family_per_minute: NonZeroU32, tags_per_minute: NonZeroU32) -> Self {
        Self {
            family: RateLimiter::keyed(Quota::per_minute(family_per_minute)),
            tags: RateLimiter::keyed(Quota::per_minute(tags_per_minute)),
            finders: RateLimiter::keyed(Quota::per_minute(FINDERS_A_MINUTE)),
            counted: AtomicU32::new(0),
        }
    }

    /// Counts one read.
    ///
    /// # Errors
    /// [`Refusal::TooManyRequests`].
    pub fn check(&self, readers: RateLimitKind, who: &str) -> Result<(), DomainError> {
        if self.counted.fetch_add(1, Ordering::Relaxed) % TIDY_EVERY == TIDY_EVERY - 1 {
            self.tidy();
        }
        let limiter = match readers {
            RateLimitKind::Family => &self.family,
            RateLimitKind::Tags => &self.tags,
            RateLimitKind::Finders => &self.finders,
        };
        limiter.check_key(&who.to_owned()).map_err(|until| {
            let wait = until.wait_time_from(DefaultClock::default().now());
            DomainError::TooManyRequests(wait.as_secs() + 1)
        })
    }

    /// Forgets who has not read for a while, so that the counters do not grow for ever.
    fn tidy(&self) {
        self.family.retain_recent();
        self.tags.retain_recent();
        self.finders.retain_recent();
    }
}
