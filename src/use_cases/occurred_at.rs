//! Checks of times that clients send.

use crate::domain::error::{DomainError, InvalidField};
use crate::domain::time::{Time, minutes};
use crate::use_cases::error::UseCaseResult;
use std::time::Duration;

/// How far a phone's clock may run ahead of the server's; such a time counts as now.
const MAX_CLOCK_SKEW: Duration = minutes(5);

/// Caps a time that is slightly ahead at `now`; rejects one that is further ahead.
pub(crate) fn check_not_in_future(at: Time, now: Time) -> UseCaseResult<Time> {
    if at.since(now) > MAX_CLOCK_SKEW {
        let detail = "is in the future; send sent_at as well if the phone's clock may be wrong";
        return Err(DomainError::Invalid(InvalidField::OccurredAt, detail.to_owned()).into());
    }
    Ok(at.min(now))
}
