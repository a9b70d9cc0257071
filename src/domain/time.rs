//! A moment in time, to the millisecond, as both databases keep it.

use std::time::Duration;

/// Milliseconds since 1970-01-01T00:00:00Z.
///
/// Rounded where it is made: SQLite would keep nanoseconds and PostgreSQL microseconds, and a fold
/// ordered by time must see the same order on both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

impl Time {
    /// The moment that lies so many milliseconds after the epoch.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the epoch.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// This moment and `by` more; stays at the end of time rather than wrap.
    #[must_use]
    pub fn plus(self, by: Duration) -> Self {
        Self(self.0.saturating_add(in_millis(by)))
    }

    /// This moment less `by`.
    #[must_use]
    pub fn minus(self, by: Duration) -> Self {
        Self(self.0.saturating_sub(in_millis(by)))
    }

    /// How long ago `earlier` was; nothing where it lies ahead.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }
}

fn in_millis(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}

/// `n` minutes, for the site's settings.
#[must_use]
pub const fn minutes(n: u64) -> Duration {
    Duration::from_secs(n * 60)
}

/// `n` hours, for the site's settings.
#[must_use]
pub const fn hours(n: u64) -> Duration {
    minutes(n * 60)
}

/// `n` days of 24 hours, for the site's settings.
#[must_use]
pub const fn days(n: u64) -> Duration {
    hours(n * 24)
}
