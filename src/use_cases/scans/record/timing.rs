//! When a report happened: by the server's clock, and in whose shift.

use std::time::Duration;

use super::ScanReport;
use crate::domain::account::person::Shift;
use crate::domain::error::DomainError;
use crate::domain::journey::JourneyState;
use crate::domain::time::Time;
use crate::use_cases::{AppContext, UseCaseResult, check_not_in_future};

/// A phone's clock that is off by less than this is taken at its word: what a message spends on its
/// way must not shuffle what happened.
const CLOCK_SLACK: Duration = Duration::from_secs(10);
/// What a clock that agrees with the machine's dates no longer ago than this is told as it happens.
const JUST_NOW: Duration = Duration::from_mins(1);

/// When a report was heard, by each clock there is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ReceivedAt {
    /// By what the house goes by.
    pub(crate) now: Time,
    /// The same, before it was known what had been done to the companion by then.
    asked: Time,
    /// By the machine's clock, which may have been set back.
    by_the_machine: Time,
}

impl ReceivedAt {
    pub(crate) fn now(app: &AppContext) -> Self {
        let machine = app.clock.system_time();
        let now = app.clock.now();
        let by_the_machine = if now.since(machine) > CLOCK_SLACK { machine } else { now };
        Self { now, asked: now, by_the_machine }
    }

    /// The same, after all that was done to this companion.
    pub(crate) fn of(self, state: &JourneyState) -> Self {
        Self { now: state.now(self.now), ..self }
    }

    /// What the clock says now of somebody who does not say it: it is the house's own, or one that is as right as the
    /// machine's, if what happened just now happened just now by that.
    fn sent(self, occurred_at: Time) -> Time {
        let ahead = occurred_at.since(self.by_the_machine);
        let just_now = self.by_the_machine.since(occurred_at) <= JUST_NOW && ahead <= CLOCK_SLACK;
        if just_now { self.by_the_machine } else { self.asked }
    }
}

impl ScanReport {
    /// When it happened by the server's clock: a phone's clock that is off is put right by what it
    /// said when sending; what lies a little ahead happened now.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] for what lies further ahead.
    pub(crate) fn happened_at(&self, heard: ReceivedAt) -> UseCaseResult<Time> {
        let now = heard.now;
        let (sent, slack) = match self.sent_at {
            Some(sent) => (sent, CLOCK_SLACK),
            None => (heard.sent(self.occurred_at), Duration::ZERO),
        };
        let off_by = now.since(sent).max(sent.since(now));
        if off_by <= slack {
            return check_not_in_future(self.occurred_at, now);
        }
        let (ago, ahead) = (sent.since(self.occurred_at), self.occurred_at.since(sent));
        check_not_in_future(now.minus(ago).plus(ahead), now)
    }

    /// Nobody's name goes on what happened while they were not signed in (R31).
    ///
    /// # Errors
    /// [`Refusal::OutsideSession`].
    pub(crate) fn check_shift(&self, shift: Option<Shift>, heard: ReceivedAt) -> UseCaseResult<()> {
        let Some(shift) = shift else { return Ok(()) };
        if shift.covers(self.happened_at(heard)?) {
            Ok(())
        } else {
            Err(DomainError::OutsideSession.into())
        }
    }
}
