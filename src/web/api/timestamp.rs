//! Rejects timestamps of phones whose clock was reset.

use crate::domain::time::Time;
use crate::json::Timestamp;
use crate::web::problem::Problem;

/// 2000-01-01.
const EARLIEST: Time = Time::from_millis(946_684_800_000);

pub(crate) fn plausible_time(pointer: &str, Timestamp(at): Timestamp) -> Result<Time, Problem> {
    if at < EARLIEST {
        return Err(Problem::invalid(pointer, "must not be before 2000-01-01"));
    }
    Ok(at)
}
