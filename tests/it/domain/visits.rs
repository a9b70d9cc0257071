//! The child's moves, and companions left behind (R17, R21).

use proptest::prelude::*;
use stuffy::domain::id::MoveId;
use stuffy::domain::journey::action::{Alternative, HolderKind, Outcome};
use stuffy::domain::journey::step::StepPayload;
use stuffy::domain::left_behind::left_behind_since;
use stuffy::domain::place::{PlaceKind, PlaceSnapshot};
use stuffy::domain::time::{Time, minutes};
use stuffy::domain::visit::{ChildMove, latest_move};
use uuid::Uuid;

use super::builders::{START, Scene, closed, declined, handed, moved, place, reunited};
use super::generators::cases;

fn child_to(at: Time, place: PlaceSnapshot) -> ChildMove {
    let id = MoveId::from_uuid(Uuid::from_u128(u128::from(at.millis().unsigned_abs())));
    ChildMove { id, place: place.id, occurred_at: at }
}

fn pre_op() -> PlaceSnapshot {
    place(PlaceKind::PreOp)
}

#[test]
fn r17_a_companion_not_scanned_since_the_child_moved_is_left_behind() {
    let bear = Scene::checked_in();
    let child = child_to(bear.now.plus(minutes(10)), pre_op());
    assert_eq!(left_behind_since(&child, &bear.state()), Some(child.occurred_at));
    let scanned_there = bear.wait(minutes(20)).then(moved(PlaceKind::PreOp));
    assert_eq!(left_behind_since(&child, &scanned_there.state()), None);
}

#[test]
fn r17_a_childs_move_does_not_move_the_companion() {
    let bear = Scene::checked_in();
    let before = bear.state();
    let child = child_to(bear.now.plus(minutes(10)), pre_op());
    assert!(left_behind_since(&child, &before).is_some());
    let at = bear.state().whereabouts.expect("it was checked in somewhere");
    assert_eq!(at.place.kind, PlaceKind::CheckIn, "it stays where it was scanned");
}

#[test]
fn r17_a_scan_at_another_place_restarts_the_wait() {
    let bear = Scene::checked_in();
    let child = child_to(bear.now.plus(minutes(10)), pre_op());
    let astray = bear.wait(minutes(20)).then(moved(PlaceKind::Laundry));
    assert_eq!(left_behind_since(&child, &astray.state()), Some(astray.now));
}

#[test]
fn r17_at_the_childs_destination_it_is_not_left_behind_and_a_sighting_restarts_the_wait() {
    let ahead = Scene::checked_in().then(moved(PlaceKind::PreOp));
    let child = child_to(ahead.now.plus(minutes(10)), pre_op());
    assert_eq!(left_behind_since(&child, &ahead.state()), None);
    let in_hand = Scene::checked_in().wait(minutes(20)).then(StepPayload::Sighted);
    let child = child_to(in_hand.now.minus(minutes(5)), pre_op());
    assert_eq!(left_behind_since(&child, &in_hand.state()), Some(in_hand.now));
}

#[test]
fn r17_a_companion_without_a_place_can_be_left_behind() {
    let mut bear = Scene::checked_in();
    if let StepPayload::CheckedIn { place, .. } = &mut bear.steps[0].payload {
        *place = None;
    }
    let child = child_to(bear.now.plus(minutes(10)), pre_op());
    assert!(left_behind_since(&child, &bear.state()).is_some());
    let seen = bear.wait(minutes(20)).then(StepPayload::Sighted);
    assert_eq!(left_behind_since(&child, &seen.state()), Some(seen.now));
}

#[test]
fn r17_a_reunited_companion_can_be_left_behind() {
    let bear = Scene::checked_in().then(reunited());
    let child = child_to(bear.now.plus(minutes(10)), pre_op());
    assert_eq!(left_behind_since(&child, &bear.state()), Some(child.occurred_at));
    let home = bear.then(closed(Outcome::WithChild));
    assert_eq!(left_behind_since(&child, &home.state()), None);
}

#[test]
fn r8_a_declined_companion_with_a_guardian_is_not_left_behind() {
    let bear = Scene::checked_in()
        .then(declined(Alternative::WithGuardian))
        .then(handed(HolderKind::Guardian));
    let child = child_to(bear.now.plus(minutes(10)), place(PlaceKind::OperatingRoom));
    assert_eq!(left_behind_since(&child, &bear.state()), None);
}

#[test]
fn r21_a_child_without_moves_has_no_place() {
    assert_eq!(latest_move(&[]), None);
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn r21_order_and_repetition_of_moves_do_not_change_the_childs_place(
        (moves, shuffled) in prop::collection::vec((0..5_u64, 0..4_u8), 1..12)
            .prop_map(|made| (0_u128..).zip(made).map(|(n, (minute, luck))| ChildMove {
                id: MoveId::from_uuid(Uuid::from_u128(u128::from(luck) << 64 | n)),
                place: pre_op().id,
                occurred_at: START.plus(minutes(minute)),
            }).collect::<Vec<_>>())
            .prop_flat_map(|moves| (Just(moves.clone()), Just([moves.clone(), moves].concat()).prop_shuffle()))
    ) {
        let latest = moves.iter().copied().reduce(|one, other| {
            if (one.occurred_at, one.id) > (other.occurred_at, other.id) { one } else { other }
        });
        prop_assert_eq!(latest_move(&moves), latest);
        prop_assert_eq!(latest_move(&shuffled), latest);
    }
}
