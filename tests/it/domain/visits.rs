//! The child's own way, and the companion that did not come along (R17, R21).

use proptest::prelude::*;
use stuffy::domain::id::MoveId;
use stuffy::domain::journey::step::{Alternative, HolderKind, Outcome, StepPayload};
use stuffy::domain::place::{PlaceKind, PlaceSnapshot};
use stuffy::domain::time::{Time, minutes};
use stuffy::domain::visit::{ChildMove, left_behind_since, latest_move};
use uuid::Uuid;

use super::builders::{DAWN, Scene, closed, declined, handed, moved, place, reunited};
use super::unusual_orders::tries;

fn child_to(at: Time, place: PlaceSnapshot) -> ChildMove {
    let id = MoveId::from_uuid(Uuid::from_u128(u128::from(at.millis().unsigned_abs())));
    ChildMove { id, place: place.id, occurred_at: at }
}

fn pre_op() -> PlaceSnapshot {
    place(PlaceKind::PreOp)
}

#[test]
fn r17_a_child_that_moves_leaves_behind_what_nobody_has_scanned_since() {
    let bear = Scene::opens();
    let child = child_to(bear.now.plus(minutes(10)), pre_op());
    assert_eq!(left_behind_since(&child, &bear.state()), Some(child.occurred_at));
    let scanned_there = bear.passes(minutes(20)).then(moved(PlaceKind::PreOp));
    assert_eq!(left_behind_since(&child, &scanned_there.state()), None);
}

#[test]
fn r17_the_child_moves_alone() {
    let bear = Scene::opens();
    let before = bear.state();
    let child = child_to(bear.now.plus(minutes(10)), pre_op());
    assert!(left_behind_since(&child, &before).is_some());
    let at = bear.state().whereabouts.expect("it was checked in somewhere");
    assert_eq!(at.place.kind, PlaceKind::CheckIn, "shown only where somebody scanned it");
}

#[test]
fn r17_scanned_at_another_place_after_the_child_moved_the_wait_begins_anew() {
    let bear = Scene::opens();
    let child = child_to(bear.now.plus(minutes(10)), pre_op());
    let astray = bear.passes(minutes(20)).then(moved(PlaceKind::Laundry));
    assert_eq!(left_behind_since(&child, &astray.state()), Some(astray.now));
}

#[test]
fn r17_already_where_the_child_goes_it_is_not_and_read_on_the_way_not_yet() {
    let ahead = Scene::opens().then(moved(PlaceKind::PreOp));
    let child = child_to(ahead.now.plus(minutes(10)), pre_op());
    assert_eq!(left_behind_since(&child, &ahead.state()), None);
    let in_hand = Scene::opens().passes(minutes(20)).then(StepPayload::Sighted);
    let child = child_to(in_hand.now.minus(minutes(5)), pre_op());
    assert_eq!(left_behind_since(&child, &in_hand.state()), Some(in_hand.now));
}

#[test]
fn r17_what_nobody_ever_placed_can_be_left_behind() {
    let mut bear = Scene::opens();
    if let StepPayload::CheckedIn { place, .. } = &mut bear.steps[0].what {
        *place = None;
    }
    let child = child_to(bear.now.plus(minutes(10)), pre_op());
    assert!(left_behind_since(&child, &bear.state()).is_some());
    let seen = bear.passes(minutes(20)).then(StepPayload::Sighted);
    assert_eq!(left_behind_since(&child, &seen.state()), Some(seen.now));
}

#[test]
fn r17_reunited_it_is_asked_for_all_the_same_when_the_child_moves_on() {
    let bear = Scene::opens().then(reunited());
    let child = child_to(bear.now.plus(minutes(10)), pre_op());
    assert_eq!(left_behind_since(&child, &bear.state()), Some(child.occurred_at));
    let home = bear.then(closed(Outcome::WithChild));
    assert_eq!(left_behind_since(&child, &home.state()), None);
}

#[test]
fn r8_a_companion_that_was_declined_and_waits_with_a_guardian_is_not_left_behind() {
    let bear =
        Scene::opens().then(declined(Alternative::WithGuardian)).then(handed(HolderKind::Guardian));
    let child = child_to(bear.now.plus(minutes(10)), place(PlaceKind::OperatingRoom));
    assert_eq!(left_behind_since(&child, &bear.state()), None);
}

#[test]
fn r21_a_child_that_has_not_moved_is_nowhere_known() {
    assert_eq!(latest_move(&[]), None);
}

proptest! {
    #![proptest_config(tries(500))]

    #[test]
    fn r21_where_the_child_is_depends_on_no_order_and_no_repetition(
        (moves, shuffled) in prop::collection::vec((0..5_u64, 0..4_u8), 1..12)
            .prop_map(|made| (0_u128..).zip(made).map(|(n, (minute, luck))| ChildMove {
                id: MoveId::from_uuid(Uuid::from_u128(u128::from(luck) << 64 | n)),
                place: pre_op().id,
                occurred_at: DAWN.plus(minutes(minute)),
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
