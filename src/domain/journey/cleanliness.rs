//! Whether a companion is clean, by whose word, and until when (R4, R5).

use std::time::Duration;

use super::action::{CleaningAttester, CleaningMethod, Soiling};
use crate::domain::string_enum::string_enum;
use crate::domain::time::Time;

string_enum! {
    /// Why a companion does not count as clean.
    pub enum UncleanReason {
        NeverCleaned = "never_cleaned",
        /// The family cleaned it, and it did not arrive in a sealed bag.
        NotBagged = "not_bagged",
        Expired = "expired",
        TooLongOnWard = "too_long_on_ward",
        Dropped = "dropped",
        Spill = "spill",
        /// It was in isolation.
        Isolation = "isolation",
    }
}

impl From<Soiling> for UncleanReason {
    fn from(soiling: Soiling) -> Self {
        match soiling {
            Soiling::Dropped => Self::Dropped,
            Soiling::Spill => Self::Spill,
            Soiling::Isolation => Self::Isolation,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CleaningRecord {
    pub at: Time,
    pub method: CleaningMethod,
    /// Whether it was sealed in a bag afterwards.
    pub bagged: bool,
    pub attested_by: CleaningAttester,
}

/// What is known of a companion's cleanliness, independent of the current time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Cleanliness {
    /// The last cleaning.
    pub cleaned: Option<CleaningRecord>,
    /// What has soiled it since.
    pub soiled: Option<Soiling>,
    /// Since when it has been on a ward without a wash.
    pub on_ward_since: Option<Time>,
}

/// Whether a companion is clean at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CleanStatus {
    /// When the cleaning expires or expired; none if only a new cleaning helps.
    pub until: Option<Time>,
    /// None if it is clean.
    pub unclean_reason: Option<UncleanReason>,
}

impl Cleanliness {
    /// Records a cleaning. On a ward, the count of days restarts.
    pub(crate) fn record_cleaning(&mut self, cleaning: CleaningRecord, on_ward: bool) {
        self.cleaned = Some(cleaning);
        self.soiled = None;
        self.on_ward_since = on_ward.then_some(cleaning.at);
    }

    /// Resets the count of days on a ward, unless the limit was already exceeded: then only a wash helps.
    pub(crate) fn leave_ward(&mut self, at: Time, on_ward_for: Duration) {
        self.on_ward_since = self.on_ward_since.filter(|since| at >= since.plus(on_ward_for));
    }

    /// Whether it is clean at `now`, under the site's `clean_for` and `clean_on_ward_for`.
    #[must_use]
    pub fn status_at(&self, now: Time, clean_for: Duration, on_ward_for: Duration) -> CleanStatus {
        let unclean = |reason| CleanStatus { until: None, unclean_reason: Some(reason) };
        let Some(cleaning) = self.cleaned else {
            return unclean(self.soiled.map_or(UncleanReason::NeverCleaned, UncleanReason::from));
        };
        if let Some(soiling) = self.soiled {
            return unclean(soiling.into());
        }
        // No staff saw a wash at home, so it counts only in a sealed bag (F1.1).
        if cleaning.attested_by == CleaningAttester::Family && !cleaning.bagged {
            return unclean(UncleanReason::NotBagged);
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
