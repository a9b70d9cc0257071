//! Limits how many event streams families may have open at once, counted in this process.
//!
//! A stream holds a connection and memory for as long as its reader likes, and needs no sign-in.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::domain::error::DomainError;
use crate::use_cases::network::Network;

/// One person has a few phones and tabs; but a broken connection is noticed only when something is sent, and walking
/// through a hospital leaves many of them behind.
pub const MAX_STREAMS_PER_LINK: u32 = 32;
const RETRY_AFTER_SECONDS: u64 = 30;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamLimits {
    /// A waiting room shares an address. All IPv6 networks of a site together have a multiple of it.
    pub per_address: u32,
    pub total: u32,
}

#[derive(Clone)]
pub struct Streams {
    limits: StreamLimits,
    open: Arc<Mutex<OpenStreams>>,
}

#[derive(Default)]
struct OpenStreams {
    by_link: HashMap<Vec<u8>, u32>,
    by_network: HashMap<Network, u32>,
    total: u32,
}

/// Counts one open stream; dropping it frees the slot.
pub struct StreamPermit {
    streams: Streams,
    link: Vec<u8>,
    network: Network,
}

impl Streams {
    #[must_use]
    pub fn new(limits: StreamLimits) -> Self {
        Self { limits, open: Arc::default() }
    }

    /// `link` is the hash of the family link's token.
    pub fn acquire(&self, link: Vec<u8>, network: Network) -> Result<StreamPermit, DomainError> {
        let mut open = self.lock();
        let on_link = open.by_link.get(&link).copied().unwrap_or(0);
        let open_in = |network: &Network| open.by_network.get(network).copied().unwrap_or(0);
        let is_network_full = network.budgets().any(|(network, factor)| {
            open_in(&network) >= self.limits.per_address.saturating_mul(factor)
        });
        let is_full =
            on_link >= MAX_STREAMS_PER_LINK || is_network_full || open.total >= self.limits.total;
        if is_full {
            return Err(DomainError::TooManyRequests(RETRY_AFTER_SECONDS));
        }
        open.by_link.insert(link.clone(), on_link + 1);
        for (network, _) in network.budgets() {
            *open.by_network.entry(network).or_default() += 1;
        }
        open.total += 1;
        drop(open);
        Ok(StreamPermit { streams: self.clone(), link, network })
    }

    /// Nothing panics while the lock is held, so a poisoned one still has the right counts.
    fn lock(&self) -> MutexGuard<'_, OpenStreams> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for StreamPermit {
    fn drop(&mut self) {
        let mut open = self.streams.lock();
        decrement(&mut open.by_link, &self.link);
        for (network, _) in self.network.budgets() {
            decrement(&mut open.by_network, &network);
        }
        open.total -= 1;
    }
}

/// Removes a key that reaches zero, so that the map does not grow.
fn decrement<K: std::hash::Hash + Eq>(counts: &mut HashMap<K, u32>, key: &K) {
    if let Some(count) = counts.get_mut(key) {
        *count -= 1;
        if *count == 0 {
            counts.remove(key);
        }
    }
}
