//! Builders for the domain tests: places, step payloads and a scene with one bear.

use std::time::Duration;

use stuffy::domain::companion::{Screening, ScreeningAnswer, ScreeningQuestion};
use stuffy::domain::family::FamilyStatus;
use stuffy::domain::id::{JourneyId, PlaceId, StaffId, StepId};
use stuffy::domain::journey::JourneyState;
use stuffy::domain::journey::action::{
    Action, Alternative, CleaningAttester, CleaningMethod, DressedItems, HolderKind, Outcome,
    Soiling,
};
use stuffy::domain::journey::clearance::Blocker;
use stuffy::domain::journey::rule::Rule;
use stuffy::domain::journey::step::{Override, Step, StepPayload};
use stuffy::domain::outfit::{Catalogue, Item};
use stuffy::domain::place::{EntryPolicy, PlaceKind, PlacePolicy, PlaceSnapshot};
use stuffy::domain::site_rules::SiteRules;
use stuffy::domain::string_enum::StringEnum as _;
use stuffy::domain::tag::TagCode;
use stuffy::domain::time::{Time, minutes};
use uuid::Uuid;

/// Every scene begins then, on a day in November.
pub const START: Time = Time::from_millis(1_795_338_000_000);

/// The default author of steps.
pub fn nurse() -> StaffId {
    StaffId::from_uuid(Uuid::from_u128(0x5AFF))
}

/// The same place for each kind, with the default policy.
pub fn place(kind: PlaceKind) -> PlaceSnapshot {
    let id = PlaceId::from_uuid(Uuid::from_u128(0xB1AC_E000 + kind as u128));
    PlaceSnapshot { id, kind, policy: PlacePolicy::default_for(kind) }
}

/// A second place of this kind.
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

/// A place of this kind with this entry policy.
pub fn entered_by(kind: PlaceKind, entry: EntryPolicy) -> PlaceSnapshot {
    let room = place(kind);
    PlaceSnapshot { policy: PlacePolicy { entry, ..room.policy }, ..room }
}

/// A complete screening without hazards.
pub fn harmless() -> Screening {
    let looked = ScreeningQuestion::HAZARDS.iter().map(|&question| (question, ScreeningAnswer::No));
    let answers: Vec<_> =
        looked.chain([(ScreeningQuestion::Washable, ScreeningAnswer::Yes)]).collect();
    Screening::UNKNOWN.updated(&answers)
}

pub fn to(place: PlaceSnapshot) -> StepPayload {
    StepPayload::Action(Action::Moved { place, resting_place: None })
}

pub fn moved(kind: PlaceKind) -> StepPayload {
    to(place(kind))
}

pub fn dressed(items: &[Item]) -> StepPayload {
    let site = Catalogue::default();
    let items = items.iter().map(|&item| site.with_markings(item)).collect();
    StepPayload::Action(Action::Dressed(DressedItems { items, latex_precaution: false }))
}

pub fn undressed(items: &[Item]) -> StepPayload {
    StepPayload::Action(Action::Undressed { items: items.to_vec() })
}

pub fn answered(question: ScreeningQuestion, answer: ScreeningAnswer) -> StepPayload {
    StepPayload::Action(Action::Screened { answers: vec![(question, answer)] })
}

pub fn washed() -> StepPayload {
    cleaned(false, CleaningAttester::Staff)
}

pub fn cleaned(bagged: bool, attested_by: CleaningAttester) -> StepPayload {
    StepPayload::Action(Action::Cleaned { method: CleaningMethod::Wash, bagged, attested_by })
}

pub fn soiled(cause: Soiling) -> StepPayload {
    StepPayload::Action(Action::Soiled { cause })
}

pub fn handed(to: HolderKind) -> StepPayload {
    StepPayload::Action(Action::HandedOver { to, name: None })
}

pub fn found() -> StepPayload {
    StepPayload::Action(Action::Found { place: None })
}

pub fn declined(alternative: Alternative) -> StepPayload {
    StepPayload::Action(Action::Declined {
        reason: "the surgeon would rather not".to_owned(),
        alternative,
    })
}

pub fn reunited() -> StepPayload {
    StepPayload::Action(Action::Reunited { with_guardian: false })
}

pub fn closed(outcome: Outcome) -> StepPayload {
    StepPayload::Action(Action::Closed { outcome, guardian_agreed: true })
}

pub fn override_of(rules: &[Rule]) -> Override {
    Override {
        rules: rules.iter().copied().collect(),
        reason: "surgeon agreed".to_owned(),
        hand_magnet_test: true,
    }
}

/// One bear's journey, built step by step. A minute passes before each step.
#[derive(Clone)]
pub struct Scene {
    pub steps: Vec<Step>,
    pub now: Time,
    pub rules: SiteRules,
}

impl Scene {
    /// A fully screened bear is checked in.
    pub fn checked_in() -> Self {
        Self::checked_in_with(harmless())
    }

    pub fn checked_in_with(screening: Screening) -> Self {
        Self::checked_in_under(SiteRules::default(), screening)
    }

    /// A bear is checked in under these site rules.
    pub fn checked_in_under(rules: SiteRules, screening: Screening) -> Self {
        let payload = StepPayload::CheckedIn {
            place: Some(place(PlaceKind::CheckIn)),
            screening,
            isolation: false,
            rules: rules.snapshot(),
        };
        Self { steps: Vec::new(), now: START, rules }.then(payload)
    }

    /// A bear that is cleared for the operating room.
    pub fn ready() -> Self {
        Self::checked_in().then(washed()).then(dressed(&[Item::Gown, Item::Mask]))
    }

    pub fn then(self, payload: impl Into<StepPayload>) -> Self {
        self.then_with(payload, |_| ())
    }

    /// Adds a step with a change to its default fields.
    pub fn then_with(
        mut self,
        payload: impl Into<StepPayload>,
        alter: impl FnOnce(&mut Step),
    ) -> Self {
        self.now = self.now.plus(minutes(1));
        let mut step = Step {
            id: StepId::from_uuid(Uuid::from_u128(1 + self.steps.len() as u128)),
            journey: JourneyId::from_uuid(Uuid::nil()),
            scan: None,
            payload: payload.into(),
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

    /// Adds a step that was recorded 40 minutes after it happened.
    pub fn recorded_late(self, payload: impl Into<StepPayload>) -> Self {
        self.then_with(payload, |step| {
            step.recorded_at = step.occurred_at.plus(minutes(40));
            step.late = true;
        })
    }

    /// Adds a step with a tag reading.
    pub fn then_read(self, tag: TagCode, payload: impl Into<StepPayload>) -> Self {
        self.then_with(payload, |step| step.tag = Some(tag))
    }

    /// Adds a step that overrides these rules.
    pub fn then_overriding(self, rules: &[Rule], payload: impl Into<StepPayload>) -> Self {
        self.then_with(payload, |step| step.overrode = Some(override_of(rules)))
    }

    /// Voids the last step.
    pub fn void_last(self) -> Self {
        let step = self.last();
        self.then(StepPayload::Voided { step, reason: "wrong bear".to_owned() })
    }

    pub fn wait(mut self, span: Duration) -> Self {
        self.now = self.now.plus(span);
        self
    }

    pub fn last(&self) -> StepId {
        self.steps.last().expect("a scene has a step").id
    }

    pub fn state(&self) -> JourneyState {
        JourneyState::from_steps(&self.steps)
    }

    pub fn blockers_at(&self, place: PlaceSnapshot) -> Vec<Blocker> {
        self.state().blockers(place.kind, place.policy, self.now, &self.rules, 0)
    }

    /// The rules that block the bear from the default place of this kind now.
    pub fn blocking_rules(&self, kind: PlaceKind) -> Vec<Rule> {
        self.blockers_at(place(kind)).iter().map(|blocker| blocker.rule).collect()
    }

    /// The keys of the open concerns.
    pub fn concerns(&self) -> Vec<&'static str> {
        self.state().concerns.iter().map(|concern| concern.kind.key()).collect()
    }

    /// The statuses in the family feed, oldest first.
    pub fn statuses(&self) -> Vec<FamilyStatus> {
        self.state().feed.moments.iter().map(|moment| moment.status).collect()
    }
}
