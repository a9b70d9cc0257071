//! Counts failed look-ups by network and refuses more once a network has used up its budget.
//!
//! A failure is known only after the look-up, so look-ups at the same time may exceed the budget. What exceeds it is a
//! debt: the network then waits longer.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::domain::error::DomainError;
use crate::use_cases::network::Network;

/// In which a whole budget comes back.
const WINDOW: Duration = Duration::from_mins(1);
/// The longest wait. Guessing at full speed would otherwise add up to hours.
const MAX_DEBT: Duration = Duration::from_mins(5);
/// Networks that owe nothing are removed when the map has doubled, but not below this size.
const MIN_CLEAN_UP_SIZE: usize = 1024;

pub(crate) struct FailureBudget {
    interval: Duration,
    networks: Mutex<Networks>,
}

struct Networks {
    /// When each network will have its whole budget again.
    restored_at: HashMap<Network, Instant>,
    clean_up_size: usize,
}

impl FailureBudget {
    pub(crate) fn new(per_minute: NonZeroU32) -> Self {
        let networks = Networks { restored_at: HashMap::new(), clean_up_size: MIN_CLEAN_UP_SIZE };
        Self { interval: WINDOW / per_minute.get(), networks: Mutex::new(networks) }
    }

    /// Whether the network may fail once more.
    pub(crate) fn check(&self, network: Network, now: Instant) -> Result<(), DomainError> {
        let networks = self.lock();
        for (network, factor) in network.budgets() {
            let Some(restored_at) = networks.restored_at.get(&network) else { continue };
            let used = restored_at.saturating_duration_since(now) + self.interval / factor;
            if let Some(wait) = used.checked_sub(WINDOW).filter(|wait| !wait.is_zero()) {
                return Err(DomainError::TooManyRequests(wait.as_secs() + 1));
            }
        }
        Ok(())
    }

    pub(crate) fn charge(&self, network: Network, now: Instant) {
        let mut networks = self.lock();
        for (network, factor) in network.budgets() {
            let restored_at = networks.restored_at.entry(network).or_insert(now);
            *restored_at =
                ((*restored_at).max(now) + self.interval / factor).min(now + WINDOW + MAX_DEBT);
        }
        networks.clean_up(now);
    }

    /// Nothing panics while the lock is held, so a poisoned one still has the right times.
    fn lock(&self) -> MutexGuard<'_, Networks> {
        self.networks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Networks {
    fn clean_up(&mut self, now: Instant) {
        if self.restored_at.len() >= self.clean_up_size {
            self.restored_at.retain(|_, restored_at| *restored_at > now);
            self.clean_up_size = (self.restored_at.len() * 2).max(MIN_CLEAN_UP_SIZE);
        }
    }
}
