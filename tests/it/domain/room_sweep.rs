//! Room sweeps: found, moved and missing companions.

use stuffy::domain::journey::action::{Action, HolderKind, Outcome};
use stuffy::domain::journey::step::StepPayload;
use stuffy::domain::outfit::Item;
use stuffy::domain::place::PlaceKind;
use stuffy::domain::room_sweep::SweepResult;
use stuffy::domain::time::{Time, minutes};

use super::builders::{Scene, another, closed, dressed, found, handed, moved, place, to, washed};

/// The bear's result in a sweep of the ward.
fn on_the_ward(bear: &Scene, started_at: Time) -> Option<SweepResult> {
    SweepResult::for_journey(&bear.steps, place(PlaceKind::Ward).id, started_at)
}

/// A bear that has been on the ward for an hour, and the time when the sweep begins.
fn on_its_bed() -> (Scene, Time) {
    let bear = Scene::checked_in().then(moved(PlaceKind::Ward)).wait(minutes(60));
    let started_at = bear.now;
    (bear, started_at)
}

#[test]
fn a_companion_is_missing_until_its_tag_is_read_and_then_found() {
    let (bear, started_at) = on_its_bed();
    assert_eq!(on_the_ward(&bear, started_at), Some(SweepResult::Missing));
    for read in [StepPayload::Sighted, moved(PlaceKind::Ward)] {
        assert_eq!(on_the_ward(&bear.clone().then(read), started_at), Some(SweepResult::Found));
    }
}

#[test]
fn a_reading_at_the_start_of_the_sweep_counts() {
    let (bear, started_at) = on_its_bed();
    let read = bear.then_with(StepPayload::Sighted, |step| step.occurred_at = started_at);
    assert_eq!(on_the_ward(&read, started_at), Some(SweepResult::Found));
}

#[test]
fn a_companion_from_elsewhere_counts_as_moved() {
    let elsewhere = Scene::checked_in().wait(minutes(60));
    let started_at = elsewhere.now;
    assert_eq!(on_the_ward(&elsewhere, started_at), None, "it is in another room");
    let comes = elsewhere.then(moved(PlaceKind::Ward));
    assert_eq!(on_the_ward(&comes, started_at), Some(SweepResult::Moved));
    assert_eq!(
        on_the_ward(&comes.then(StepPayload::Sighted), started_at),
        Some(SweepResult::Moved)
    );
}

#[test]
fn another_room_of_the_same_kind_is_elsewhere() {
    let next_door = to(another(PlaceKind::Ward));
    let (bear, started_at) = on_its_bed();
    assert_eq!(on_the_ward(&bear.clone().then(next_door.clone()), started_at), None);
    let back = bear.then(next_door).then(moved(PlaceKind::Ward));
    assert_eq!(
        on_the_ward(&back, started_at),
        Some(SweepResult::Found),
        "it went out and came back meanwhile"
    );
}

#[test]
fn r19_a_companion_reported_missing_is_missing_even_if_seen_recently() {
    let (bear, started_at) = on_its_bed();
    let gone = bear.then(StepPayload::Sighted).then(Action::ReportedMissing);
    assert_eq!(on_the_ward(&gone, started_at), Some(SweepResult::Missing));
    assert_eq!(on_the_ward(&gone.then(found()), started_at), Some(SweepResult::Found));
}

#[test]
fn only_a_step_with_the_companion_in_hand_finds_it() {
    let (bear, started_at) = on_its_bed();
    for touched in [handed(HolderKind::Child), washed(), dressed(&[Item::Mask])] {
        assert_eq!(on_the_ward(&bear.clone().then(touched), started_at), Some(SweepResult::Found));
    }
    let noted = StepPayload::Action(Action::Noted { text: "the family asked for it".to_owned() });
    for written in [noted, closed(Outcome::WithChild)] {
        assert_eq!(
            on_the_ward(&bear.clone().then(written), started_at),
            Some(SweepResult::Missing)
        );
    }
}

#[test]
fn a_voided_reading_finds_nobody() {
    let (bear, started_at) = on_its_bed();
    let back = bear.then(moved(PlaceKind::Ward)).void_last();
    assert_eq!(on_the_ward(&back, started_at), Some(SweepResult::Missing));
    let elsewhere = Scene::checked_in().wait(minutes(60));
    let started_at = elsewhere.now;
    let back = elsewhere.then(moved(PlaceKind::Ward)).void_last();
    assert_eq!(on_the_ward(&back, started_at), None);
}

#[test]
fn a_late_scan_counts_at_the_time_it_happened() {
    let (bear, started_at) = on_its_bed();
    let before = bear.clone().then_with(StepPayload::Sighted, |step| {
        step.occurred_at = started_at.minus(minutes(5));
        step.recorded_at = started_at.plus(minutes(5));
        step.late = true;
    });
    assert_eq!(on_the_ward(&before, started_at), Some(SweepResult::Missing));
    assert_eq!(
        on_the_ward(&bear.recorded_late(StepPayload::Sighted), started_at),
        Some(SweepResult::Found)
    );
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
