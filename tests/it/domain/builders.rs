//! The cast of the scenes: a bear, its places and what may happen to it, each in one word.

use std::time::Duration;

use stuffy::domain::companion::{Screening, ScreeningAnswer, ScreeningQuestion};
use stuffy::domain::family::FamilyStatus;
use stuffy::domain::id::{JourneyId, PlaceId, StaffId, StepId};
use stuffy::domain::journey::JourneyState;
use stuffy::domain::journey::clearance::Blocker;
use stuffy::domain::journey::rule::Rule;
use stuffy::domain::journey::step::{
    Alternative, CleaningAttester, HolderKind, CleaningMethod, Outcome, Override, Soiling, Step,
    StepPayload,
};
use stuffy::domain::outfit::{Catalogue, Item};
use stuffy::domain::place::{EntryPolicy, PlaceKind, PlacePolicy, PlaceSnapshot};
use stuffy::domain::site_rules::SiteRules;
use stuffy::domain::string_enum::StringEnum as _;
use stuffy::domain::tag::TagCode;
use stuffy::domain::time::{Time, minutes};
use uuid::Uuid;

/// A day in November; every scene begins then.
pub const START: Time = Time::from_millis(1_795_338_000_000);

/// Somebody on shift.
pub fn nurse() -> StaffId {
    StaffId::from_uuid(Uuid::from_u128(0x5AFF))
}

/// A place of this kind, the same one each time, with the policy such a place starts with.
pub fn place(kind: PlaceKind) -> PlaceSnapshot {
    let id = PlaceId::from_uuid(Uuid::from_u128(0xB1AC_E000 + kind as u128));
    PlaceSnapshot { id, kind, policy: PlacePolicy::default_for(kind) }
}

/// Another place of this kind.
pub fn another(kind: PlaceKind) -> PlaceSnapshot {
    PlaceSnapshot {
        id: PlaceId::from_uuid(Uuid::from_u128(0xB1AC_E100 + kind as u128)),
        ..place(kind)
    }
}

/// A ward room in isolation.
pub fn isolation_room() -> PlaceSnapshot {
    let room = another(PlaceKind::Ward);
    PlaceSnapshot { policy: PlacePolicy { isolation: true, ..room.policy }, ..room }
}

/// A place of this kind with this entry.
pub fn entered_by(kind: PlaceKind, entry: EntryPolicy) -> PlaceSnapshot {
    let room = place(kind);
    PlaceSnapshot { policy: PlacePolicy { entry, ..room.policy }, ..room }
}

/// Looked at by everybody, and nothing found.
pub fn harmless() -> Screening {
    let looked = ScreeningQuestion::HAZARDS.iter().map(|&question| (question, ScreeningAnswer::No));
    let answers: Vec<_> =
        looked.chain([(ScreeningQuestion::Washable, ScreeningAnswer::Yes)]).collect();
    Screening::UNKNOWN.updated(&answers)
}

pub fn to(place: PlaceSnapshot) -> StepPayload {
    StepPayload::Moved { place, resting_place: None }
}

pub fn moved(kind: PlaceKind) -> StepPayload {
    to(place(kind))
}

pub fn dressed(items: &[Item]) -> StepPayload {
    let site = Catalogue::default();
    let items = items.iter().map(|&item| site.worn(item)).collect();
    StepPayload::Dressed { items, latex_precaution: false }
}

pub fn undressed(items: &[Item]) -> StepPayload {
    StepPayload::Undressed { items: items.to_vec() }
}

pub fn answered(question: ScreeningQuestion, answer: ScreeningAnswer) -> StepPayload {
    StepPayload::Screened { answers: vec![(question, answer)] }
}

pub fn washed() -> StepPayload {
    cleaned(false, CleaningAttester::Staff)
}

pub fn cleaned(bagged: bool, attested_by: CleaningAttester) -> StepPayload {
    StepPayload::Cleaned { method: CleaningMethod::Wash, bagged, attested_by }
}

pub fn soiled(why: Soiling) -> StepPayload {
    StepPayload::Soiled { cause: why }
}

pub fn handed(to: HolderKind) -> StepPayload {
    StepPayload::HandedOver { to, name: None }
}

pub fn found() -> StepPayload {
    StepPayload::Found { place: None }
}

pub fn declined(alternative: Alternative) -> StepPayload {
    StepPayload::Declined { reason: "the surgeon would rather not".to_owned(), alternative }
}

pub fn reunited() -> StepPayload {
    StepPayload::Reunited { with_guardian: false }
}

pub fn closed(outcome: Outcome) -> StepPayload {
    StepPayload::Closed { outcome, guardian_agreed: true }
}

pub fn override_of(rules: &[Rule]) -> Override {
    Override {
        rules: rules.iter().copied().collect(),
        reason: "surgeon agreed".to_owned(),
        hand_magnet_test: true,
    }
}

/// One bear's way, told step by step: a minute passes between two, unless the scene says more.
#[derive(Clone)]
pub struct Scene {
    pub steps: Vec<Step>,
    pub now: Time,
    pub rules: SiteRules,
}

impl Scene {
    /// A bear that everybody has looked at is checked in.
    pub fn checked_in() -> Self {
        Self::checked_in_with(harmless())
    }

    /// A bear of which this is known is checked in.
    pub fn checked_in_with(screening: Screening) -> Self {
        Self::checked_in_under(SiteRules::default(), screening)
    }

    /// A bear is checked in at a site with rules of its own.
    pub fn checked_in_under(rules: SiteRules, screening: Screening) -> Self {
        let what = StepPayload::CheckedIn {
            place: Some(place(PlaceKind::CheckIn)),
            screening,
            isolation: false,
            rules: rules.snapshot(),
        };
        Self { steps: Vec::new(), now: START, rules }.then(what)
    }

    /// A bear ready for the operating room, in every respect.
    pub fn ready() -> Self {
        Self::opens().then(washed()).then(dressed(&[Item::Gown, Item::Mask]))
    }

    pub fn then(self, what: StepPayload) -> Self {
        self.but(what, |_| ())
    }

    /// The step happens, but with something about it that is unlike other steps.
    pub fn but(mut self, what: StepPayload, alter: impl FnOnce(&mut Step)) -> Self {
        self.now = self.now.plus(minutes(1));
        let mut step = Step {
            id: StepId::from_uuid(Uuid::from_u128(1 + self.steps.len() as u128)),
            journey: JourneyId::from_uuid(Uuid::nil()),
            scan: None,
            what,
            occurred_at: self.now,
            recorded_at: self.now,
            late: false,
            by: nurse(),
            witness: None,
            tag: None,
            overrode: None,
        };
        alter(&mut step);
        self.steps.push(step);
        self
    }

    /// The step was written down long after it happened.
    pub fn recorded_late(self, what: StepPayload) -> Self {
        self.but(what, |step| {
            step.recorded_at = step.occurred_at.plus(minutes(40));
            step.late = true;
        })
    }

    /// The step came of reading this tag.
    pub fn read(self, tag: TagCode, what: StepPayload) -> Self {
        self.but(what, |step| step.tag = Some(tag))
    }

    /// Somebody who may sets these rules aside for the step.
    pub fn despite(self, rules: &[Rule], what: StepPayload) -> Self {
        self.but(what, |step| step.overrode = Some(override_of(rules)))
    }

    /// The last step is taken back.
    pub fn void_last(self) -> Self {
        let step = self.last();
        self.then(StepPayload::Voided { step, reason: "wrong bear".to_owned() })
    }

    pub fn passes(mut self, span: Duration) -> Self {
        self.now = self.now.plus(span);
        self
    }

    pub fn last(&self) -> StepId {
        self.steps.last().expect("a scene has a step").id
    }

    pub fn state(&self) -> JourneyState {
        JourneyState::from_steps(&self.steps)
    }

    /// What stands between the bear and this place now.
    pub fn blockers_at(&self, place: PlaceSnapshot) -> Vec<Blocker> {
        self.state().blockers(place.kind, place.policy, self.now, &self.rules, 0)
    }

    /// The rules that stand between the bear and a usual place of this kind now.
    pub fn blocking_rules(&self, kind: PlaceKind) -> Vec<Rule> {
        self.blockers_at(place(kind)).iter().map(|blocker| blocker.rule).collect()
    }

    /// The keys of what wants looking into.
    pub fn concerns(&self) -> Vec<&'static str> {
        self.state().concerns.iter().map(|concern| concern.kind.key()).collect()
    }

    /// What the family has been told, one word after the other.
    pub fn told(&self) -> Vec<FamilyStatus> {
        self.state().feed.moments.iter().map(|moment| moment.status).collect()
    }
}
