//! The clock: the only module that reads the system time, and a manual clock for tests.
//!
//! Its time never goes back, even if the system time does, because records are ordered by it.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::domain::time::{Time, days};

/// The largest jump back of the system time that is smoothed. After a larger one, the clock follows the system time at
/// once, because the earlier time was obviously wrong.
const MAX_SMOOTHED: Duration = days(1);

/// After a jump back, the clock runs slower by one part in this many until the system time has caught up. Sessions then
/// expire later by as much.
const SLOWDOWN: u32 = 10;

/// A clock that never goes back. Clones share their state.
#[derive(Clone, Debug)]
pub struct Clock {
    source: TimeSource,
    anchor: Arc<Mutex<Anchor>>,
}

#[derive(Clone, Debug)]
enum TimeSource {
    System(Instant),
    Manual(Arc<ManualTime>),
}

#[derive(Debug)]
struct ManualTime {
    millis: AtomicI64,
    elapsed: AtomicU64,
}

/// The last time that was taken from the system time or from a stored record, and the monotonic time at that moment.
#[derive(Debug)]
struct Anchor {
    at: Time,
    elapsed: Duration,
}

impl Clock {
    #[must_use]
    pub fn system() -> Self {
        #[expect(clippy::disallowed_methods, reason = "the only place that reads the clock")]
        Self::new(TimeSource::System(Instant::now()))
    }

    /// A clock for tests, which moves only by [`Self::advance`] and [`Self::set_back`].
    #[must_use]
    pub fn manual(at: Time) -> Self {
        let (millis, elapsed) = (AtomicI64::new(at.millis()), AtomicU64::new(0));
        Self::new(TimeSource::Manual(Arc::new(ManualTime { millis, elapsed })))
    }

    fn new(source: TimeSource) -> Self {
        let anchor = Anchor { at: Time::from_millis(i64::MIN), elapsed: Duration::ZERO };
        Self { source, anchor: Arc::new(Mutex::new(anchor)) }
    }

    /// The current time in milliseconds, never earlier than a time returned before. If the system time was set back, the
    /// clock runs a little slower until the system time has caught up.
    #[must_use]
    pub fn now(&self) -> Time {
        self.update(&mut self.anchor())
    }

    /// The current time, and later than `known`. Another node's clock may be ahead of this one's.
    #[must_use]
    pub fn after(&self, known: Time) -> Time {
        let mut anchor = self.anchor();
        let now = self.update(&mut anchor);
        let next = known.plus(Duration::from_millis(1));
        if known <= now || next.since(self.system_time()) > MAX_SMOOTHED {
            return now;
        }
        *anchor = Anchor { at: next, elapsed: self.elapsed() };
        next
    }

    /// The unsmoothed system time.
    #[must_use]
    pub fn system_time(&self) -> Time {
        match &self.source {
            #[expect(clippy::disallowed_methods, reason = "the only place that reads the clock")]
            TimeSource::System(_) => Time::from_millis(jiff::Timestamp::now().as_millisecond()),
            TimeSource::Manual(manual) => Time::from_millis(manual.millis.load(Ordering::SeqCst)),
        }
    }

    /// How far the system time is behind this clock.
    #[must_use]
    pub fn behind(&self) -> Duration {
        self.now().since(self.system_time())
    }

    fn update(&self, anchor: &mut Anchor) -> Time {
        let (system, elapsed) = (self.system_time(), self.elapsed());
        let passed = elapsed.saturating_sub(anchor.elapsed);
        let slowed = anchor.at.plus(passed.saturating_sub(passed / SLOWDOWN));
        if system < slowed && slowed.since(system) <= MAX_SMOOTHED {
            return slowed;
        }
        *anchor = Anchor { at: system, elapsed };
        system
    }

    /// The monotonic time since the clock was made.
    fn elapsed(&self) -> Duration {
        match &self.source {
            TimeSource::System(since) => since.elapsed(),
            TimeSource::Manual(manual) => {
                Duration::from_millis(manual.elapsed.load(Ordering::SeqCst))
            }
        }
    }

    fn anchor(&self) -> MutexGuard<'_, Anchor> {
        self.anchor.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets the system time of a manual clock back. Does nothing to the system clock.
    pub fn set_back(&self, by: Duration) {
        // Fix the anchor at the time returned so far.
        let _ = self.now();
        if let TimeSource::Manual(manual) = &self.source {
            manual.millis.store(self.system_time().minus(by).millis(), Ordering::SeqCst);
        }
    }

    /// Moves a manual clock forward. Does nothing to the system clock.
    pub fn advance(&self, by: Duration) {
        if let TimeSource::Manual(manual) = &self.source {
            manual.millis.store(self.system_time().plus(by).millis(), Ordering::SeqCst);
            let by = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
            manual.elapsed.fetch_add(by, Ordering::SeqCst);
        }
    }
}
