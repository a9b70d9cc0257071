//! The child's own way, and the companion that did not come along (R17, R21).

use proptest::prelude::*;
use stuffy::domain::id::MoveId;
use stuffy::domain::place::{PlaceKind, PlaceThen};
use stuffy::domain::step::{Alternative, HolderKind, What};
use stuffy::domain::time::{Time, minutes};
use stuffy::domain::visit::{ChildMove, is_left_behind, whereabouts};
use uuid::Uuid;

use super::cast::{DAWN, Scene, declined, handed, moved, place, reunited};
use super::strangest::tries;

fn child_to(at: Time, place: PlaceThen) -> ChildMove {
    let id = MoveId::from_uuid(Uuid::from_u128(u128::from(at.millis().unsigned_abs())));
    ChildMove { id, place: place.id, occurred_at: at }
}

fn pre_op() -> PlaceThen {
    place(PlaceKind::PreOp)
}

#[test]
fn r17_a_child_that_moves_leaves_behind_what_nobody_has_scanned_since() {
    let bear = Scene::opens();
    let child = child_to(bear.now.plus(minutes(10)), pre_op());
    assert!(is_left_behind(&child, &bear.state()));
    let scanned_there = bear.passes(minutes(20)).then(moved(PlaceKind::PreOp));
    assert!(!is_left_behind(&child, &scanned_there.state()));
}

#[test]
fn r17_the_child_moves_alone() {
    let bear = Scene::opens();
    let before = bear.state();
    let child = child_to(bear.now.plus(minutes(10)), pre_op());
    let _ = is_left_behind(&child, &before);
    let at = bear.state().whereabouts.expect("it was checked in somewhere");
    assert_eq!(at.place.kind, PlaceKind::CheckIn, "shown only where somebody scanned it");
}

#[test]
fn r17_scanned_at_another_place_after_the_child_moved_it_is_left_behind_too() {
    let bear = Scene::opens();
    let child = child_to(bear.now.plus(minutes(10)), pre_op());
    let astray = bear.passes(minutes(20)).then(moved(PlaceKind::Laundry));
    assert!(is_left_behind(&child, &astray.state()));
}

#[test]
fn r17_already_where_the_child_goes_or_read_on_the_way_it_is_not() {
    let ahead = Scene::opens().then(moved(PlaceKind::PreOp));
    let child = child_to(ahead.now.plus(minutes(10)), pre_op());
    assert!(!is_left_behind(&child, &ahead.state()));
    let in_hand = Scene::opens().passes(minutes(20)).then(What::Sighted);
    let child = child_to(in_hand.now.minus(minutes(5)), pre_op());
    assert!(!is_left_behind(&child, &in_hand.state()));
}

#[test]
fn r17_what_nobody_ever_placed_can_be_left_behind() {
    let mut bear = Scene::opens();
    if let What::CheckedIn { place, .. } = &mut bear.steps[0].what {
        *place = None;
    }
    let child = child_to(bear.now.plus(minutes(10)), pre_op());
    assert!(is_left_behind(&child, &bear.state()));
    let seen = bear.passes(minutes(20)).then(What::Sighted);
    assert!(!is_left_behind(&child, &seen.state()));
}

#[test]
fn r17_reunited_it_is_with_its_child() {
    let bear = Scene::opens().then(reunited());
    let child = child_to(bear.now.plus(minutes(10)), pre_op());
    assert!(!is_left_behind(&child, &bear.state()));
}

#[test]
fn r8_a_companion_that_was_declined_and_waits_with_a_guardian_is_not_left_behind() {
    let bear =
        Scene::opens().then(declined(Alternative::WithGuardian)).then(handed(HolderKind::Guardian));
    let child = child_to(bear.now.plus(minutes(10)), place(PlaceKind::OperatingRoom));
    assert!(!is_left_behind(&child, &bear.state()));
}

#[test]
fn r21_a_child_that_has_not_moved_is_nowhere_known() {
    assert_eq!(whereabouts(&[]), None);
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
        prop_assert_eq!(whereabouts(&moves), latest);
        prop_assert_eq!(whereabouts(&shuffled), latest);
    }
}
