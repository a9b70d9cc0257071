//! The only place that asks what time it is, and the still clock of the tests.
//!
//! The time that it tells never goes back, though the machine's clock may: what is kept is ordered by it.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::domain::time::{Time, days};

/// How far behind the machine's clock may be set and not be followed. One that was years ahead is no time to go on from.
const MOST: Duration = days(1);

/// By which part time goes slower until the machine's clock has caught up. A session that locks by it stays open longer
/// by as much.
const SLOWER: u32 = 10;

/// Tells the time; handed in wherever it is needed. Clones tell the same.
#[derive(Clone, Debug)]
pub struct Clock {
    hands: TimeSource,
    led: Arc<Mutex<Anchor>>,
}

#[derive(Clone, Debug)]
enum TimeSource {
    System(Instant),
    Still(Arc<ManualTime>),
}

#[derive(Debug)]
struct ManualTime {
    millis: AtomicI64,
    ran: AtomicU64,
}

/// The last time that was taken from the machine's clock, or from what was kept, and how long the process had run then.
#[derive(Debug)]
struct Anchor {
    at: Time,
    ran: Duration,
}

impl Clock {
    /// The clock of the machine.
    #[must_use]
    pub fn system() -> Self {
        #[expect(clippy::disallowed_methods, reason = "this is the one place that asks")]
        Self::of(TimeSource::System(Instant::now()))
    }

    /// A clock that moves only when it is told to.
    #[must_use]
    pub fn manual(at: Time) -> Self {
        let (millis, ran) = (AtomicI64::new(at.millis()), AtomicU64::new(0));
        Self::of(TimeSource::Still(Arc::new(ManualTime { millis, ran })))
    }

    fn of(hands: TimeSource) -> Self {
        let led = Anchor { at: Time::from_millis(i64::MIN), ran: Duration::ZERO };
        Self { hands, led: Arc::new(Mutex::new(led)) }
    }

    /// Now, to the millisecond, and never before what was now already: where the machine's clock was set back, time
    /// goes on a little slower until that has caught up.
    #[must_use]
    pub fn now(&self) -> Time {
        self.go_on(&mut self.led())
    }

    /// Now, where this is known to have happened before: other machines may be ahead of this one.
    #[must_use]
    pub fn after(&self, known: Time) -> Time {
        let mut led = self.led();
        let now = self.go_on(&mut led);
        let next = known.plus(Duration::from_millis(1));
        if known <= now || next.since(self.system_time()) > MOST {
            return now;
        }
        *led = Anchor { at: next, ran: self.ran() };
        next
    }

    /// What the machine's clock says, be it set back or not.
    #[must_use]
    pub fn system_time(&self) -> Time {
        match &self.hands {
            #[expect(clippy::disallowed_methods, reason = "this is the one place that asks")]
            TimeSource::System(_) => Time::from_millis(jiff::Timestamp::now().as_millisecond()),
            TimeSource::Still(still) => Time::from_millis(still.millis.load(Ordering::SeqCst)),
        }
    }

    /// How far the machine's clock is behind what is told here.
    #[must_use]
    pub fn behind(&self) -> Duration {
        self.now().since(self.system_time())
    }

    fn go_on(&self, led: &mut Anchor) -> Time {
        let (machine, ran) = (self.system_time(), self.ran());
        let passed = ran.saturating_sub(led.ran);
        let held = led.at.plus(passed.saturating_sub(passed / SLOWER));
        if machine < held && held.since(machine) <= MOST {
            return held;
        }
        *led = Anchor { at: machine, ran };
        machine
    }

    /// How long this clock has run, by what nobody sets.
    fn ran(&self) -> Duration {
        match &self.hands {
            TimeSource::System(since) => since.elapsed(),
            TimeSource::Still(still) => Duration::from_millis(still.ran.load(Ordering::SeqCst)),
        }
    }

    fn led(&self) -> MutexGuard<'_, Anchor> {
        self.led.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets a still clock back, as somebody does who finds that it was wrong.
    pub fn set_back(&self, by: Duration) {
        // What it said until now was told to somebody.
        let _ = self.now();
        if let TimeSource::Still(still) = &self.hands {
            still.millis.store(self.system_time().minus(by).millis(), Ordering::SeqCst);
        }
    }

    /// Moves a still clock on; the clock of the machine goes its own way.
    pub fn advance(&self, by: Duration) {
        if let TimeSource::Still(still) = &self.hands {
            still.millis.store(self.system_time().plus(by).millis(), Ordering::SeqCst);
            let by = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
            still.ran.fetch_add(by, Ordering::SeqCst);
        }
    }
}
