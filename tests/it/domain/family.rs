//! What a family hears, and what it never does (R19, R29, R34, R35).

use stuffy::domain::family::{FamilyFeed, FamilyStatus};
use stuffy::domain::journey::step::{Alternative, HolderKind, Outcome, StepPayload};
use stuffy::domain::outfit::{Gowning, Item, Outfit};
use stuffy::domain::place::{PlaceKind, Stage};
use stuffy::domain::site_rules::SiteRules;
use stuffy::domain::string_enum::StringEnum as _;
use stuffy::domain::time::{hours, minutes};

use super::builders::{
    DAWN, Scene, closed, declined, dressed, found, handed, moved, place, reunited, undressed,
    washed,
};

const OR: PlaceKind = PlaceKind::OperatingRoom;

/// What the page says now.
fn status(bear: &Scene) -> FamilyStatus {
    let told = bear.state().told;
    told.status_at(bear.now, bear.rules.no_news_after).expect("the family has been told").status
}

/// What the page shows of it, as long as no silence is said.
fn heard(bear: &Scene) -> FamilyFeed {
    FamilyFeed { untold: false, ..bear.state().told }
}

#[test]
fn r34_the_way_of_one_bear_as_its_family_reads_it() {
    let home = Scene::opens()
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
    let keys: Vec<_> = home.told().iter().map(|status| status.key()).collect();
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
    let seen = home.state().told.seen.expect("it was told");
    assert_eq!((seen.stage, seen.gowning), (Stage::Home, Gowning::TakenOff));
    assert_eq!(seen.outfit, Outfit::new());
}

#[test]
fn r34_every_status_of_the_list_can_be_reached() {
    let bear = Scene::opens();
    let scenes = [
        bear.clone(),
        bear.clone().then(moved(PlaceKind::PreOp)),
        Scene::ready(),
        Scene::ready().then(moved(OR)),
        bear.clone().then(moved(PlaceKind::Imaging)),
        bear.clone().then(moved(PlaceKind::Ward)),
        bear.clone().then(reunited()),
        bear.clone().then(closed(Outcome::WithGuardian)),
        bear.passes(minutes(90)),
    ];
    let mut reached: Vec<_> = scenes.iter().map(status).collect();
    reached.sort();
    let mut all = FamilyStatus::ALL.to_vec();
    all.sort();
    assert_eq!(reached, all);
}

#[test]
fn r34_dressing_at_the_desk_is_getting_ready() {
    assert_eq!(status(&Scene::opens().then(dressed(&[Item::Gown]))), FamilyStatus::GettingReady);
    assert_eq!(status(&Scene::ready()), FamilyStatus::DressedAndReady);
}

#[test]
fn r34_it_rests_together_only_in_its_childs_arms() {
    for kind in [PlaceKind::Recovery, PlaceKind::IntensiveCare, PlaceKind::Ward] {
        let with_child = Scene::opens().then(moved(kind));
        assert_eq!(status(&with_child), FamilyStatus::RestingTogether);
        let apart = with_child.then(handed(HolderKind::Place));
        assert_eq!(status(&apart), FamilyStatus::WaitingCloseBy);
    }
}

#[test]
fn r34_what_is_in_the_laundry_rests_in_nobodys_arms() {
    for kind in [PlaceKind::Laundry, PlaceKind::LostProperty] {
        let on_ward = Scene::opens().then(moved(PlaceKind::Ward)).then(moved(kind));
        assert_eq!(status(&on_ward), FamilyStatus::WaitingCloseBy);
        // Nor where somebody hands it over there, before it is seen anywhere else.
        assert_eq!(status(&on_ward.then(handed(HolderKind::Child))), FamilyStatus::WaitingCloseBy);
        let after = Scene::opens().then(moved(PlaceKind::Ward)).then(reunited()).then(moved(kind));
        assert_eq!(status(&after), FamilyStatus::WaitingCloseBy, "{kind:?}");
    }
}

#[test]
fn r19_that_it_is_missing_a_person_tells_them_first() {
    let before = Scene::opens().then(moved(PlaceKind::Ward));
    let gone = before.clone().then(StepPayload::ReportedMissing);
    assert_eq!(heard(&gone), heard(&before));
    let given_up = gone.clone().then(closed(Outcome::Lost));
    assert_eq!(heard(&given_up), heard(&before));
    let never_reported = before.clone().then(closed(Outcome::Lost));
    assert_eq!(heard(&never_reported), heard(&before));
    assert_eq!(status(&gone.then(found())), FamilyStatus::WaitingCloseBy);
}

#[test]
fn r34_no_word_about_post_bin_refusal_screening_or_notes() {
    let before = Scene::opens().then(moved(PlaceKind::Ward));
    let quiet = [
        closed(Outcome::ToBePosted),
        closed(Outcome::Discarded),
        declined(Alternative::Photo),
        StepPayload::Screened { answers: vec![] },
        StepPayload::Noted { text: "the child slept badly".to_owned() },
    ];
    for what in quiet {
        let kind = what.kind();
        assert_eq!(heard(&before.clone().then(what)), heard(&before), "{kind}");
    }
}

#[test]
fn r29_a_late_word_is_kept_and_is_no_news() {
    let before = Scene::ready();
    let late = before.clone().told_late(moved(OR));
    assert_eq!(late.state().stage, Stage::OperatingRoom);
    assert_eq!(late.state().told, before.state().told);
    let next = late.then(moved(PlaceKind::Recovery));
    assert_eq!(status(&next), FamilyStatus::RestingTogether);
    assert!(!next.told().contains(&FamilyStatus::StandingWatch));
}

#[test]
fn r35_each_status_has_its_time_and_the_same_again_is_no_new_one() {
    let bear = Scene::opens();
    let arrived = bear.now;
    let later = bear.passes(minutes(20)).then(StepPayload::Sighted);
    let told = later.state().told;
    assert_eq!((told.moments.len(), told.moments[0].at), (1, arrived));
    assert_eq!(told.at, Some(later.now), "but it is a word all the same");
}

#[test]
fn r35_after_ninety_minutes_without_a_word_the_page_says_so() {
    let bear = Scene::ready().then(moved(OR));
    let heard = bear.now;
    assert_eq!(status(&bear.clone().passes(minutes(89))), FamilyStatus::StandingWatch);
    let silent = bear.passes(minutes(90));
    assert_eq!(status(&silent), FamilyStatus::NoNewWord);
    let told = silent.state().told;
    let moment = told.status_at(silent.now, silent.rules.no_news_after).expect("told");
    assert_eq!(moment.at, heard, "since the last word there was");
    assert!(!told.moments.iter().any(|m| m.status == FamilyStatus::NoNewWord));
    assert_eq!(status(&silent.then(StepPayload::Sighted)), FamilyStatus::StandingWatch);
}

#[test]
fn r35_who_is_together_or_home_waits_for_no_word() {
    let back = Scene::opens().then(reunited());
    assert_eq!(status(&back.clone().passes(hours(9))), FamilyStatus::BackTogether);
    let home = back.then(closed(Outcome::WithChild)).passes(hours(9));
    assert_eq!(status(&home), FamilyStatus::GoingHome);
}

#[test]
fn r35_a_silence_that_a_family_reads_is_one_that_staff_were_nudged_about() {
    let on_the_ward = Scene::ready().then(moved(OR)).then(moved(PlaceKind::Ward));
    let scenes = [
        Scene::opens(),
        Scene::opens().then(moved(PlaceKind::PreOp)),
        Scene::ready().then(moved(OR)),
        Scene::opens().then(moved(PlaceKind::Imaging)),
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
        let scene = scene.passes(minutes(90));
        let state = scene.state();
        let (reads, said) = (status(&scene) == FamilyStatus::NoNewWord, scene.told());
        let nudged = |after| {
            state.is_quiet(
                scene.steps.last().expect("a step").occurred_at.plus(after),
                scene.rules.quiet_after,
            )
        };
        assert!(!reads || nudged(minutes(30)), "{said:?}");
        // While it waits for its child, wherever that is, both are.
        let waits = said.last() == Some(&FamilyStatus::WaitingCloseBy);
        assert!(!waits || (reads && nudged(minutes(30))), "{said:?}");
        assert!(!nudged(minutes(29)));
    }
}

#[test]
fn r35_who_rests_with_its_child_is_watched_by_nobody_and_waits_for_no_word() {
    let rests = Scene::ready()
        .then(moved(OR))
        .then(moved(PlaceKind::Ward))
        .then(handed(HolderKind::Child))
        .passes(hours(9));
    assert_eq!(status(&rests), FamilyStatus::RestingTogether);
    assert!(!rests.state().is_quiet(rests.now, rests.rules.quiet_after));
    // Unless nobody knows any more whether it does: then the page says how old its word is.
    let word = rests.state().told.at;
    let missing = rests.clone().then(StepPayload::ReportedMissing);
    let moment = missing.state().told.status_at(missing.now, missing.rules.no_news_after);
    assert_eq!(
        moment.map(|told| (told.status, Some(told.at))),
        Some((FamilyStatus::NoNewWord, word))
    );
    let noted = missing.clone().then(StepPayload::Noted { text: "looked everywhere".to_owned() });
    assert_eq!(status(&noted), FamilyStatus::NoNewWord);
    let found = missing.then(found()).then(handed(HolderKind::Child)).passes(hours(9));
    assert_eq!(status(&found), FamilyStatus::RestingTogether);
    let lost = rests.then(closed(Outcome::Lost));
    assert_eq!(status(&lost), FamilyStatus::NoNewWord);
}

#[test]
fn before_the_first_word_there_is_none() {
    let told = FamilyFeed::default();
    assert_eq!(told.status_at(super::builders::DAWN, SiteRules::default().no_news_after), None);
}

#[test]
fn a_page_looks_back_on_sixty_moments_and_the_newest_is_the_last() {
    let mut bear = Scene::opens();
    for _ in 0..50 {
        bear = bear.then(moved(PlaceKind::Ward)).then(moved(PlaceKind::Imaging));
    }
    let told = bear.told();
    assert_eq!((told.len(), told.last()), (60, Some(&FamilyStatus::WaitingCloseBy)));
}

/// The bear does all of this by one scan.
fn by_one_scan(bear: Scene, perform: Vec<StepPayload>) -> Scene {
    let at = bear.now.plus(minutes(1));
    let told = |bear: Scene, act| bear.but(act, |step| step.occurred_at = at);
    perform.into_iter().fold(bear, told)
}

#[test]
fn who_moves_and_dresses_by_one_scan_is_told_of_once() {
    let both = vec![moved(PlaceKind::PreOp), dressed(&[Item::Gown, Item::Mask])];
    let bear = by_one_scan(Scene::opens(), both);
    assert_eq!(bear.told(), [FamilyStatus::Arrived, FamilyStatus::DressedAndReady]);
    let told = bear.state().told;
    assert_eq!((told.moments[1].at, told.at), (DAWN.plus(minutes(2)), Some(DAWN.plus(minutes(2)))));
    assert_eq!(told.seen.expect("it was told").gowning, Gowning::Gowned);
    // A minute apart they are two.
    let apart =
        Scene::opens().then(moved(PlaceKind::PreOp)).then(dressed(&[Item::Gown, Item::Mask]));
    assert_eq!(apart.told().len(), 3);
}

#[test]
fn what_one_scan_does_and_undoes_is_no_moment() {
    let tried_on = vec![
        dressed(&[Item::Gown]),
        undressed(&[Item::Gown]),
        moved(OR),
        moved(PlaceKind::CheckIn),
    ];
    let before = Scene::opens().then(moved(PlaceKind::PreOp)).then(moved(PlaceKind::Ward));
    let back = vec![moved(OR), moved(PlaceKind::Ward)];
    assert_eq!(by_one_scan(before.clone(), back).told(), before.told());
    let seen = by_one_scan(Scene::opens(), tried_on).state().told.seen;
    assert_eq!(
        seen.expect("it was told").stage,
        Stage::CheckedIn,
        "the picture is always that of the last step"
    );
}

#[test]
fn a_step_that_was_taken_back_was_never_told() {
    let before = Scene::ready();
    let after = before.clone().then(moved(OR)).never_mind();
    assert_eq!(after.state().told, before.state().told);
    assert_eq!(place(OR).kind.stage(), Some(Stage::OperatingRoom));
}
