//! What a family reads, and what is never shown (R19, R29, R34, R35).

use stuffy::domain::family::{FamilyFeed, FamilyStatus};
use stuffy::domain::journey::action::{Action, Alternative, HolderKind, Outcome};
use stuffy::domain::journey::step::StepPayload;
use stuffy::domain::outfit::{Gowning, Item, Outfit};
use stuffy::domain::place::{PlaceKind, Stage};
use stuffy::domain::site_rules::SiteRules;
use stuffy::domain::string_enum::StringEnum as _;
use stuffy::domain::time::{hours, minutes};

use super::builders::{
    START, Scene, closed, declined, dressed, found, handed, moved, place, reunited, undressed,
    washed,
};

const OR: PlaceKind = PlaceKind::OperatingRoom;

/// The status on the page now.
fn status(bear: &Scene) -> FamilyStatus {
    let feed = bear.state().feed;
    feed.status_at(bear.now, bear.rules.no_news_after).expect("the feed has an update").status
}

/// What the page shows, whether or not it withholds the current situation.
fn shown(bear: &Scene) -> FamilyFeed {
    FamilyFeed { withheld: false, ..bear.state().feed }
}

#[test]
fn r34_a_family_reads_a_whole_journey_status_by_status() {
    let home = Scene::checked_in()
        .then(washed())
        .then(moved(PlaceKind::PreOp))
        .then(dressed(&[Item::Gown]))
        .then(dressed(&[Item::Mask]))
        .then(handed(HolderKind::Staff))
        .then(moved(OR))
        .then(moved(PlaceKind::Recovery))
        .then(undressed(&[Item::Gown, Item::Mask]))
        .then(handed(HolderKind::Child))
        .then(reunited())
        .then(closed(Outcome::WithChild));
    let keys: Vec<_> = home.statuses().iter().map(|status| status.key()).collect();
    assert_eq!(
        keys,
        [
            "arrived",
            "getting_ready",
            "dressed_and_ready",
            "standing_watch",
            "waiting_close_by",
            "resting_together",
            "back_together",
            "going_home"
        ]
    );
    let seen = home.state().feed.visible.expect("the feed has an update");
    assert_eq!((seen.stage, seen.gowning), (Stage::Home, Gowning::TakenOff));
    assert_eq!(seen.outfit, Outfit::new());
}

#[test]
fn r34_every_family_status_can_be_reached() {
    let bear = Scene::checked_in();
    let scenes = [
        bear.clone(),
        bear.clone().then(moved(PlaceKind::PreOp)),
        Scene::ready(),
        Scene::ready().then(moved(OR)),
        bear.clone().then(moved(PlaceKind::Imaging)),
        bear.clone().then(moved(PlaceKind::Ward)),
        bear.clone().then(reunited()),
        bear.clone().then(closed(Outcome::WithGuardian)),
        bear.wait(minutes(90)),
    ];
    let mut reached: Vec<_> = scenes.iter().map(status).collect();
    reached.sort();
    let mut all = FamilyStatus::ALL.to_vec();
    all.sort();
    assert_eq!(reached, all);
}

#[test]
fn r34_dressing_at_check_in_is_getting_ready() {
    assert_eq!(
        status(&Scene::checked_in().then(dressed(&[Item::Gown]))),
        FamilyStatus::GettingReady
    );
    assert_eq!(status(&Scene::ready()), FamilyStatus::DressedAndReady);
}

#[test]
fn r34_resting_together_needs_the_child_as_holder() {
    for kind in [PlaceKind::Recovery, PlaceKind::IntensiveCare, PlaceKind::Ward] {
        let with_child = Scene::checked_in().then(moved(kind));
        assert_eq!(status(&with_child), FamilyStatus::RestingTogether);
        let apart = with_child.then(handed(HolderKind::Place));
        assert_eq!(status(&apart), FamilyStatus::WaitingCloseBy);
    }
}

#[test]
fn r34_a_companion_in_the_laundry_waits_close_by() {
    for kind in [PlaceKind::Laundry, PlaceKind::LostProperty] {
        let on_ward = Scene::checked_in().then(moved(PlaceKind::Ward)).then(moved(kind));
        assert_eq!(status(&on_ward), FamilyStatus::WaitingCloseBy);
        // A handover does not change that until it is seen at another place.
        assert_eq!(status(&on_ward.then(handed(HolderKind::Child))), FamilyStatus::WaitingCloseBy);
        let after =
            Scene::checked_in().then(moved(PlaceKind::Ward)).then(reunited()).then(moved(kind));
        assert_eq!(status(&after), FamilyStatus::WaitingCloseBy, "{kind:?}");
    }
}

#[test]
fn r19_the_page_does_not_say_that_it_is_missing() {
    let before = Scene::checked_in().then(moved(PlaceKind::Ward));
    let gone = before.clone().then(Action::ReportedMissing);
    assert_eq!(shown(&gone), shown(&before));
    let given_up = gone.clone().then(closed(Outcome::Lost));
    assert_eq!(shown(&given_up), shown(&before));
    let never_reported = before.clone().then(closed(Outcome::Lost));
    assert_eq!(shown(&never_reported), shown(&before));
    assert_eq!(status(&gone.then(found())), FamilyStatus::WaitingCloseBy);
}

#[test]
fn r34_post_disposal_refusal_screening_and_notes_are_not_shown() {
    let before = Scene::checked_in().then(moved(PlaceKind::Ward));
    let quiet = [
        closed(Outcome::ToBePosted),
        closed(Outcome::Discarded),
        declined(Alternative::Photo),
        StepPayload::Action(Action::Screened { answers: vec![] }),
        StepPayload::Action(Action::Noted { text: "the child slept badly".to_owned() }),
    ];
    for payload in quiet {
        let kind = payload.kind();
        assert_eq!(shown(&before.clone().then(payload)), shown(&before), "{kind}");
    }
}

#[test]
fn r29_a_late_step_is_recorded_without_a_family_update() {
    let before = Scene::ready();
    let late = before.clone().recorded_late(moved(OR));
    assert_eq!(late.state().stage, Stage::OperatingRoom);
    assert_eq!(late.state().feed, before.state().feed);
    let next = late.then(moved(PlaceKind::Recovery));
    assert_eq!(status(&next), FamilyStatus::RestingTogether);
    assert!(!next.statuses().contains(&FamilyStatus::StandingWatch));
}

#[test]
fn r35_a_repeated_status_updates_the_time_and_adds_no_moment() {
    let bear = Scene::checked_in();
    let arrived = bear.now;
    let later = bear.wait(minutes(20)).then(StepPayload::Sighted);
    let feed = later.state().feed;
    assert_eq!((feed.moments.len(), feed.moments[0].at), (1, arrived));
    assert_eq!(feed.updated_at, Some(later.now), "it still counts as an update");
}

#[test]
fn r35_after_ninety_minutes_without_an_update_the_page_says_so() {
    let bear = Scene::ready().then(moved(OR));
    let updated_at = bear.now;
    assert_eq!(status(&bear.clone().wait(minutes(89))), FamilyStatus::StandingWatch);
    let silent = bear.wait(minutes(90));
    assert_eq!(status(&silent), FamilyStatus::NoNewWord);
    let feed = silent.state().feed;
    let moment = feed.status_at(silent.now, silent.rules.no_news_after).expect("a status");
    assert_eq!(moment.at, updated_at, "the time of the last update");
    assert!(!feed.moments.iter().any(|m| m.status == FamilyStatus::NoNewWord));
    assert_eq!(status(&silent.then(StepPayload::Sighted)), FamilyStatus::StandingWatch);
}

#[test]
fn r35_no_update_is_expected_when_reunited_or_home() {
    let back = Scene::checked_in().then(reunited());
    assert_eq!(status(&back.clone().wait(hours(9))), FamilyStatus::BackTogether);
    let home = back.then(closed(Outcome::WithChild)).wait(hours(9));
    assert_eq!(status(&home), FamilyStatus::GoingHome);
}

#[test]
fn r35_staff_are_reminded_before_a_family_reads_no_news() {
    let on_the_ward = Scene::ready().then(moved(OR)).then(moved(PlaceKind::Ward));
    let scenes = [
        Scene::checked_in(),
        Scene::checked_in().then(moved(PlaceKind::PreOp)),
        Scene::ready().then(moved(OR)),
        Scene::checked_in().then(moved(PlaceKind::Imaging)),
        Scene::ready().then(moved(OR)).then(moved(PlaceKind::Recovery)),
        Scene::ready()
            .then(moved(OR))
            .then(handed(HolderKind::Staff))
            .then(moved(PlaceKind::IntensiveCare)),
        on_the_ward.clone(),
        on_the_ward.clone().then(handed(HolderKind::Child)),
        on_the_ward.clone().then(handed(HolderKind::Place)),
        on_the_ward.clone().then(moved(PlaceKind::Laundry)),
        on_the_ward.then(reunited()),
    ];
    for scene in scenes {
        let scene = scene.wait(minutes(90));
        let state = scene.state();
        let (reads, said) = (status(&scene) == FamilyStatus::NoNewWord, scene.statuses());
        let nudged = |after| {
            state.is_quiet(
                scene.steps.last().expect("a step").occurred_at.plus(after),
                scene.rules.quiet_after,
            )
        };
        assert!(!reads || nudged(minutes(30)), "{said:?}");
        // While it waits for its child, both happen.
        let waits = said.last() == Some(&FamilyStatus::WaitingCloseBy);
        assert!(!waits || (reads && nudged(minutes(30))), "{said:?}");
        assert!(!nudged(minutes(29)));
    }
}

#[test]
fn r35_resting_with_its_child_needs_no_scans_unless_missing() {
    let rests = Scene::ready()
        .then(moved(OR))
        .then(moved(PlaceKind::Ward))
        .then(handed(HolderKind::Child))
        .wait(hours(9));
    assert_eq!(status(&rests), FamilyStatus::RestingTogether);
    assert!(!rests.state().is_quiet(rests.now, rests.rules.quiet_after));
    // If it goes missing there, the page says how old its last update is.
    let word = rests.state().feed.updated_at;
    let missing = rests.clone().then(Action::ReportedMissing);
    let moment = missing.state().feed.status_at(missing.now, missing.rules.no_news_after);
    assert_eq!(
        moment.map(|moment| (moment.status, Some(moment.at))),
        Some((FamilyStatus::NoNewWord, word))
    );
    let noted = missing.clone().then(Action::Noted { text: "looked everywhere".to_owned() });
    assert_eq!(status(&noted), FamilyStatus::NoNewWord);
    let found = missing.then(found()).then(handed(HolderKind::Child)).wait(hours(9));
    assert_eq!(status(&found), FamilyStatus::RestingTogether);
    let lost = rests.then(closed(Outcome::Lost));
    assert_eq!(status(&lost), FamilyStatus::NoNewWord);
}

#[test]
fn an_empty_feed_has_no_status() {
    let feed = FamilyFeed::default();
    assert_eq!(feed.status_at(super::builders::START, SiteRules::default().no_news_after), None);
}

#[test]
fn a_feed_keeps_the_latest_sixty_moments() {
    let mut bear = Scene::checked_in();
    for _ in 0..50 {
        bear = bear.then(moved(PlaceKind::Ward)).then(moved(PlaceKind::Imaging));
    }
    let feed = bear.statuses();
    assert_eq!((feed.len(), feed.last()), (60, Some(&FamilyStatus::WaitingCloseBy)));
}

/// One scan records all of these steps.
fn by_one_scan(bear: Scene, perform: Vec<StepPayload>) -> Scene {
    let at = bear.now.plus(minutes(1));
    let feed = |bear: Scene, act| bear.then_with(act, |step| step.occurred_at = at);
    perform.into_iter().fold(bear, feed)
}

#[test]
fn a_scan_that_moves_and_dresses_is_one_moment() {
    let both = vec![moved(PlaceKind::PreOp), dressed(&[Item::Gown, Item::Mask])];
    let bear = by_one_scan(Scene::checked_in(), both);
    assert_eq!(bear.statuses(), [FamilyStatus::Arrived, FamilyStatus::DressedAndReady]);
    let feed = bear.state().feed;
    assert_eq!(
        (feed.moments[1].at, feed.updated_at),
        (START.plus(minutes(2)), Some(START.plus(minutes(2))))
    );
    assert_eq!(feed.visible.expect("the feed has an update").gowning, Gowning::Gowned);
    // A minute apart they are two moments.
    let apart =
        Scene::checked_in().then(moved(PlaceKind::PreOp)).then(dressed(&[Item::Gown, Item::Mask]));
    assert_eq!(apart.statuses().len(), 3);
}

#[test]
fn what_one_scan_does_and_undoes_adds_no_moment() {
    let tried_on = vec![
        dressed(&[Item::Gown]),
        undressed(&[Item::Gown]),
        moved(OR),
        moved(PlaceKind::CheckIn),
    ];
    let before = Scene::checked_in().then(moved(PlaceKind::PreOp)).then(moved(PlaceKind::Ward));
    let back = vec![moved(OR), moved(PlaceKind::Ward)];
    assert_eq!(by_one_scan(before.clone(), back).statuses(), before.statuses());
    let seen = by_one_scan(Scene::checked_in(), tried_on).state().feed.visible;
    assert_eq!(
        seen.expect("the feed has an update").stage,
        Stage::CheckedIn,
        "the picture is always that of the last step"
    );
}

#[test]
fn a_voided_step_leaves_the_feed() {
    let before = Scene::ready();
    let after = before.clone().then(moved(OR)).void_last();
    assert_eq!(after.state().feed, before.state().feed);
    assert_eq!(place(OR).kind.stage(), Some(Stage::OperatingRoom));
}
