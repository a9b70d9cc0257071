//! When a report happened by the server's clock, and whether it lies within the user's session.

use std::time::Duration;

use crate::domain::account::person::Shift;
use crate::domain::error::DomainError;
use crate::domain::journey::JourneyState;
use crate::domain::time::Time;
use crate::use_cases::scans::record::report::ScanReport;
use crate::use_cases::{AppContext, UseCaseResult, check_not_in_future};

/// Smaller clock differences are ignored: network delay must not change the order of events.
const CLOCK_SLACK: Duration = Duration::from_secs(10);
/// A report dated no longer ago than this counts as sent immediately.
const JUST_NOW: Duration = Duration::from_mins(1);

/// When a report was received, by each available clock.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ReceivedAt {
    /// The time used for recording.
    pub(crate) now: Time,
    /// The same, before the journey's last step was considered.
    unadjusted: Time,
    /// The system time, which may have been set back.
    system_time: Time,
}

impl ReceivedAt {
    pub(crate) fn now(app: &AppContext) -> Self {
        let machine = app.clock.system_time();
        let now = app.clock.now();
        let system_time = if now.since(machine) > CLOCK_SLACK { machine } else { now };
        Self { now, unadjusted: now, system_time }
    }

    /// Not before the journey's last step.
    pub(crate) fn of(self, state: &JourneyState) -> Self {
        Self { now: state.now_after_last_step(self.now), ..self }
    }

    /// The phone's clock at sending when the report does not say: the system time if the report is
    /// recent by it, else the server's time.
    fn assumed_sent_at(self, occurred_at: Time) -> Time {
        let ahead = occurred_at.since(self.system_time);
        let just_now = self.system_time.since(occurred_at) <= JUST_NOW && ahead <= CLOCK_SLACK;
        if just_now { self.system_time } else { self.unadjusted }
    }
}

impl ScanReport {
    /// When it happened by the server's clock. `sent_at` corrects a phone whose clock is off.
    pub(crate) fn server_occurred_at(&self, received_at: ReceivedAt) -> UseCaseResult<Time> {
        let now = received_at.now;
        let (sent, slack) = match self.sent_at {
            Some(sent) => (sent, CLOCK_SLACK),
            None => (received_at.assumed_sent_at(self.occurred_at), Duration::ZERO),
        };
        let off_by = now.since(sent).max(sent.since(now));
        if off_by <= slack {
            return check_not_in_future(self.occurred_at, now);
        }
        let (ago, ahead) = (sent.since(self.occurred_at), self.occurred_at.since(sent));
        check_not_in_future(now.minus(ago).plus(ahead), now)
    }

    /// Rejects a report of a time when the user was not signed in (R31).
    pub(crate) fn check_shift(
        &self,
        shift: Option<Shift>,
        received_at: ReceivedAt,
    ) -> UseCaseResult<()> {
        let Some(shift) = shift else { return Ok(()) };
        if shift.covers(self.server_occurred_at(received_at)?) {
            Ok(())
        } else {
            Err(DomainError::OutsideSession.into())
        }
    }
}
