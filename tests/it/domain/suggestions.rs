//! The large button on the phone: suggested next actions at every stage.

use stuffy::domain::companion::Screening;
use stuffy::domain::journey::action::{Action, Alternative, HolderKind, Outcome};
use stuffy::domain::journey::suggestions::Suggestion;
use stuffy::domain::outfit::Item;
use stuffy::domain::place::PlaceKind;

use super::builders::{
    Scene, closed, declined, dressed, handed, moved, reunited, undressed, washed,
};

fn next(bear: &Scene) -> Vec<Suggestion> {
    let state = bear.state();
    state.suggestions(state.clean_at(bear.now, &bear.rules), &bear.rules.required_outfit)
}

#[test]
fn on_arrival_screening_cleaning_dressing_and_moving_are_suggested_in_order() {
    let bear = Scene::checked_in_with(Screening::UNKNOWN);
    let all = [
        Suggestion::Screen,
        Suggestion::Clean,
        Suggestion::Dress(vec![Item::Gown, Item::Mask]),
        Suggestion::HandOver(HolderKind::Staff),
        Suggestion::Move(PlaceKind::PreOp),
        Suggestion::Move(PlaceKind::OperatingRoom),
    ];
    assert_eq!(next(&bear), all);
    let looked_at = Scene::checked_in();
    assert_eq!(next(&looked_at), all[1..]);
    let clean = looked_at.then(washed());
    assert_eq!(next(&clean), all[2..]);
    let half = clean.then(dressed(&[Item::Mask]));
    assert_eq!(next(&half)[0], Suggestion::Dress(vec![Item::Gown]));
    let ready = half.then(dressed(&[Item::Gown]));
    assert_eq!(next(&ready), all[3..]);
    assert_eq!(next(&ready.then(handed(HolderKind::Staff))), all[4..]);
}

#[test]
fn in_the_operating_room_recovery_comes_first() {
    let inside = Scene::ready().then(moved(PlaceKind::OperatingRoom));
    let take_off = Suggestion::Undress(vec![Item::Gown, Item::Mask]);
    assert_eq!(next(&inside), [Suggestion::Move(PlaceKind::Recovery), take_off]);
}

#[test]
fn after_surgery_reuniting_comes_first() {
    for kind in [PlaceKind::Recovery, PlaceKind::IntensiveCare, PlaceKind::Ward] {
        let out = Scene::ready().then(handed(HolderKind::Staff)).then(moved(kind));
        let take_off = Suggestion::Undress(vec![Item::Gown, Item::Mask]);
        let give_back = Suggestion::HandOver(HolderKind::Child);
        assert_eq!(next(&out), [Suggestion::Reunite, take_off, give_back, Suggestion::Close]);
        let bare = out.then(undressed(&[Item::Gown, Item::Mask])).then(handed(HolderKind::Child));
        assert_eq!(next(&bare), [Suggestion::Reunite, Suggestion::Close]);
    }
}

#[test]
fn reunited_suggests_only_closing_and_closed_nothing() {
    let back = Scene::checked_in().then(moved(PlaceKind::Recovery)).then(reunited());
    assert_eq!(next(&back), [Suggestion::Close]);
    assert_eq!(next(&back.then(closed(Outcome::WithChild))), []);
}

#[test]
fn r19_a_missing_companion_suggests_only_finding_it() {
    let gone = Scene::checked_in().then(Action::ReportedMissing);
    assert_eq!(next(&gone), [Suggestion::Find]);
    assert_eq!(next(&gone.then(closed(Outcome::Lost))), [Suggestion::Find]);
}

#[test]
fn r8_a_declined_companion_suggests_a_guardian() {
    let stays = Scene::checked_in().then(declined(Alternative::WithGuardian));
    assert_eq!(next(&stays), [Suggestion::HandOver(HolderKind::Guardian), Suggestion::Close]);
}
