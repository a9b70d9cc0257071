//! Limits the memory of bodies that are being read, for each sender and in all.
//!
//! A body is held in memory until its last byte has arrived, and a sender may take long. Without a limit, a few hundred
//! connections that never finish would hold as many bodies.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::domain::error::DomainError;
use crate::use_cases::network::Network;
use crate::web::problem::Problem;
use crate::web::problem_code::ProblemCode;

/// Everybody together, in bytes.
const TOTAL: usize = 256 * 1024 * 1024;
/// Everybody who is not signed in, in bytes. The rest stays free for staff.
const ANONYMOUS_TOTAL: usize = 32 * 1024 * 1024;
/// One network of people who are not signed in: 64 of the largest bodies, or thousands of ordinary forms.
const PER_NETWORK: usize = 4 * 1024 * 1024;
/// One user: a few photos at the same time.
const PER_CALLER: usize = 32 * 1024 * 1024;

const RETRY_AFTER_SECONDS: u64 = 5;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum BodyOwner {
    Network(Network),
    Caller(String),
}

#[derive(Clone, Default)]
pub struct BodyBudget(Arc<Mutex<Reserved>>);

#[derive(Default)]
struct Reserved {
    by_owner: HashMap<BodyOwner, usize>,
    anonymous: usize,
    total: usize,
}

/// Frees the bytes when it is dropped.
pub(crate) struct BodyReservation {
    budget: BodyBudget,
    owner: BodyOwner,
    bytes: usize,
}

impl BodyBudget {
    pub(crate) fn reserve(
        &self,
        owner: BodyOwner,
        bytes: usize,
    ) -> Result<BodyReservation, Problem> {
        let mut reserved = self.lock();
        let is_anonymous = matches!(owner, BodyOwner::Network(_));
        let own = reserved.by_owner.get(&owner).copied().unwrap_or(0) + bytes;
        if own > if is_anonymous { PER_NETWORK } else { PER_CALLER } {
            return Err(DomainError::TooManyRequests(RETRY_AFTER_SECONDS).into());
        }
        if reserved.total + bytes > TOTAL
            || (is_anonymous && reserved.anonymous + bytes > ANONYMOUS_TOTAL)
        {
            let detail = "The server is reading too many request bodies right now.";
            return Err(Problem::new(ProblemCode::Busy, detail).retry_after(RETRY_AFTER_SECONDS));
        }
        reserved.by_owner.insert(owner.clone(), own);
        reserved.total += bytes;
        if is_anonymous {
            reserved.anonymous += bytes;
        }
        drop(reserved);
        Ok(BodyReservation { budget: self.clone(), owner, bytes })
    }

    /// Nothing panics while the lock is held, so a poisoned one still has the right counts.
    fn lock(&self) -> MutexGuard<'_, Reserved> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for BodyReservation {
    fn drop(&mut self) {
        let mut reserved = self.budget.lock();
        reserved.total -= self.bytes;
        if matches!(self.owner, BodyOwner::Network(_)) {
            reserved.anonymous -= self.bytes;
        }
        let own = reserved.by_owner.get(&self.owner).map_or(0, |own| own - self.bytes);
        if own == 0 {
            reserved.by_owner.remove(&self.owner);
        } else {
            reserved.by_owner.insert(self.owner.clone(), own);
        }
    }
}
