//! The only place that asks what time it is, and the still clock of the tests.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use crate::domain::time::Time;

/// Tells the time; handed in wherever it is needed.
#[derive(Clone, Debug)]
pub struct Clock(Hands);

#[derive(Clone, Debug)]
enum Hands {
    System,
    Still(Arc<AtomicI64>),
}

impl Clock {
    /// The clock of the machine.
    #[must_use]
    pub const fn system() -> Self {
        Self(Hands::System)
    }

    /// A clock that moves only when it is told to.
    #[must_use]
    pub fn still(at: Time) -> Self {
        Self(Hands::Still(Arc::new(AtomicI64::new(at.millis()))))
    }

    /// Now, to the millisecond.
    #[must_use]
    pub fn now(&self) -> Time {
        match &self.0 {
            #[expect(clippy::disallowed_methods, reason = "this is the one place that asks")]
            Hands::System => Time::from_millis(jiff::Timestamp::now().as_millisecond()),
            Hands::Still(millis) => Time::from_millis(millis.load(Ordering::SeqCst)),
        }
    }

    /// Sets a still clock back, as somebody does who finds that it was wrong.
    pub fn set_back(&self, by: Duration) {
        if let Hands::Still(millis) = &self.0 {
            millis.store(self.now().minus(by).millis(), Ordering::SeqCst);
        }
    }

    /// Moves a still clock on; the clock of the machine goes its own way.
    pub fn advance(&self, by: Duration) {
        if let Hands::Still(millis) = &self.0 {
            millis.store(self.now().plus(by).millis(), Ordering::SeqCst);
        }
    }
}
