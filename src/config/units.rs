//! The numbers of settings: how they are parsed, and default durations in the whole units that settings are written in.

use std::num::{IntErrorKind, NonZeroU32, ParseIntError};
use std::str::FromStr;
use std::time::Duration;

use crate::domain::time::{days, hours, minutes};

/// Parses a number that must not be zero, with an error that says so.
pub(crate) fn at_least_one<T: FromStr<Err = ParseIntError>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|error: ParseIntError| match error.kind() {
        IntErrorKind::Zero => "must be at least 1".to_owned(),
        IntErrorKind::PosOverflow => "is too large".to_owned(),
        _ => "must be a whole number".to_owned(),
    })
}

pub(super) fn whole_days(duration: Duration) -> NonZeroU32 {
    count(duration, days(1))
}

pub(super) fn whole_hours(duration: Duration) -> NonZeroU32 {
    count(duration, hours(1))
}

pub(super) fn whole_minutes(duration: Duration) -> NonZeroU32 {
    count(duration, minutes(1))
}

pub(super) fn whole_seconds(duration: Duration) -> NonZeroU32 {
    count(duration, Duration::from_secs(1))
}

/// # Panics
/// If a default is not a positive number of whole units; every start would show it.
fn count(duration: Duration, unit: Duration) -> NonZeroU32 {
    let (seconds, unit) = (duration.as_secs(), unit.as_secs());
    let count = u32::try_from(seconds / unit).ok().and_then(NonZeroU32::new);
    let exact = duration.subsec_nanos() == 0 && seconds.is_multiple_of(unit);
    count.filter(|_| exact).expect("a default is a positive number of whole units")
}
