//! A journey: its state is a fold of its steps, and nothing else (rule 1 of the house).

pub mod step;
pub(crate) mod apply;
pub mod cleanliness;
pub mod clearance;
pub mod suggestions;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::alert::Concern;
use super::companion::Screening;
use super::family::FamilyFeed;
use super::id::{PlaceId, StaffId, StepId};
use super::outfit::{Gowning, Item, Outfit, Worn};
use super::place::{PlaceKind, PlacePolicy, PlaceSnapshot, Stage};
use super::site_rules::{RulesSnapshot, SiteRules};
use super::string_enum::string_enum;
use super::tag::TagCode;
use super::time::Time;
use cleanliness::{CleanStatus, Cleanliness};
use clearance::{Blocker, Candidate};
use step::{HolderKind, Outcome, Step, StepPayload};

string_enum! {
    /// How far a journey is.
    pub enum JourneyStatus {
        /// Under way.
        Open = "open",
        /// The companion is back with its child.
        Reunited = "reunited",
        /// Over.
        Closed = "closed",
    }
}

/// Who has the companion, since when and by which step: exactly one at any time (R15).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// What kind of holder.
    pub kind: HolderKind,
    /// The name that was said.
    pub name: Option<String>,
    /// The member of staff who took it, when no other name was said.
    pub staff: Option<StaffId>,
    /// Since when.
    pub since: Time,
    /// By which step; none before the first.
    pub source: Option<StepId>,
}

/// The last place somebody confirmed, with its source (R15).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whereabouts {
    /// The place as it was then.
    pub place: PlaceSnapshot,
    /// Where it rests, in an operating room.
    pub resting_place: Option<String>,
    /// Since when.
    pub since: Time,
    /// By which step.
    pub source: StepId,
}

/// The last place at which a tag was read, to notice a copy (R27).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TagReading {
    /// Which tag.
    pub tag: TagCode,
    /// Where.
    pub place: PlaceId,
    /// When.
    pub at: Time,
}

/// Everything that follows from a journey's steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JourneyState {
    /// The rules it is judged by.
    pub rules: RulesSnapshot,
    /// How far it is.
    pub status: JourneyStatus,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// Where on its way the companion is.
    pub stage: Stage,
    /// The last confirmed place.
    pub whereabouts: Option<Whereabouts>,
    /// When it was last seen.
    pub last_seen_at: Option<Time>,
    /// Who has it.
    pub holder: Holder,
    /// What it wears.
    pub outfit: BTreeMap<Item, Worn>,
    /// What it ever wore on this journey.
    pub ever_worn: Outfit,
    /// What is known of its insides.
    pub screening: Screening,
    /// What is known of its cleanliness.
    pub cleanliness: Cleanliness,
    /// Since when nobody knows where it is.
    pub missing_since: Option<Time>,
    /// Whether it will not come along to the operating room (R8).
    pub declined: bool,
    /// The last place its tag was read at.
    pub last_reading: Option<TagReading>,
    /// What wants looking into, oldest first.
    pub concerns: Vec<Concern>,
    /// What its family has been told.
    pub told: FamilyFeed,
    /// When the latest of its late steps was kept: what was told before that knew nothing of it.
    pub late_recorded_at: Option<Time>,
    /// The last step there is, voided or not.
    pub last_step: Option<(Time, StepId)>,
}

impl JourneyState {
    /// A journey of which nothing is known yet.
    #[must_use]
    pub fn new(rules: RulesSnapshot) -> Self {
        Self {
            rules,
            status: JourneyStatus::Open,
            outcome: None,
            stage: Stage::CheckedIn,
            whereabouts: None,
            last_seen_at: None,
            holder: Holder {
                kind: HolderKind::Child,
                name: None,
                staff: None,
                since: Time::from_millis(0),
                source: None,
            },
            outfit: BTreeMap::new(),
            ever_worn: Outfit::new(),
            screening: Screening::UNKNOWN,
            cleanliness: Cleanliness::default(),
            missing_since: None,
            declined: false,
            last_reading: None,
            concerns: Vec::new(),
            told: FamilyFeed::default(),
            late_recorded_at: None,
            last_step: None,
        }
    }

    /// The state that these steps lead to, in whatever order and however often they are given.
    #[must_use]
    pub fn from_steps<'a>(steps: impl IntoIterator<Item = &'a Step>) -> Self {
        // A journey begins with its check-in: what a phone with a slow clock dates before it was
        // done to a companion that was checked in, and must not be overwritten by it.
        let place = |step: &Step| (!is_check_in(step), step.order());
        let ordered: BTreeMap<_, _> = steps.into_iter().map(|step| (place(step), step)).collect();
        let voided: BTreeSet<_> = ordered.values().filter_map(|step| step.what.voids()).collect();
        let rules = ordered.values().find_map(|step| match &step.what {
            StepPayload::CheckedIn { rules, .. } => Some(rules.clone()),
            _ => None,
        });
        let mut state = Self::new(rules.unwrap_or_default());
        let last = ordered.values().map(|step| step.order()).max();
        // A void can itself not be voided: the step is made again instead.
        let counts = |step: &&Step| !voided.contains(&step.id) || step.what.voids().is_some();
        let kept: Vec<_> = ordered.into_values().filter(counts).collect();
        for (nth, step) in kept.iter().enumerate() {
            if state.has_no_late_step_after(step.recorded_at) {
                state.apply_and_record_feed(step);
            } else {
                let seen = Self::as_known_when_recorded(&state.rules, &kept[..=nth]).family_update();
                state.apply_silently(step);
                state.told.record(step, seen);
            }
        }
        // A voided step may be the last: told again, it must not pass for a new one.
        state.last_step = last;
        state
    }

    /// Whether nothing that is counted here was entered late and after `then`.
    fn has_no_late_step_after(&self, then: Time) -> bool {
        self.late_recorded_at.is_none_or(|late| late <= then)
    }

    /// The state as it was known when the last of these steps was kept. A family heard of it then,
    /// and a late step that came in afterwards must not change what it heard (R29).
    fn as_known_when_recorded(rules: &RulesSnapshot, steps: &[&Step]) -> Self {
        let then = steps.last().map(|step| step.recorded_at);
        let known = steps.iter().filter(|step| !step.late || Some(step.recorded_at) <= then);
        known.fold(Self::new(rules.clone()), |mut state, step| {
            state.apply_silently(step);
            state
        })
    }

    /// Now, for what is done to this companion: by a clock that is behind whichever dated its last step, what is done
    /// now would be folded before what was done already.
    #[must_use]
    pub fn now(&self, by_the_clock: Time) -> Time {
        match self.last_step {
            Some((last, _)) if last > by_the_clock => last.plus(Duration::from_millis(1)),
            _ => by_the_clock,
        }
    }

    /// Whether this step can be added without folding anew: it comes after all others, was kept
    /// after them, and voids none.
    #[must_use]
    pub fn can_append(&self, step: &Step) -> bool {
        self.last_step.is_none_or(|last| last < step.order())
            && self.has_no_late_step_after(step.recorded_at)
            && step.what.voids().is_none()
            && (self.last_step.is_none() || !is_check_in(step))
    }

    /// What it wears, piece by piece.
    #[must_use]
    pub fn worn(&self) -> Outfit {
        self.outfit.keys().copied().collect()
    }

    /// What it wears that has to come off before it goes home (R13).
    #[must_use]
    pub fn removable_items(&self) -> Outfit {
        self.outfit.keys().copied().filter(|item| !item.stays_on()).collect()
    }

    /// How far the gowning is, by what the site requires.
    #[must_use]
    pub fn gowning(&self, required: &Outfit) -> Gowning {
        Gowning::from_outfits(&self.worn(), &self.ever_worn, required)
    }

    /// Whether it is clean at `now`, by the rules of the day.
    #[must_use]
    pub fn clean_at(&self, now: Time, rules: &SiteRules) -> CleanStatus {
        self.cleanliness.at(now, rules.clean_for, rules.clean_on_ward_for)
    }

    /// Whether nobody has scanned it for so long that somebody should look (R35).
    #[must_use]
    pub fn is_quiet(&self, now: Time, quiet_after: Duration) -> bool {
        self.expects_scans() && self.last_seen_at.is_some_and(|seen| now.since(seen) >= quiet_after)
    }

    /// Whether a word is due now and then: on its way, and wherever it waits for its child, so that staff are nudged
    /// before its family reads of a silence. With its child on a ward it stays for days, and needs no watch.
    #[must_use]
    pub fn expects_scans(&self) -> bool {
        let stays = match self.stage {
            Stage::Ward | Stage::IntensiveCare => self.rests_with_child(),
            stage => stage == Stage::Home,
        };
        self.status == JourneyStatus::Open && !stays
    }

    /// Whether it is in a place of this kind and its journey is not over.
    #[must_use]
    pub fn is_in(&self, kind: PlaceKind) -> bool {
        self.status != JourneyStatus::Closed
            && self.whereabouts.as_ref().is_some_and(|at| at.place.kind == kind)
    }

    /// What stands between it and a place at `now`; `others_in_or` counts its child's other
    /// companions in an operating room.
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

    /// Whether leaving its isolation room for this place is neither "bagged for wash" nor "stays
    /// with child" (R7).
    #[must_use]
    pub fn breaks_isolation(&self, to: &PlaceSnapshot) -> bool {
        let inside = self.whereabouts.as_ref().is_some_and(|at| at.place.policy.isolation);
        inside
            && !to.policy.isolation
            && to.kind != PlaceKind::Laundry
            && self.holder.kind != HolderKind::Child
    }
}

const fn is_check_in(step: &Step) -> bool {
    matches!(step.what, StepPayload::CheckedIn { .. })
}
