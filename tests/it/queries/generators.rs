//! Generators of random steps.

use std::time::Duration;

use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use stuffy::domain::companion::{Screening, ScreeningAnswer, ScreeningQuestion};
use stuffy::domain::id::{ScanId, StepId};
use stuffy::domain::journey::action::{Action, DressedItems};
use stuffy::domain::journey::rule::Rule;
use stuffy::domain::journey::step::{Override, Step, StepPayload};
use stuffy::domain::outfit::Worn;
use stuffy::domain::place::{PlacePolicy, PlaceSnapshot};
use stuffy::domain::site_rules::RulesSnapshot;
use stuffy::domain::string_enum::StringEnum;
use stuffy::domain::tag::TagCode;

use super::fixtures::{Ward, at, uuid};

/// One word of a kind.
fn word<T: StringEnum>() -> impl Strategy<Value = T> {
    select(T::ALL)
}

/// Anything that the door lets in as words.
fn words() -> impl Strategy<Value = String> {
    "[^\\p{Cc}]{0,12}"
}

fn place(ward: &Ward) -> impl Strategy<Value = PlaceSnapshot> + use<> {
    let policy = (word(), option::of(1..99_u32), any::<bool>());
    (select(ward.places.clone()), policy).prop_map(|(place, (entry, rewash_hours, isolation))| {
        let policy = PlacePolicy { entry, rewash_hours, isolation };
        PlaceSnapshot { id: place.id, kind: place.kind, policy }
    })
}

fn answers() -> impl Strategy<Value = Vec<(ScreeningQuestion, ScreeningAnswer)>> {
    vec((word(), word()), 0..4)
}

fn worn() -> impl Strategy<Value = Worn> {
    (word(), any::<bool>(), any::<bool>()).prop_map(|(item, metal_free, latex_free)| Worn {
        item,
        metal_free,
        latex_free,
    })
}

fn rules() -> impl Strategy<Value = RulesSnapshot> {
    let span = || (0..1_000_000_u64).prop_map(Duration::from_millis);
    (span(), span(), span(), btree_set(word(), 0..3)).prop_map(
        |(clean_for, clean_on_ward_for, copied_within, required)| RulesSnapshot {
            clean_for,
            clean_on_ward_for,
            copied_within,
            required_outfit: required,
        },
    )
}

fn checked_in(ward: &Ward) -> impl Strategy<Value = StepPayload> + use<> {
    (option::of(place(ward)), answers(), any::<bool>(), rules()).prop_map(
        |(place, answers, isolation, rules)| StepPayload::CheckedIn {
            place,
            screening: Screening::UNKNOWN.updated(&answers),
            isolation,
            rules,
        },
    )
}

fn action(ward: &Ward) -> impl Strategy<Value = Action> + use<> {
    prop_oneof![
        (place(ward), option::of(words()))
            .prop_map(|(place, resting_place)| Action::Moved { place, resting_place }),
        (vec(worn(), 0..4), any::<bool>()).prop_map(|(items, latex_precaution)| {
            Action::Dressed(DressedItems { items, latex_precaution })
        }),
        vec(word(), 0..4).prop_map(|items| Action::Undressed { items }),
        answers().prop_map(|answers| Action::Screened { answers }),
        (word(), any::<bool>(), word()).prop_map(|(method, bagged, attested_by)| {
            Action::Cleaned { method, bagged, attested_by }
        }),
        word().prop_map(|cause| Action::Soiled { cause }),
        (word(), option::of(words())).prop_map(|(to, name)| Action::HandedOver { to, name }),
        Just(Action::ReportedMissing),
        option::of(place(ward)).prop_map(|place| Action::Found { place }),
        (words(), word())
            .prop_map(|(reason, alternative)| Action::Declined { reason, alternative }),
        any::<bool>().prop_map(|with_guardian| Action::Reunited { with_guardian }),
        (word(), any::<bool>())
            .prop_map(|(outcome, guardian_agreed)| Action::Closed { outcome, guardian_agreed }),
        words().prop_map(|text| Action::Noted { text }),
    ]
}

/// Anything; a step that takes another back names one of the first few.
fn what(ward: &Ward) -> impl Strategy<Value = StepPayload> + use<> {
    prop_oneof![
        1 => checked_in(ward),
        1 => Just(StepPayload::Sighted),
        13 => action(ward).prop_map(StepPayload::Action),
        1 => (0..8_u128, words()).prop_map(|(nth, reason)| StepPayload::Voided {
            step: StepId::from_uuid(uuid(nth)),
            reason
        }),
    ]
}

fn overrode() -> impl Strategy<Value = Override> {
    (btree_set(word::<Rule>(), 0..3), words(), any::<bool>())
        .prop_map(|(rules, reason, hand_magnet_test)| Override { rules, reason, hand_magnet_test })
}

/// A step whose number is still to come.
fn step(ward: &Ward) -> impl Strategy<Value = Step> + use<> {
    let ward = ward.clone();
    let source = (option::of(any::<u128>()), option::of(any::<[u8; 8]>()), any::<bool>());
    let more = (any::<bool>(), option::of(overrode()));
    (what(&ward), -500..500_i64, 0..500_i64, source, more).prop_map(
        move |(what, occurred, delay, (scan, tag, late), (witnessed, overrode))| Step {
            occurred_at: at(occurred),
            recorded_at: at(occurred + delay),
            scan: scan.map(|id| ScanId::from_uuid(uuid(id))),
            tag: tag.map(TagCode::from_entropy),
            late,
            witness: witnessed.then_some(ward.other.id),
            overrode,
            ..ward.step(0, what)
        },
    )
}

/// A journey's steps, numbered in the order they were told, which need not be that of happening.
pub(crate) fn steps(ward: &Ward, from: u128) -> impl Strategy<Value = Vec<Step>> + use<> {
    let number = move |(mut step, nth): (Step, u128)| {
        step.id = StepId::from_uuid(uuid(from + nth));
        if let StepPayload::Voided { step, .. } = &mut step.payload {
            *step = StepId::from_uuid(uuid(from + step.uuid().as_u128()));
        }
        step
    };
    vec(step(ward), 1..40).prop_map(move |steps| steps.into_iter().zip(0..).map(number).collect())
}
