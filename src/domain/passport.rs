//! A companion's passport: one stamp for each visit it came back from (R40).

use super::family::feed::{FamilyFeed, FamilyStatus};
use super::time::Time;

/// A stamp for one visit that is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PassportStamp {
    /// When the visit began, as its family read it.
    pub at: Time,
    pub stood_watch: bool,
}

impl PassportStamp {
    /// The stamp for this feed, or none before the companion is back.
    #[must_use]
    pub fn from_feed(feed: &FamilyFeed) -> Option<Self> {
        let moments = &feed.moments;
        let back = |status| matches!(status, FamilyStatus::BackTogether | FamilyStatus::GoingHome);
        let first = moments.first()?;
        let stood_watch = moments.iter().any(|one| one.status == FamilyStatus::StandingWatch);
        back(moments.last()?.status).then_some(Self { at: first.at, stood_watch })
    }
}
