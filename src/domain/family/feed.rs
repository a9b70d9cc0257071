//! The family feed: the statuses a family has read so far.

use std::time::Duration;

use crate::domain::journey::step::Step;
use crate::domain::outfit::{Gowning, Outfit};
use crate::domain::place::Stage;
use crate::domain::string_enum::string_enum;
use crate::domain::time::Time;

string_enum! {
    /// Everything a family page can say (R34).
    pub enum FamilyStatus {
        Arrived = "arrived",
        /// It is being washed or dressed.
        GettingReady = "getting_ready",
        DressedAndReady = "dressed_and_ready",
        /// It is in the operating room.
        StandingWatch = "standing_watch",
        WaitingCloseBy = "waiting_close_by",
        /// It is with its child, in recovery or on a ward.
        RestingTogether = "resting_together",
        /// It was reunited with its child.
        BackTogether = "back_together",
        GoingHome = "going_home",
        /// There has been no update for a while, and the page says so (R35).
        NoNewWord = "no_new_word",
    }
}

/// A status and when it began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    pub status: FamilyStatus,
    pub at: Time,
}

/// What a family sees of the companion itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visible {
    pub stage: Stage,
    pub gowning: Gowning,
    pub outfit: Outfit,
}

#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct FamilyFeed {
    /// The companion at the last update; none before the first.
    pub visible: Option<Visible>,
    /// Oldest first; the last is the current status.
    pub moments: Vec<Moment>,
    /// The time of the last update.
    pub updated_at: Option<Time>,
    /// Whether the page withholds the current situation because staff tell the family in person (R19). While it does,
    /// a reassuring status must not be shown without the no-news notice.
    pub withheld: bool,
}

const MAX_MOMENTS: usize = 60;

impl FamilyFeed {
    /// Records the companion's state after a step.
    ///
    /// A late step is no news and is never recorded (R29). Neither is a step after which staff have to tell the family
    /// in person: then `status` is none.
    pub fn record(&mut self, step: &Step, (status, visible): (Option<FamilyStatus>, Visible)) {
        if step.late {
            return;
        }
        self.withheld = status.is_none() || (self.withheld && !step.payload.updates_family());
        let Some(status) = status.filter(|_| step.payload.updates_family()) else { return };
        self.updated_at = Some(step.occurred_at);
        self.visible = Some(visible);
        // Steps at the same time are one moment: a scan that moves and dresses never shows a half-dressed companion.
        if self.moments.last().is_some_and(|last| last.at == step.occurred_at) {
            self.moments.pop();
        }
        if self.moments.last().is_none_or(|last| last.status != status) {
            if self.moments.len() == MAX_MOMENTS {
                self.moments.remove(0);
            }
            self.moments.push(Moment { status, at: step.occurred_at });
        }
    }

    /// The status at `now`: the last moment, or [`FamilyStatus::NoNewWord`] if the last update is older than
    /// `no_news_after` and the journey is still under way (R35).
    #[must_use]
    pub fn status_at(&self, now: Time, no_news_after: Duration) -> Option<Moment> {
        let last = *self.moments.last()?;
        match self.no_news_from(no_news_after) {
            Some(since) if now >= since => {
                let at = self.updated_at.unwrap_or(last.at);
                Some(Moment { status: FamilyStatus::NoNewWord, at })
            }
            _ => Some(last),
        }
    }

    /// When the page starts to say that there is no news, unless an update comes first (R35). Never after the journey,
    /// nor while the companion rests with its child: nobody scans it then, and staff get no reminder.
    pub(crate) fn no_news_from(&self, no_news_after: Duration) -> Option<Time> {
        let last = *self.moments.last()?;
        let together = matches!(
            last.status,
            FamilyStatus::RestingTogether | FamilyStatus::BackTogether | FamilyStatus::GoingHome
        );
        (!together || self.withheld).then(|| self.updated_at.unwrap_or(last.at).plus(no_news_after))
    }
}
