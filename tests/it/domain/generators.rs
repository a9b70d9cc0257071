//! Proptest generators of journeys: any step at any time, with equal times, repetitions and voids of missing steps.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use stuffy::domain::companion::{Screening, ScreeningAnswer, ScreeningQuestion};
use stuffy::domain::id::{JourneyId, PlaceId, ScanId, StaffId, StepId};
use stuffy::domain::journey::action::{Action, DressedItems, HolderKind};
use stuffy::domain::journey::rule::Rule;
use stuffy::domain::journey::step::{Override, Step, StepPayload};
use stuffy::domain::outfit::{Item, Worn};
use stuffy::domain::place::{PlaceKind, PlacePolicy, PlaceSnapshot};
use stuffy::domain::site_rules::RulesSnapshot;
use stuffy::domain::string_enum::StringEnum;
use stuffy::domain::tag::TagCode;
use stuffy::domain::time::{Time, minutes};
use uuid::Uuid;

use super::builders::START;

/// Names in every free text. No family may ever read one.
pub const NAMES: [&str; 3] = ["Nightingale", "Theatre Nine", "Ward Cassiopeia"];

/// The minutes of a journey: few, so that several steps often share one.
const SPAN: i64 = 12;

pub fn any_of<T: StringEnum>() -> impl Strategy<Value = T> {
    select(T::ALL)
}

fn text() -> impl Strategy<Value = String> {
    select(&NAMES[..]).prop_map(|name| format!("said by {name}"))
}

/// One of four places, so that a companion often returns to one.
pub fn any_place() -> impl Strategy<Value = PlaceSnapshot> {
    let policy = (any_of(), option::of(0..60_u32), prop::bool::weighted(0.2)).prop_map(
        |(entry, rewash_hours, isolation)| PlacePolicy { entry, rewash_hours, isolation },
    );
    (0..4_u128, any_of::<PlaceKind>(), policy).prop_map(|(n, kind, policy)| PlaceSnapshot {
        id: PlaceId::from_uuid(Uuid::from_u128(0xB1AC_EB1A_CE00 + n)),
        kind,
        policy,
    })
}

pub fn any_screening() -> impl Strategy<Value = Screening> {
    vec((any_of::<ScreeningQuestion>(), any_of::<ScreeningAnswer>()), 0..9)
        .prop_map(|answers| Screening::UNKNOWN.updated(&answers))
}

fn any_rules() -> impl Strategy<Value = RulesSnapshot> {
    (0..SPAN.unsigned_abs(), 0..SPAN.unsigned_abs(), 0..4_u64, vec(any_of::<Item>(), 0..3))
        .prop_map(|(clean, ward, copied, required)| RulesSnapshot {
            clean_for: minutes(clean),
            clean_on_ward_for: minutes(ward),
            copied_within: minutes(copied),
            required_outfit: required.into_iter().collect(),
        })
}

fn any_worn() -> impl Strategy<Value = Worn> {
    (any_of(), any::<bool>(), any::<bool>()).prop_map(|(item, metal_free, latex_free)| Worn {
        item,
        metal_free,
        latex_free,
    })
}

pub fn any_check_in() -> impl Strategy<Value = StepPayload> {
    (option::of(any_place()), any_screening(), any::<bool>(), any_rules()).prop_map(
        |(place, screening, isolation, rules)| StepPayload::CheckedIn {
            place,
            screening,
            isolation,
            rules,
        },
    )
}

/// Any payload but a check-in.
fn any_action() -> impl Strategy<Value = Action> {
    let dressed = (vec(any_worn(), 0..4), any::<bool>()).prop_map(|(items, latex_precaution)| {
        Action::Dressed(DressedItems { items, latex_precaution })
    });
    let cleaned = (any_of(), any::<bool>(), any_of())
        .prop_map(|(method, bagged, attested_by)| Action::Cleaned { method, bagged, attested_by });
    let closed = (any_of(), any::<bool>())
        .prop_map(|(outcome, guardian_agreed)| Action::Closed { outcome, guardian_agreed });
    prop_oneof![
        4 => (any_place(), option::of(text()))
            .prop_map(|(place, resting_place)| Action::Moved { place, resting_place }),
        2 => dressed,
        2 => vec(any_of(), 0..5).prop_map(|items| Action::Undressed { items }),
        1 => vec((any_of(), any_of()), 0..4).prop_map(|answers| Action::Screened { answers }),
        2 => cleaned,
        1 => any_of().prop_map(|cause| Action::Soiled { cause }),
        2 => (any_of::<HolderKind>(), option::of(text()))
            .prop_map(|(to, name)| Action::HandedOver { to, name }),
        1 => Just(Action::ReportedMissing),
        1 => option::of(any_place()).prop_map(|place| Action::Found { place }),
        1 => (text(), any_of())
            .prop_map(|(reason, alternative)| Action::Declined { reason, alternative }),
        1 => any::<bool>().prop_map(|with_guardian| Action::Reunited { with_guardian }),
        1 => closed,
        1 => text().prop_map(|text| Action::Noted { text }),
    ]
}

fn any_event() -> impl Strategy<Value = StepPayload> {
    let void = text().prop_map(|reason| StepPayload::Voided { step: missing_step(), reason });
    prop_oneof![
        1 => Just(StepPayload::Sighted),
        20 => any_action().prop_map(StepPayload::Action),
        3 => void,
    ]
}

/// The id of a step that does not exist.
fn missing_step() -> StepId {
    StepId::from_uuid(Uuid::from_u128(u128::MAX))
}

fn any_override() -> impl Strategy<Value = Override> {
    (vec(any_of::<Rule>(), 0..4), text(), any::<bool>()).prop_map(
        |(rules, reason, hand_magnet_test)| Override {
            rules: rules.into_iter().collect(),
            reason,
            hand_magnet_test,
        },
    )
}

/// A step at any minute. `assemble` makes its id unique and gives a void its target.
fn any_step(payload: impl Strategy<Value = StepPayload>) -> impl Strategy<Value = (Step, Index)> {
    let made = (payload, 0..SPAN, any::<u16>(), any::<bool>());
    let read = (option::of(0..2_u8), option::weighted(0.3, any_override()), any::<Index>());
    (made, read).prop_map(|((payload, minute, luck, late), (tag, overrode, aim))| {
        let occurred_at = Time::from_millis(START.millis() + minute * 60_000);
        let step = Step {
            id: StepId::from_uuid(Uuid::from_u128(u128::from(luck) << 32)),
            journey: JourneyId::from_uuid(Uuid::nil()),
            scan: tag.map(|n| ScanId::from_uuid(Uuid::from_u128(u128::from(n)))),
            payload,
            occurred_at,
            recorded_at: occurred_at.plus(minutes(if late { 30 } else { 0 })),
            late,
            by: StaffId::from_uuid(Uuid::from_u128(0x57AF_F57A_FF00)),
            witness: None,
            tag: tag.map(|n| TagCode::from_entropy([n; 8])),
            overrode,
        };
        (step, aim)
    })
}

fn assemble(made: Vec<(Step, Index)>) -> Vec<Step> {
    let (mut steps, aims): (Vec<_>, Vec<_>) = made.into_iter().unzip();
    for (n, step) in (0_u128..).zip(&mut steps) {
        step.id = StepId::from_uuid(Uuid::from_u128(step.id.uuid().as_u128() | n));
    }
    // About one void in eight has no target.
    let ids: Vec<_> =
        steps.iter().map(|step| step.id).chain([missing_step(), missing_step()]).collect();
    for (step, aim) in steps.iter_mut().zip(aims) {
        if let StepPayload::Voided { step, .. } = &mut step.payload {
            *step = *aim.get(&ids);
        }
    }
    steps
}

/// Steps of every kind, with any number of check-ins at any position.
pub fn any_steps() -> impl Strategy<Value = Vec<Step>> {
    let payload = prop_oneof![1 => any_check_in(), 12 => any_event()];
    vec(any_step(payload), 0..24).prop_map(assemble)
}

/// Steps as a server receives them: the only check-in comes first.
pub fn any_journey() -> impl Strategy<Value = Vec<Step>> {
    (any_step(any_check_in()), vec(any_step(any_event()), 0..24))
        .prop_map(|(first, others)| assemble(std::iter::once(first).chain(others).collect()))
}

/// The same steps in another order, each once or several times.
pub fn reordered(steps: Vec<Step>) -> impl Strategy<Value = Vec<Step>> {
    let again = vec(any::<Index>(), 0..6);
    (Just(steps), again)
        .prop_map(|(steps, again)| {
            let more: Vec<_> = again
                .iter()
                .filter(|_| !steps.is_empty())
                .map(|index| index.get(&steps).clone())
                .collect();
            steps.into_iter().chain(more).collect::<Vec<_>>()
        })
        .prop_shuffle()
}

/// A number of cases. A failing case becomes a test of its own, so no regression file is written.
pub fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}
