//! When a report happened: by the server's clock, and in whose shift.

use std::time::Duration;

use super::super::{Answer, not_ahead};
use super::Report;
use crate::domain::person::Shift;
use crate::domain::refusal::Refusal;
use crate::domain::time::Time;

/// A phone's clock that is off by less than this is taken at its word: what a message spends on its
/// way must not shuffle what happened.
const CLOCK_SLACK: Duration = Duration::from_secs(10);

impl Report {
    /// When it happened by the server's clock: a phone's clock that is off is put right by what it
    /// said when sending; what lies a little ahead happened now.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] for what lies further ahead.
    pub(super) fn happened_at(&self, now: Time) -> Answer<Time> {
        let off_by = |sent: Time| now.since(sent).max(sent.since(now));
        let corrected = match self.sent_at {
            Some(sent) if off_by(sent) > CLOCK_SLACK => {
                let ago = sent.since(self.occurred_at);
                let ahead = self.occurred_at.since(sent);
                now.minus(ago).plus(ahead)
            }
            _ => self.occurred_at,
        };
        not_ahead(corrected, now)
    }

    /// Nobody's name goes on what happened while they were not signed in (R31).
    ///
    /// # Errors
    /// [`Refusal::OutsideSession`].
    pub(super) fn check_shift(&self, shift: Option<Shift>, now: Time) -> Answer<()> {
        let Some(shift) = shift else { return Ok(()) };
        if shift.covers(self.happened_at(now)?) {
            Ok(())
        } else {
            Err(Refusal::OutsideSession.into())
        }
    }
}
