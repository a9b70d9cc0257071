//! What a journey's state means under the site rules: outfit, cleanliness, clearance, reminders.

use std::time::Duration;

use super::action::HolderKind;
use super::cleanliness::CleanStatus;
use super::clearance::{self, Blocker, Candidate};
use super::state::{JourneyState, JourneyStatus};
use crate::domain::outfit::{Gowning, Outfit};
use crate::domain::place::{PlaceKind, PlacePolicy, PlaceSnapshot, Stage};
use crate::domain::site_rules::SiteRules;
use crate::domain::time::Time;

impl JourneyState {
    #[must_use]
    pub fn worn(&self) -> Outfit {
        self.outfit.keys().copied().collect()
    }

    /// The pieces that must come off before it goes home (R13).
    #[must_use]
    pub fn removable_items(&self) -> Outfit {
        self.outfit.keys().copied().filter(|item| !item.stays_on()).collect()
    }

    #[must_use]
    pub fn gowning(&self, required: &Outfit) -> Gowning {
        Gowning::from_outfits(&self.worn(), &self.ever_worn, required)
    }

    /// Whether it is clean at `now` under the current rules, not those of its check-in.
    #[must_use]
    pub fn clean_at(&self, now: Time, rules: &SiteRules) -> CleanStatus {
        self.cleanliness.status_at(now, rules.clean_for, rules.clean_on_ward_for)
    }

    /// Whether nobody has scanned it for so long that staff should look for it (R35).
    #[must_use]
    pub fn is_quiet(&self, now: Time, quiet_after: Duration) -> bool {
        self.expects_scans() && self.last_seen_at.is_some_and(|seen| now.since(seen) >= quiet_after)
    }

    /// Whether regular scans are expected: on its way, and wherever it waits for its child, so that staff are reminded
    /// before the family reads that there is no news. With its child on a ward it may stay for days unscanned.
    pub(crate) fn expects_scans(&self) -> bool {
        let stays = match self.stage {
            Stage::Ward | Stage::IntensiveCare => self.rests_with_child(),
            stage => stage == Stage::Home,
        };
        self.status == JourneyStatus::Open && !stays
    }

    /// Whether it is in a place of this kind and its journey is not closed.
    #[must_use]
    pub fn is_in(&self, kind: PlaceKind) -> bool {
        self.status != JourneyStatus::Closed
            && self.whereabouts.as_ref().is_some_and(|at| at.place.kind == kind)
    }

    /// What blocks its way into a place at `now`. `others_in_or` is the number of its child's other companions in an
    /// operating room.
    #[must_use]
    pub fn blockers(
        &self,
        kind: PlaceKind,
        policy: PlacePolicy,
        now: Time,
        rules: &SiteRules,
        others_in_or: u32,
    ) -> Vec<Blocker> {
        let worn: Vec<_> = self.outfit.values().copied().collect();
        let candidate = Candidate {
            screening: self.screening,
            clean: self.clean_at(now, rules),
            worn: &worn,
            required: &rules.required_outfit,
            or_is_full: others_in_or >= rules.companions_in_or,
        };
        clearance::blockers(&candidate, kind, policy)
    }

    /// Whether it would leave an isolation room in neither of the two allowed ways: bagged for the laundry, or with its
    /// child (R7).
    #[must_use]
    pub fn breaks_isolation(&self, to: &PlaceSnapshot) -> bool {
        let inside = self.whereabouts.as_ref().is_some_and(|at| at.place.policy.isolation);
        inside
            && !to.policy.isolation
            && to.kind != PlaceKind::Laundry
            && self.holder.kind != HolderKind::Child
    }
}
