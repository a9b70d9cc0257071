//! A point in time with millisecond precision.

use std::time::Duration;

/// Milliseconds since 1970-01-01T00:00:00Z.
///
/// Times are rounded when they are made. SQLite would store nanoseconds and PostgreSQL microseconds, and steps ordered by
/// time must have the same order on both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

impl Time {
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Saturates at the end of time.
    #[must_use]
    pub fn plus(self, by: Duration) -> Self {
        Self(self.0.saturating_add(in_millis(by)))
    }

    #[must_use]
    pub fn minus(self, by: Duration) -> Self {
        Self(self.0.saturating_sub(in_millis(by)))
    }

    /// The time since `earlier`; zero if that lies ahead.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }
}

fn in_millis(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}

#[must_use]
pub const fn minutes(n: u64) -> Duration {
    Duration::from_secs(n * 60)
}

#[must_use]
pub const fn hours(n: u64) -> Duration {
    minutes(n * 60)
}

/// `n` times 24 hours.
#[must_use]
pub const fn days(n: u64) -> Duration {
    hours(n * 24)
}
