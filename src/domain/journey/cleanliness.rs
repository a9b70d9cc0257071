//! Clean: how, when and by whose word, and until when it holds (R4, R5).

use std::time::Duration;

use super::step::{CleaningAttester, Method, Soiling};
use crate::domain::string_enum::string_enum;
use crate::domain::time::Time;

string_enum! {
    /// Why a companion does not count as clean.
    pub enum UncleanReason {
        /// Nobody has said that it was cleaned.
        NeverCleaned = "never_cleaned",
        /// The family cleaned it, and it did not come in a sealed bag.
        NotBagged = "not_bagged",
        /// It was cleaned too long ago.
        Expired = "expired",
        /// It has been on a ward too long since.
        TooLongOnWard = "too_long_on_ward",
        /// It fell.
        Dropped = "dropped",
        /// Something was spilt on it.
        Spill = "spill",
        /// It was in isolation.
        Isolation = "isolation",
    }
}

impl From<Soiling> for UncleanReason {
    fn from(why: Soiling) -> Self {
        match why {
            Soiling::Dropped => Self::Dropped,
            Soiling::Spill => Self::Spill,
            Soiling::Isolation => Self::Isolation,
        }
    }
}

/// A cleaning that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CleaningRecord {
    /// When.
    pub at: Time,
    /// How.
    pub method: Method,
    /// Whether it was sealed in a bag afterwards.
    pub bagged: bool,
    /// By whose word.
    pub attested_by: CleaningAttester,
}

/// What is known of a companion's cleanliness, whatever the hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Cleanliness {
    /// The last cleaning.
    pub cleaned: Option<CleaningRecord>,
    /// What has made it unclean since.
    pub soiled: Option<Soiling>,
    /// Since when it has been on a ward without a wash.
    pub on_ward_since: Option<Time>,
}

/// Whether it is clean at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CleanStatus {
    /// Until when it is or was; none where no time would help.
    pub until: Option<Time>,
    /// Why it is not; none where it is.
    pub unclean_reason: Option<UncleanReason>,
}

impl Cleanliness {
    /// Takes note of a cleaning; on a ward the days begin anew.
    pub fn record_cleaning(&mut self, cleaning: CleaningRecord, on_ward: bool) {
        self.cleaned = Some(cleaning);
        self.soiled = None;
        self.on_ward_since = on_ward.then_some(cleaning.at);
    }

    /// Leaves the ward: the days there count no more, unless they were too many already. Then only
    /// a wash helps.
    pub fn leave_ward(&mut self, at: Time, on_ward_for: Duration) {
        self.on_ward_since = self.on_ward_since.filter(|since| at >= since.plus(on_ward_for));
    }

    /// Whether it is clean at `now`, by the site's `clean_for` and `clean_on_ward_for`.
    #[must_use]
    pub fn at(&self, now: Time, clean_for: Duration, on_ward_for: Duration) -> CleanStatus {
        let not = |why| CleanStatus { until: None, unclean_reason: Some(why) };
        let Some(cleaning) = self.cleaned else {
            return not(self.soiled.map_or(UncleanReason::NeverCleaned, UncleanReason::from));
        };
        if let Some(why) = self.soiled {
            return not(why.into());
        }
        // At home nobody of the house saw it washed, so only a sealed bag carries the word (F1.1).
        if cleaning.attested_by == CleaningAttester::Family && !cleaning.bagged {
            return not(UncleanReason::NotBagged);
        }
        let expiry = cleaning.at.plus(clean_for);
        let ward_end = self.on_ward_since.map(|since| since.plus(on_ward_for));
        let (until, reason) = match ward_end {
            Some(end) if end < expiry => (end, UncleanReason::TooLongOnWard),
            _ => (expiry, UncleanReason::Expired),
        };
        CleanStatus { until: Some(until), unclean_reason: (now >= until).then_some(reason) }
    }
}
