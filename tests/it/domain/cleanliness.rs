//! Cleanliness: who attests it, how long it lasts, and what ends it (R4, R5, R7). No text says "sterile".

use stuffy::domain::account::person::Role;
use stuffy::domain::companion::{Screening, ScreeningAnswer, ScreeningQuestion};
use stuffy::domain::journey::action::{
    Action, CleaningAttester, CleaningMethod, HolderKind, Soiling,
};
use stuffy::domain::journey::cleanliness::{CleanStatus, Cleanliness, UncleanReason};
use stuffy::domain::journey::clearance::{Blocker, Candidate, blockers};
use stuffy::domain::journey::rule::Rule;
use stuffy::domain::journey::step::StepPayload;
use stuffy::domain::outfit::{Catalogue, Item, Outfit};
use stuffy::domain::place::{EntryPolicy, PlaceKind, PlacePolicy};
use stuffy::domain::site_rules::SiteRules;
use stuffy::domain::string_enum::StringEnum as _;
use stuffy::domain::time::{days, hours, minutes};

use super::builders::{
    Scene, cleaned, handed, harmless, isolation_room, moved, place, soiled, to, washed,
};

const OR: PlaceKind = PlaceKind::OperatingRoom;

fn unclean_reason(bear: &Scene) -> Option<UncleanReason> {
    bear.state().clean_at(bear.now, &bear.rules).unclean_reason
}

/// A wash lasts a month, so the limit of days on a ward is reached first.
fn long_clean_site() -> SiteRules {
    SiteRules { clean_for: days(30), ..SiteRules::default() }
}

#[test]
fn r4_clean_expires_after_24_hours() {
    let bear = Scene::ready();
    let (washed_at, rules) = (bear.steps[1].occurred_at, &bear.rules);
    let clean = bear.state().clean_at(bear.now, rules);
    assert_eq!((clean.until, clean.unclean_reason), (Some(washed_at.plus(hours(24))), None));
    let almost = washed_at.plus(hours(24)).minus(minutes(1));
    assert_eq!(bear.state().clean_at(almost, rules).unclean_reason, None);
    let over = bear.state().clean_at(washed_at.plus(hours(24)), rules);
    assert_eq!(over.unclean_reason, Some(UncleanReason::Expired));
    let a_day_later = bear.wait(hours(24));
    assert_eq!(a_day_later.blocking_rules(OR), [Rule::CleanExpired]);
    assert_eq!(a_day_later.blockers_at(place(OR))[0].override_role, Some(Role::Lead));
    assert_eq!(a_day_later.clone().then(moved(OR)).concerns(), ["uncleared_entry"]);
    assert_eq!(a_day_later.then(washed()).blocking_rules(OR), []);
}

#[test]
fn r4_the_site_sets_how_long_clean_lasts() {
    let two_hours = SiteRules { clean_for: hours(2), ..SiteRules::default() };
    let bear = Scene::checked_in_under(two_hours, harmless()).then(washed()).wait(hours(3));
    assert_eq!(unclean_reason(&bear), Some(UncleanReason::Expired));
}

#[test]
fn r4_a_wash_at_home_counts_only_in_a_sealed_bag() {
    let open = Scene::checked_in().then(cleaned(false, CleaningAttester::Family));
    assert_eq!(unclean_reason(&open), Some(UncleanReason::NotBagged));
    assert!(open.blocking_rules(OR).contains(&Rule::CleanMissing));
    for (bagged, by) in [
        (true, CleaningAttester::Family),
        (false, CleaningAttester::Staff),
        (true, CleaningAttester::Staff),
    ] {
        assert_eq!(
            unclean_reason(&Scene::checked_in().then(cleaned(bagged, by))),
            None,
            "{bagged} {by:?}"
        );
    }
}

#[test]
fn r4_a_companion_without_a_cleaning_is_not_clean() {
    assert_eq!(unclean_reason(&Scene::checked_in()), Some(UncleanReason::NeverCleaned));
    assert_eq!(
        unclean_reason(&Scene::checked_in().then(soiled(Soiling::Spill))),
        Some(UncleanReason::Spill)
    );
}

#[test]
fn r4_a_cleaning_record_has_method_time_attester_and_bag() {
    let wiped = StepPayload::Action(Action::Cleaned {
        method: CleaningMethod::Wipe,
        bagged: true,
        attested_by: CleaningAttester::Family,
    });
    let bear = Scene::checked_in().then(wiped);
    let kept = bear.state().cleanliness.cleaned.expect("it was cleaned");
    assert_eq!((kept.method, kept.bagged), (CleaningMethod::Wipe, true));
    assert_eq!((kept.attested_by, kept.at), (CleaningAttester::Family, bear.now));
}

#[test]
fn r4_no_blocker_text_says_sterile() {
    let texts = every_blocker().into_iter().flat_map(|b| [b.detail, b.rule.key().to_owned()]);
    let keys = UncleanReason::ALL.iter().map(|why| why.key().to_owned());
    let all: Vec<_> = texts.chain(keys).collect();
    assert!(all.len() > 100);
    for text in all {
        assert!(!text.to_lowercase().contains("steril"), "{text}");
    }
    assert!(Rule::ALL.iter().all(|rule| !rule.key().contains("steril")));
    assert!(CleaningMethod::ALL.iter().all(|method| !method.key().contains("steril")));
}

/// Every possible blocker, with its text.
fn every_blocker() -> Vec<Blocker> {
    let required = Outfit::from([Item::Gown]);
    let site = Catalogue::default();
    let everything: Vec<_> = Item::ALL.iter().map(|&item| site.with_markings(item)).collect();
    let flagged: Vec<_> =
        ScreeningQuestion::ALL.iter().map(|&question| (question, ScreeningAnswer::Yes)).collect();
    let screenings = [Screening::UNKNOWN, Screening::UNKNOWN.updated(&flagged)];
    let mut all = vec![
        Blocker::latex(&everything),
        Blocker::still_dressed(&required),
        Blocker::leaving_isolation(),
    ];
    let mut ask = |screening, why, worn: &[_], kind| {
        let clean = CleanStatus { until: None, unclean_reason: Some(why) };
        let candidate = Candidate { screening, clean, worn, required: &required, or_is_full: true };
        for &entry in EntryPolicy::ALL {
            all.extend(blockers(
                &candidate,
                kind,
                PlacePolicy { entry, ..PlacePolicy::default_for(kind) },
            ));
        }
    };
    for (screening, &why) in
        screenings.into_iter().flat_map(|s| UncleanReason::ALL.iter().map(move |why| (s, why)))
    {
        for &kind in PlaceKind::ALL {
            ask(screening, why, &everything, kind);
            ask(screening, why, &[], kind);
        }
    }
    all
}

#[test]
fn r5_soiling_lasts_until_the_next_wash() {
    let cases = [
        (Soiling::Dropped, UncleanReason::Dropped),
        (Soiling::Spill, UncleanReason::Spill),
        (Soiling::Isolation, UncleanReason::Isolation),
    ];
    for (soiling, why) in cases {
        let bear = Scene::ready().then(soiled(soiling));
        assert_eq!(unclean_reason(&bear), Some(why));
        assert_eq!(bear.blocking_rules(OR), [Rule::CleanMissing]);
        assert_eq!(bear.then(washed()).blocking_rules(OR), []);
    }
}

#[test]
fn r5_entering_and_leaving_isolation_make_it_unclean() {
    let inside = Scene::ready().then(to(isolation_room()));
    assert_eq!(unclean_reason(&inside), Some(UncleanReason::Isolation));
    let wiped_inside = inside.then(washed());
    assert_eq!(unclean_reason(&wiped_inside), None);
    let out = wiped_inside.then(moved(PlaceKind::Laundry));
    assert_eq!(unclean_reason(&out), Some(UncleanReason::Isolation));
    assert_eq!(unclean_reason(&out.then(washed()).then(moved(PlaceKind::PreOp))), None);
}

#[test]
fn r5_the_companion_of_a_child_in_isolation_is_unclean_at_check_in() {
    let mut bear = Scene::checked_in();
    if let StepPayload::CheckedIn { isolation, .. } = &mut bear.steps[0].payload {
        *isolation = true;
    }
    assert_eq!(unclean_reason(&bear), Some(UncleanReason::Isolation));
    assert_eq!(unclean_reason(&bear.then(washed())), None);
}

#[test]
fn r5_a_fall_dated_before_check_in_counts() {
    let bear = Scene::checked_in().then_with(soiled(Soiling::Dropped), |step| {
        step.occurred_at = step.occurred_at.minus(minutes(5));
    });
    assert_eq!(unclean_reason(&bear), Some(UncleanReason::Dropped));
}

#[test]
fn r5_seven_days_on_a_ward_end_a_longer_clean_period() {
    let bear = Scene::checked_in_under(long_clean_site(), harmless()).then(washed());
    let on_ward = bear.then(moved(PlaceKind::Ward));
    let since = on_ward.now;
    let clean = on_ward.state().clean_at(on_ward.now, &on_ward.rules);
    assert_eq!(clean.until, Some(since.plus(days(7))));
    assert_eq!(unclean_reason(&on_ward.clone().wait(days(7).saturating_sub(minutes(1)))), None);
    let a_week_on = on_ward.wait(days(7));
    assert_eq!(unclean_reason(&a_week_on), Some(UncleanReason::TooLongOnWard));
    let washed_there = a_week_on.then(washed());
    assert_eq!(unclean_reason(&washed_there), None);
    assert_eq!(unclean_reason(&washed_there.wait(days(7))), Some(UncleanReason::TooLongOnWard));
}

#[test]
fn r5_intensive_care_counts_as_ward_and_a_move_between_them_restarts_nothing() {
    let bear = Scene::checked_in_under(long_clean_site(), harmless()).then(washed());
    let moved_on = bear
        .then(moved(PlaceKind::IntensiveCare))
        .wait(days(4))
        .then(moved(PlaceKind::Ward))
        .wait(days(3));
    assert_eq!(unclean_reason(&moved_on), Some(UncleanReason::TooLongOnWard));
}

#[test]
fn r5_leaving_the_ward_after_the_limit_does_not_make_it_clean() {
    let bear = Scene::checked_in_under(long_clean_site(), harmless()).then(washed());
    let back = bear.then(moved(PlaceKind::Ward)).wait(days(8)).then(moved(PlaceKind::PreOp));
    assert_eq!(unclean_reason(&back), Some(UncleanReason::TooLongOnWard));
    let rewashed = back.then(washed());
    assert_eq!(unclean_reason(&rewashed), None);
    assert_eq!(unclean_reason(&rewashed.wait(days(8))), None, "it is not on a ward now");
}

#[test]
fn r7_from_isolation_it_goes_to_the_laundry_or_stays_with_its_child() {
    let inside = Scene::ready().then(to(isolation_room()));
    let left = inside.clone().then(handed(HolderKind::Place)).state();
    let held = inside.clone().then(handed(HolderKind::Child)).state();
    let (laundry, ward) = (place(PlaceKind::Laundry), place(PlaceKind::Ward));
    assert!(left.breaks_isolation(&ward));
    assert!(!left.breaks_isolation(&laundry));
    assert!(!left.breaks_isolation(&isolation_room()));
    assert!(!held.breaks_isolation(&ward));
    let outside = Scene::ready().then(handed(HolderKind::Place)).state();
    assert!(!outside.breaks_isolation(&ward));
}

#[test]
fn r7_leaving_isolation_otherwise_is_recorded_and_raises_a_concern() {
    let left = Scene::ready().then(to(isolation_room())).then(handed(HolderKind::Staff));
    assert_eq!(left.clone().then(moved(PlaceKind::Ward)).concerns(), ["uncleared_entry"]);
    assert_eq!(left.clone().then(moved(PlaceKind::Laundry)).concerns(), [""; 0]);
    assert_eq!(
        left.then_overriding(&[Rule::CleanMissing], moved(PlaceKind::Ward)).concerns(),
        [""; 0]
    );
}

#[test]
fn without_any_record_it_is_never_clean() {
    let now =
        Cleanliness::default().status_at(super::builders::START, hours(u64::MAX / 3600), days(7));
    assert_eq!((now.until, now.unclean_reason), (None, Some(UncleanReason::NeverCleaned)));
}
