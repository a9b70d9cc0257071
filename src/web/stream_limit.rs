//! How many streams may be open to families at once; counted in this process.
//!
//! A stream holds a connection and some memory for as long as somebody likes, and no sign-in stands before it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::domain::error::DomainError;

/// As many as one link may have open. One person has some phones and tabs; but a line that broke is noticed
/// only when something is sent, and who walks through a hospital leaves many of them behind.
pub const OF_ONE_LINK: u32 = 32;
/// Seconds after which it is worth trying again.
const WAIT: u64 = 30;

/// How many streams may be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamLimits {
    /// From one address: a waiting room shares one, and so does whatever comes through a proxy.
    pub from_one_address: u32,
    /// In all.
    pub in_all: u32,
}

/// The counters.
#[derive(Clone)]
pub struct Streams {
    caps: StreamLimits,
    open: Arc<Mutex<Open>>,
}

#[derive(Default)]
struct Open {
    of_link: HashMap<Vec<u8>, u32>,
    from: HashMap<String, u32>,
    in_all: u32,
}

/// A stream's place; free again when it is dropped.
pub struct StreamPermit {
    streams: Streams,
    link: Vec<u8>,
    from: String,
}

impl Streams {
    /// Counters with these caps.
    #[must_use]
    pub fn new(caps: StreamLimits) -> Self {
        Self { caps, open: Arc::default() }
    }

    /// Takes a place for a stream of the link of this hash, asked for from this address.
    ///
    /// # Errors
    /// [`Refusal::TooManyRequests`].
    pub fn take(&self, link: Vec<u8>, from: String) -> Result<StreamPermit, DomainError> {
        let mut open = self.open();
        let of_link = open.of_link.get(&link).copied().unwrap_or(0);
        let of_address = open.from.get(&from).copied().unwrap_or(0);
        let full = of_link >= OF_ONE_LINK
            || of_address >= self.caps.from_one_address
            || open.in_all >= self.caps.in_all;
        if full {
            return Err(DomainError::TooManyRequests(WAIT));
        }
        open.of_link.insert(link.clone(), of_link + 1);
        open.from.insert(from.clone(), of_address + 1);
        open.in_all += 1;
        drop(open);
        Ok(StreamPermit { streams: self.clone(), link, from })
    }

    /// Nothing panics while the lock is held, so a poisoned one still counts rightly.
    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for StreamPermit {
    fn drop(&mut self) {
        let mut open = self.streams.open();
        leave(&mut open.of_link, &self.link);
        leave(&mut open.from, &self.from);
        open.in_all -= 1;
    }
}

/// Counts one less, and forgets who has none left.
fn leave<K: std::hash::Hash + Eq>(counted: &mut HashMap<K, u32>, who: &K) {
    if let Some(count) = counted.get_mut(who) {
        *count -= 1;
        if *count == 0 {
            counted.remove(who);
        }
    }
}
