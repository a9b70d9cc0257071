//! The card and the passport: who signs, when a card is released and shown, and when a stamp is given (R36, R40).

use std::collections::BTreeSet;

use proptest::prelude::*;
use stuffy::domain::card::{self, CardForm, Signer};
use stuffy::domain::error::DomainError;
use stuffy::domain::id::StaffId;
use stuffy::domain::journey::action::{Action, HolderKind, Outcome};
use stuffy::domain::journey::step::{Step, StepPayload};
use stuffy::domain::outfit::Item;
use stuffy::domain::passport::PassportStamp;
use stuffy::domain::place::PlaceKind;
use stuffy::domain::visit::{Hold, HoldKind, VisitStatus};
use uuid::Uuid;

use super::builders::{
    START, Scene, closed, declined, dressed, handed, moved, nurse, reunited, undressed,
};

const OR: PlaceKind = PlaceKind::OperatingRoom;
const HERE: VisitStatus = VisitStatus::InProgress;

fn staff(n: u128) -> StaffId {
    StaffId::from_uuid(Uuid::from_u128(n))
}

fn held(kind: HoldKind) -> Hold {
    Hold { kind, reason: "we talk first".to_owned(), by: nurse(), at: START }
}

/// The same steps, the `nth` of them by `who`.
fn by(scene: &Scene, nth: usize, who: StaffId) -> Scene {
    let mut scene = scene.clone();
    scene.steps[nth].by = who;
    scene
}

#[test]
fn r40_signers_are_the_holders_most_often_first() {
    let (perfusion, night, visitor) = (staff(1), staff(2), staff(3));
    let named = StepPayload::Action(Action::HandedOver {
        to: HolderKind::Staff,
        name: Some("Perfusion 2".to_owned()),
    });
    let to_the_parents = StepPayload::Action(Action::HandedOver {
        to: HolderKind::Guardian,
        name: Some("Her father".to_owned()),
    });
    let scene = Scene::checked_in() // by the nurse
        .then(dressed(&[Item::Gown, Item::Mask])) // perfusion
        .then(moved(OR)) // perfusion
        .then(named)
        .then(Action::Noted { text: "a remark".to_owned() })
        .then(to_the_parents);
    let mut scene = by(&by(&scene, 1, perfusion), 2, perfusion);
    scene.steps[3].by = perfusion;
    // A note is written without the companion in hand; a witness had it in front of them.
    scene.steps[4].by = visitor;
    scene.steps[5].witness = Some(night);
    let expected = [
        Signer::Staff(perfusion),
        Signer::Staff(nurse()),
        Signer::Named("Perfusion 2".to_owned()),
        Signer::Staff(night),
    ];
    // The nurse held it twice, at check-in and when it went to the parents; perfusion held it three times.
    assert_eq!(card::holders(&scene.steps), expected);
}

#[test]
fn r40_a_voided_step_adds_no_signer() {
    let (other, scene) = (staff(9), Scene::checked_in().then(dressed(&[Item::Gown])));
    let mut scene = by(&scene, 1, other);
    assert!(card::holders(&scene.steps).contains(&Signer::Staff(other)));
    scene = scene.void_last();
    scene.steps[2].by = other;
    assert_eq!(card::holders(&scene.steps), [Signer::Staff(nurse())]);
}

#[test]
fn r40_a_card_is_released_only_at_the_end_without_hold_or_cancellation() {
    let may = |scene: &Scene, visit, hold: Option<&Hold>| {
        card::check_release(&scene.state(), visit, hold)
    };
    let (on_the_way, back) =
        (Scene::checked_in().then(moved(OR)), Scene::checked_in().then(reunited()));
    assert_eq!(may(&on_the_way, HERE, None), Err(DomainError::JourneyUnderWay));
    assert_eq!(may(&back, HERE, None), Ok(()));
    assert_eq!(may(&back, VisitStatus::Completed, None), Ok(()));
    assert_eq!(may(&back, VisitStatus::Cancelled, None), Err(DomainError::VisitCancelled));
    for kind in [HoldKind::Hold, HoldKind::Permanent] {
        assert_eq!(may(&back, HERE, Some(&held(kind))), Err(DomainError::FeedHeld));
    }
    let ends = [
        (Outcome::WithChild, true),
        (Outcome::WithGuardian, true),
        (Outcome::ToBePosted, true),
        (Outcome::Lost, false),
        (Outcome::Discarded, false),
    ];
    for (outcome, thanked) in ends {
        let over = Scene::checked_in().then(closed(outcome));
        assert_eq!(may(&over, HERE, None).is_ok(), thanked, "{outcome:?}");
    }
    let gone_again = back.then(Action::ReportedMissing);
    assert_eq!(may(&gone_again, HERE, None), Err(DomainError::JourneyUnderWay));
}

#[test]
fn r36_a_hold_freezes_a_card_and_a_permanent_hold_hides_it() {
    let (open, back) = (Scene::checked_in().state(), Scene::checked_in().then(reunited()).state());
    let (quiet, for_ever) = (held(HoldKind::Hold), held(HoldKind::Permanent));
    assert!(card::is_shown(&back, HERE, None, false) && !card::is_shown(&open, HERE, None, true));
    assert!(!card::is_shown(&back, VisitStatus::Cancelled, None, true));
    for state in [&open, &back] {
        for was_there in [true, false] {
            let shown = card::is_shown(state, HERE, Some(&quiet), was_there);
            assert_eq!(shown, was_there, "a hold changes nothing");
            assert!(!card::is_shown(state, HERE, Some(&for_ever), was_there));
        }
    }
}

#[test]
fn r40_a_protected_child_gets_no_paper_card() {
    assert_eq!(card::allowed_forms(false)[0], CardForm::Paper);
    assert_eq!(card::allowed_forms(true), [CardForm::Wipeable, CardForm::Digital]);
}

#[test]
fn a_passport_stamp_needs_a_visit_that_ended_well() {
    let feed = |scene: &Scene| scene.state().feed;
    let way = Scene::checked_in().then(dressed(&[Item::Gown, Item::Mask])).then(moved(OR));
    assert_eq!(PassportStamp::from_feed(&feed(&Scene::checked_in())), None);
    assert_eq!(PassportStamp::from_feed(&feed(&way)), None, "it is still on watch");
    let back = way.then(moved(PlaceKind::Recovery)).then(undressed(&[Item::Mask])).then(reunited());
    assert_eq!(
        PassportStamp::from_feed(&feed(&back)),
        Some(PassportStamp { at: back.steps[0].occurred_at, stood_watch: true })
    );
    let waited = Scene::checked_in()
        .then(declined(stuffy::domain::journey::action::Alternative::WithGuardian))
        .then(handed(HolderKind::Guardian))
        .then(reunited());
    assert_eq!(PassportStamp::from_feed(&feed(&waited)).map(|visa| visa.stood_watch), Some(false));
    let lost = Scene::checked_in().then(moved(OR)).then(closed(Outcome::Lost));
    assert_eq!(PassportStamp::from_feed(&feed(&lost)), None);
}

/// Any step, with or without the companion in hand.
fn anything() -> impl Strategy<Value = StepPayload> {
    prop_oneof![
        Just(StepPayload::Sighted),
        Just(StepPayload::Action(Action::ReportedMissing)),
        Just(moved(OR)),
        Just(dressed(&[Item::Cap])),
        Just(StepPayload::Action(Action::Noted { text: "x".to_owned() })),
        "[a-c]".prop_map(|name| StepPayload::Action(Action::HandedOver {
            to: HolderKind::Staff,
            name: Some(name)
        })),
        "[a-c]".prop_map(|name| StepPayload::Action(Action::HandedOver {
            to: HolderKind::Child,
            name: Some(name)
        })),
    ]
}

proptest! {
    #[test]
    fn r40_each_holder_is_listed_once_and_nobody_else(
        ways in prop::collection::vec((anything(), 0_u128..5, prop::option::of(0_u128..5)), 0..20),
    ) {
        let mut scene = Scene::checked_in();
        for (payload, who, witness) in ways {
            scene = scene.then(payload);
            let last = scene.steps.last_mut().expect("a step");
            (last.by, last.witness) = (staff(who), witness.map(staff));
        }
        let signers = card::holders(&scene.steps);
        let each: BTreeSet<_> = signers.iter().cloned().collect();
        prop_assert_eq!(each.len(), signers.len());
        let held = |step: &Step| step.payload.is_presence();
        for signer in &signers {
            let had = scene.steps.iter().filter(|step| held(step)).any(|step| match signer {
                Signer::Staff(id) => step.by == *id || step.witness == Some(*id),
                Signer::Named(name) => {
                    let to = HolderKind::Staff;
                    step.payload == StepPayload::from(Action::HandedOver { to, name: Some(name.clone()) })
                },
            });
            prop_assert!(had, "{:?}", signer);
        }
        for step in scene.steps.iter().filter(|step| held(step)) {
            prop_assert!(signers.contains(&Signer::Staff(step.by)));
        }
    }
}
