//! Sweeping a room: what comes of each companion that belongs to it.

use stuffy::domain::journey::step::{HolderKind, Outcome, StepPayload};
use stuffy::domain::outfit::Item;
use stuffy::domain::place::PlaceKind;
use stuffy::domain::room_sweep::SweepResult;
use stuffy::domain::time::{Time, minutes};

use super::builders::{Scene, another, closed, dressed, found, handed, moved, place, to, washed};

/// What a sweep of the ward makes of it.
fn on_the_ward(bear: &Scene, begun: Time) -> Option<SweepResult> {
    SweepResult::for_journey(&bear.steps, place(PlaceKind::Ward).id, begun)
}

/// A bear on the ward, an hour before anybody sweeps it; and when the sweep begins.
fn on_its_bed() -> (Scene, Time) {
    let bear = Scene::checked_in().then(moved(PlaceKind::Ward)).passes(minutes(60));
    let begun = bear.now;
    (bear, begun)
}

#[test]
fn a_companion_is_missing_until_its_tag_is_read_and_then_found() {
    let (bear, begun) = on_its_bed();
    assert_eq!(on_the_ward(&bear, begun), Some(SweepResult::Missing));
    for read in [StepPayload::Sighted, moved(PlaceKind::Ward)] {
        assert_eq!(on_the_ward(&bear.clone().then(read), begun), Some(SweepResult::Found));
    }
}

#[test]
fn a_reading_at_the_start_of_the_sweep_counts() {
    let (bear, begun) = on_its_bed();
    let read = bear.but(StepPayload::Sighted, |step| step.occurred_at = begun);
    assert_eq!(on_the_ward(&read, begun), Some(SweepResult::Found));
}

#[test]
fn a_companion_from_elsewhere_counts_as_moved() {
    let elsewhere = Scene::checked_in().passes(minutes(60));
    let begun = elsewhere.now;
    assert_eq!(on_the_ward(&elsewhere, begun), None, "it is no business of this room");
    let comes = elsewhere.then(moved(PlaceKind::Ward));
    assert_eq!(on_the_ward(&comes, begun), Some(SweepResult::Moved));
    assert_eq!(on_the_ward(&comes.then(StepPayload::Sighted), begun), Some(SweepResult::Moved));
}

#[test]
fn another_room_of_the_same_kind_is_elsewhere() {
    let next_door = to(another(PlaceKind::Ward));
    let (bear, begun) = on_its_bed();
    assert_eq!(on_the_ward(&bear.clone().then(next_door.clone()), begun), None);
    let back = bear.then(next_door).then(moved(PlaceKind::Ward));
    assert_eq!(
        on_the_ward(&back, begun),
        Some(SweepResult::Found),
        "it went out and came back meanwhile"
    );
}

#[test]
fn r19_a_companion_reported_missing_is_missing_even_if_seen_recently() {
    let (bear, begun) = on_its_bed();
    let gone = bear.then(StepPayload::Sighted).then(StepPayload::ReportedMissing);
    assert_eq!(on_the_ward(&gone, begun), Some(SweepResult::Missing));
    assert_eq!(on_the_ward(&gone.then(found()), begun), Some(SweepResult::Found));
}

#[test]
fn only_a_step_with_the_companion_in_hand_finds_it() {
    let (bear, begun) = on_its_bed();
    for touched in [handed(HolderKind::Child), washed(), dressed(&[Item::Mask])] {
        assert_eq!(on_the_ward(&bear.clone().then(touched), begun), Some(SweepResult::Found));
    }
    let noted = StepPayload::Noted { text: "the family asked for it".to_owned() };
    for written in [noted, closed(Outcome::WithChild)] {
        assert_eq!(on_the_ward(&bear.clone().then(written), begun), Some(SweepResult::Missing));
    }
}

#[test]
fn a_voided_reading_finds_nobody() {
    let (bear, begun) = on_its_bed();
    let back = bear.then(moved(PlaceKind::Ward)).void_last();
    assert_eq!(on_the_ward(&back, begun), Some(SweepResult::Missing));
    let elsewhere = Scene::checked_in().passes(minutes(60));
    let begun = elsewhere.now;
    let back = elsewhere.then(moved(PlaceKind::Ward)).void_last();
    assert_eq!(on_the_ward(&back, begun), None);
}

#[test]
fn a_late_scan_counts_at_the_time_it_happened() {
    let (bear, begun) = on_its_bed();
    let before = bear.clone().but(StepPayload::Sighted, |step| {
        step.occurred_at = begun.minus(minutes(5));
        step.recorded_at = begun.plus(minutes(5));
        step.late = true;
    });
    assert_eq!(on_the_ward(&before, begun), Some(SweepResult::Missing));
    assert_eq!(on_the_ward(&bear.recorded_late(StepPayload::Sighted), begun), Some(SweepResult::Found));
}

#[test]
fn a_companion_without_a_place_is_not_in_a_sweep() {
    let mut bear = Scene::checked_in();
    if let StepPayload::CheckedIn { place, .. } = &mut bear.steps[0].payload {
        *place = None;
    }
    assert_eq!(on_the_ward(&bear, bear.now), None);
    assert_eq!(SweepResult::for_journey(&[], place(PlaceKind::Ward).id, bear.now), None);
}
