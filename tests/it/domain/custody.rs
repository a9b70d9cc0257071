//! Holder and whereabouts, and missing companions (R8, R15, R19, R27).

use stuffy::domain::journey::JourneyStatus;
use stuffy::domain::journey::action::{Action, Alternative, HolderKind, Outcome};
use stuffy::domain::journey::step::StepPayload;
use stuffy::domain::place::{PlaceKind, Stage};
use stuffy::domain::site_rules::SiteRules;
use stuffy::domain::string_enum::StringEnum as _;
use stuffy::domain::tag::TagCode;
use stuffy::domain::time::{Time, minutes};

use super::builders::{
    Scene, another, closed, declined, found, handed, harmless, moved, nurse, place, reunited, to,
    undressed, washed,
};

fn tag(n: u8) -> TagCode {
    TagCode::from_entropy([n; 8])
}

fn holder(bear: &Scene) -> HolderKind {
    bear.state().holder.kind
}

#[test]
fn r15_the_last_handover_names_the_holder_and_is_its_source() {
    let bear = Scene::checked_in();
    assert_eq!((holder(&bear), bear.state().holder.source), (HolderKind::Child, Some(bear.last())));
    for &to in HolderKind::ALL {
        let given = bear.clone().then(handed(to));
        let holder = given.state().holder;
        assert_eq!((holder.kind, holder.since), (to, given.now));
        assert_eq!(holder.source, Some(given.last()));
        assert_eq!(holder.staff.is_some(), to == HolderKind::Staff);
    }
}

#[test]
fn r15_a_given_name_replaces_the_recording_staff() {
    let name = Some("Dr Nightingale".to_owned());
    let bear =
        Scene::checked_in().then(Action::HandedOver { to: HolderKind::Staff, name: name.clone() });
    assert_eq!((bear.state().holder.name, bear.state().holder.staff), (name, None));
    let taken = Scene::checked_in().then(handed(HolderKind::Staff)).state().holder;
    assert_eq!(taken.staff, Some(nurse()));
}

#[test]
fn r15_voiding_a_handover_restores_the_previous_holder() {
    let bear = Scene::checked_in().then(handed(HolderKind::Guardian)).void_last();
    assert_eq!(holder(&bear), HolderKind::Child);
}

#[test]
fn r15_the_last_confirmed_place_is_where_somebody_scanned_it() {
    let bear = Scene::checked_in().then(moved(PlaceKind::PreOp));
    let at = bear.state().whereabouts.expect("it was scanned there");
    assert_eq!((at.place.kind, at.source, at.since), (PlaceKind::PreOp, bear.last(), bear.now));
    let seen_again = bear.then(StepPayload::Sighted);
    let state = seen_again.state();
    assert_eq!(state.last_seen_at, Some(seen_again.now));
    assert_eq!(state.whereabouts, Some(at), "a sighting does not move it");
}

#[test]
fn every_place_kind_has_a_stage_except_three() {
    for &kind in PlaceKind::ALL {
        let stage =
            Scene::checked_in().then(moved(PlaceKind::PreOp)).then(moved(kind)).state().stage;
        assert_eq!(stage, kind.stage().unwrap_or(Stage::PreOp));
        let keeps = matches!(kind, PlaceKind::Laundry | PlaceKind::LostProperty | PlaceKind::Other);
        assert_eq!(kind.stage().is_none(), keeps, "{kind:?}");
    }
    assert_eq!(Scene::checked_in().then(closed(Outcome::WithChild)).state().stage, Stage::Home);
}

#[test]
fn r8_declined_is_a_normal_outcome() {
    for &instead in Alternative::ALL {
        let bear = Scene::checked_in().then(declined(instead));
        assert!(bear.state().declined);
        assert_eq!((bear.state().status, bear.concerns()), (JourneyStatus::Open, vec![]));
    }
    let waits = Scene::checked_in().then(declined(Alternative::WithGuardian));
    let home = waits.then(handed(HolderKind::Guardian)).then(closed(Outcome::WithGuardian)).state();
    assert_eq!((home.status, home.outcome), (JourneyStatus::Closed, Some(Outcome::WithGuardian)));
}

#[test]
fn r19_one_step_reports_it_missing_and_found_ends_that() {
    let gone = Scene::checked_in().then(handed(HolderKind::Staff)).then(Action::ReportedMissing);
    let state = gone.state();
    assert_eq!((state.missing_since, holder(&gone)), (Some(gone.now), HolderKind::NobodyKnown));
    assert_eq!(gone.concerns(), ["missing"]);
    assert_eq!(
        state.whereabouts.expect("the last place stays known").place.kind,
        PlaceKind::CheckIn
    );
    let back = gone.then(found());
    assert_eq!((back.state().missing_since, holder(&back)), (None, HolderKind::Staff));
    assert_eq!(back.concerns(), [""; 0]);
}

#[test]
fn r19_a_second_report_does_not_change_since_when_it_is_missing() {
    let gone = Scene::checked_in().then(Action::ReportedMissing);
    let since = gone.now;
    let twice = gone.then(Action::ReportedMissing);
    assert_eq!(twice.state().missing_since, Some(since));
    assert_eq!(twice.concerns(), ["missing"]);
}

#[test]
fn r19_any_scan_of_a_missing_companion_finds_it() {
    let perform =
        [StepPayload::Sighted, moved(PlaceKind::Ward), washed(), undressed(&[]), reunited()];
    for act in perform {
        let gone = Scene::checked_in().then(Action::ReportedMissing);
        let kind = act.kind();
        let back = gone.then(act);
        assert_eq!(back.state().missing_since, None, "{kind}");
        assert_ne!(holder(&back), HolderKind::NobodyKnown, "{kind}");
    }
    for word in [
        StepPayload::Action(Action::Noted { text: "we look".to_owned() }),
        declined(Alternative::Loaner),
    ] {
        let gone = Scene::checked_in().then(Action::ReportedMissing).then(word);
        assert!(gone.state().missing_since.is_some(), "a note is no sighting");
    }
}

#[test]
fn r19_finding_a_lost_companion_reopens_the_journey() {
    let given_up = Scene::checked_in().then(Action::ReportedMissing).then(closed(Outcome::Lost));
    assert_eq!(
        (given_up.state().status, holder(&given_up)),
        (JourneyStatus::Closed, HolderKind::NobodyKnown)
    );
    let back = given_up.then(Action::Found { place: Some(place(PlaceKind::Laundry)) }).state();
    assert_eq!((back.status, back.outcome), (JourneyStatus::Open, None));
    assert_eq!(back.whereabouts.expect("it was found there").place.kind, PlaceKind::Laundry);
}

#[test]
fn r19_going_home_with_somebody_ends_missing() {
    for outcome in [Outcome::WithChild, Outcome::WithGuardian] {
        let home = Scene::checked_in().then(Action::ReportedMissing).then(closed(outcome));
        assert_eq!(home.state().missing_since, None, "{outcome:?}");
        assert_eq!(home.concerns(), [""; 0]);
    }
    let lost = Scene::checked_in().then(Action::ReportedMissing).then(closed(Outcome::Lost));
    assert!(lost.state().missing_since.is_some(), "the search goes on");
    assert_eq!(lost.concerns(), ["missing"]);
}

#[test]
fn a_companion_missing_after_it_went_home_is_no_longer_home() {
    let ward = Scene::checked_in().then(moved(PlaceKind::Ward)).then(closed(Outcome::WithChild));
    let back = ward.then(Action::ReportedMissing).then(found()).state();
    assert_eq!((back.status, back.stage), (JourneyStatus::Open, Stage::Ward));
}

#[test]
fn each_outcome_sets_the_holder() {
    let cases = [
        (Outcome::WithChild, HolderKind::Child),
        (Outcome::WithGuardian, HolderKind::Guardian),
        (Outcome::Lost, HolderKind::NobodyKnown),
        (Outcome::ToBePosted, HolderKind::Staff),
        (Outcome::Discarded, HolderKind::Staff),
    ];
    assert_eq!(cases.len(), Outcome::ALL.len());
    for (outcome, keeper) in cases {
        let over = Scene::checked_in().then(handed(HolderKind::Staff)).then(closed(outcome));
        assert_eq!(
            (holder(&over), over.state().status),
            (keeper, JourneyStatus::Closed),
            "{outcome:?}"
        );
        assert!(!over.state().is_in(PlaceKind::CheckIn), "a closed journey occupies no place");
    }
}

#[test]
fn reunited_lasts_until_somebody_takes_it_away() {
    let back = Scene::checked_in().then(moved(PlaceKind::Recovery)).then(reunited());
    assert_eq!((back.state().status, holder(&back)), (JourneyStatus::Reunited, HolderKind::Child));
    let with_guardian = Scene::checked_in().then(Action::Reunited { with_guardian: true });
    assert_eq!(holder(&with_guardian), HolderKind::Guardian);
    for apart in
        [moved(PlaceKind::OperatingRoom), moved(PlaceKind::Imaging), moved(PlaceKind::Laundry)]
    {
        assert_eq!(back.clone().then(apart).state().status, JourneyStatus::Open);
    }
    assert_eq!(back.clone().then(handed(HolderKind::Staff)).state().status, JourneyStatus::Open);
    assert_eq!(
        back.clone().then(handed(HolderKind::Guardian)).state().status,
        JourneyStatus::Reunited
    );
    assert_eq!(back.then(moved(PlaceKind::Ward)).state().status, JourneyStatus::Reunited);
}

#[test]
fn r27_one_tag_at_two_places_within_the_limit_counts_as_copied() {
    let three_minutes = SiteRules { copied_within: minutes(3), ..SiteRules::default() };
    let (ward, other) = (place(PlaceKind::Ward), another(PlaceKind::Ward));
    let bear = Scene::checked_in_under(three_minutes, harmless()).then_read(tag(1), to(ward));
    assert_eq!(bear.clone().then_read(tag(1), to(other)).concerns(), ["copied_tag"]);
    let spared = [
        ("another tag", bear.clone().then_read(tag(2), to(other))),
        ("the same place", bear.clone().then_read(tag(1), to(ward))),
        ("time enough to walk", bear.clone().wait(minutes(2)).then_read(tag(1), to(other))),
        ("moved without a scan", bear.then(to(other))),
    ];
    for (why, scene) in spared {
        assert_eq!(scene.concerns(), [""; 0], "{why}");
    }
    assert_eq!(SiteRules::default().copied_within, minutes(1));
}

#[test]
fn r27_tag_readings_are_compared_by_when_they_happened() {
    let mut bear = Scene::checked_in()
        .then_read(tag(1), moved(PlaceKind::Ward))
        .wait(minutes(30))
        .then_read(tag(1), moved(PlaceKind::PreOp));
    bear.steps.reverse();
    assert_eq!(bear.concerns(), [""; 0]);
}

#[test]
fn a_journey_keeps_a_limited_number_of_concerns() {
    let mut bear = Scene::checked_in();
    let mut last = Time::from_millis(0);
    for _ in 0..80 {
        bear = bear.then(moved(PlaceKind::OperatingRoom)).then(moved(PlaceKind::PreOp));
        last = bear.steps[bear.steps.len() - 2].occurred_at;
    }
    let concerns = bear.state().concerns;
    assert_eq!((concerns.len(), concerns.last().map(|c| c.at)), (50, Some(last)));
}
