//! Rate limits for reads that could be used to guess links and tag codes, counted in this process.

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::domain::error::DomainError;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateLimitKind {
    /// Families, by IP address. A waiting room shares one, and every page polls now and then.
    Family,
    /// Staff who look up tags, by user.
    Tags,
    /// Finders who open a tag or leave a message, by IP address.
    Finders,
}

pub(crate) struct RateLimits {
    family: DefaultKeyedRateLimiter<String>,
    tags: DefaultKeyedRateLimiter<String>,
    finders: DefaultKeyedRateLimiter<String>,
    checks: AtomicU32,
}

/// By IP address, which a whole waiting room may share.
const FINDER_READS_PER_MINUTE: NonZeroU32 = NonZeroU32::new(60).expect("not zero");

/// Idle keys are removed after this many checks.
const CLEAN_UP_EVERY: u32 = 4096;

impl RateLimits {
    pub(crate) fn new(family_per_minute: NonZeroU32, tags_per_minute: NonZeroU32) -> Self {
        Self {
            family: RateLimiter::keyed(Quota::per_minute(family_per_minute)),
            tags: RateLimiter::keyed(Quota::per_minute(tags_per_minute)),
            finders: RateLimiter::keyed(Quota::per_minute(FINDER_READS_PER_MINUTE)),
            checks: AtomicU32::new(0),
        }
    }

    /// Counts one read by `key`.
    pub(crate) fn check(&self, kind: RateLimitKind, key: &str) -> Result<(), DomainError> {
        if self.checks.fetch_add(1, Ordering::Relaxed) % CLEAN_UP_EVERY == CLEAN_UP_EVERY - 1 {
            self.remove_idle_keys();
        }
        let limiter = match kind {
            RateLimitKind::Family => &self.family,
            RateLimitKind::Tags => &self.tags,
            RateLimitKind::Finders => &self.finders,
        };
        limiter.check_key(&key.to_owned()).map_err(|until| {
            let wait = until.wait_time_from(DefaultClock::default().now());
            DomainError::TooManyRequests(wait.as_secs() + 1)
        })
    }

    /// Without this, the maps would grow without limit.
    fn remove_idle_keys(&self) {
        self.family.retain_recent();
        self.tags.retain_recent();
        self.finders.retain_recent();
    }
}
