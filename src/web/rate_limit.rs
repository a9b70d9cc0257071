//! Rate limits for reads that could be used to guess tag codes, counted in this process.

use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::config::RateLimitSettings;
use crate::domain::error::DomainError;
use crate::domain::id::StaffId;
use crate::use_cases::network::{Network, SITE_FACTOR};

/// What a read counts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RateLimitKey {
    /// A user who looks up tags.
    Tags(StaffId),
    /// A finder who opens a tag or leaves a message.
    Finders(Network),
}

pub(crate) struct RateLimits {
    tags: KeyedLimit<StaffId>,
    finders: NetworkLimit,
}

impl RateLimits {
    pub(crate) fn new(settings: &RateLimitSettings) -> Self {
        Self {
            tags: KeyedLimit::new(settings.tag_reads_per_minute),
            finders: NetworkLimit::new(settings.finder_reads_per_minute),
        }
    }

    /// Counts one read.
    pub(crate) fn check(&self, key: RateLimitKey) -> Result<(), DomainError> {
        match key {
            RateLimitKey::Tags(user) => self.tags.check(&user),
            RateLimitKey::Finders(network) => self.finders.check(network),
        }
    }
}

/// A limit for each network, and for IPv6 a larger one for each site.
pub(crate) struct NetworkLimit {
    networks: KeyedLimit<Network>,
    sites: KeyedLimit<Network>,
}

impl NetworkLimit {
    pub(crate) fn new(per_minute: NonZeroU32) -> Self {
        Self {
            networks: KeyedLimit::new(per_minute),
            sites: KeyedLimit::new(per_minute.saturating_mul(SITE_FACTOR)),
        }
    }

    pub(crate) fn check(&self, network: Network) -> Result<(), DomainError> {
        self.networks.check(&network)?;
        network.site().map_or(Ok(()), |site| self.sites.check(&site))
    }
}

/// Idle keys are removed after this many checks.
const CLEAN_UP_EVERY: u32 = 4096;

/// A limit for each key.
pub(crate) struct KeyedLimit<K: Hash + Eq + Clone> {
    limiter: DefaultKeyedRateLimiter<K>,
    checks: AtomicU32,
}

impl<K: Hash + Eq + Clone> KeyedLimit<K> {
    pub(crate) fn new(per_minute: NonZeroU32) -> Self {
        let limiter = RateLimiter::keyed(Quota::per_minute(per_minute));
        Self { limiter, checks: AtomicU32::new(0) }
    }

    /// Counts one read by `key`.
    pub(crate) fn check(&self, key: &K) -> Result<(), DomainError> {
        if self.checks.fetch_add(1, Ordering::Relaxed) % CLEAN_UP_EVERY == CLEAN_UP_EVERY - 1 {
            // Without this, the map would grow without limit.
            self.limiter.retain_recent();
        }
        self.limiter.check_key(key).map_err(|until| {
            let wait = until.wait_time_from(DefaultClock::default().now());
            DomainError::TooManyRequests(wait.as_secs() + 1)
        })
    }
}
