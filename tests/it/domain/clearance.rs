//! Clearance: which companion may enter which place, and which rules block it (R1 to R3, R6, R9, R11, R12, R14).

use proptest::prelude::*;
use stuffy::domain::account::person::Role;
use stuffy::domain::companion::{Screening, ScreeningAnswer, ScreeningQuestion};
use stuffy::domain::journey::JourneyState;
use stuffy::domain::journey::action::{Action, DressedItems};
use stuffy::domain::journey::clearance::Blocker;
use stuffy::domain::journey::rule::Rule;
use stuffy::domain::journey::step::StepPayload;
use stuffy::domain::outfit::{Catalogue, Item};
use stuffy::domain::place::{EntryPolicy, PlaceKind, PlacePolicy, PlaceSnapshot};
use stuffy::domain::site_rules::{FORBIDDEN_RESTING_PLACE_WORDS, SiteRules};
use stuffy::domain::string_enum::StringEnum as _;

use super::builders::{
    START, Scene, another, answered, dressed, entered_by, harmless, moved, override_of, place, to,
    undressed, washed,
};
use super::generators::{any_place, any_steps, cases};

const OR: PlaceKind = PlaceKind::OperatingRoom;
const MRI: PlaceKind = PlaceKind::Imaging;

#[test]
fn a_ready_companion_enters_without_concern() {
    let bear = Scene::ready();
    assert_eq!(bear.blocking_rules(OR), []);
    assert_eq!(bear.then(moved(OR)).concerns(), [""; 0]);
}

#[test]
fn r1_each_unanswered_question_blocks_the_operating_room() {
    for &question in ScreeningQuestion::ALL {
        let bear = Scene::ready().then(answered(question, ScreeningAnswer::Unknown));
        let barred = bear.blockers_at(place(OR));
        assert_eq!(barred.len(), 1, "{question:?}");
        assert_eq!(barred[0].rule, Rule::ScreeningIncomplete);
        assert_eq!(barred[0].override_role, Some(Role::Lead));
        assert!(barred[0].detail.contains(question.key()), "{}", barred[0].detail);
        assert_eq!(bear.then(answered(question, ScreeningAnswer::No)).blocking_rules(OR), []);
    }
}

#[test]
fn r1_each_hazard_blocks_and_washable_is_no_hazard() {
    for question in ScreeningQuestion::HAZARDS {
        let bear = Scene::ready().then(answered(question, ScreeningAnswer::Yes));
        assert_eq!(bear.blocking_rules(OR), [Rule::ScreeningFlag], "{question:?}");
    }
    let washable = Scene::ready().then(answered(ScreeningQuestion::Washable, ScreeningAnswer::Yes));
    assert_eq!(washable.blocking_rules(OR), []);
}

#[test]
fn r1_an_unscreened_companion_may_enter_neither_or_nor_mri() {
    let bear =
        Scene::checked_in_with(Screening::UNKNOWN).then(washed()).then(dressed(&[Item::Gown]));
    assert_eq!(bear.blocking_rules(OR), [Rule::ScreeningIncomplete, Rule::NotGowned]);
    assert_eq!(bear.blocking_rules(MRI), [Rule::ImagingMetal]);
}

#[test]
fn r2_yes_and_unknown_to_a_ferrous_question_block_imaging() {
    for question in ScreeningQuestion::FERROUS {
        for answer in [ScreeningAnswer::Yes, ScreeningAnswer::Unknown] {
            let bear = Scene::checked_in().then(answered(question, answer));
            let barred = bear.blockers_at(place(MRI));
            assert_eq!(barred.len(), 1, "{question:?} {answer:?}");
            assert_eq!(barred[0].rule, Rule::ImagingMetal);
            assert_eq!(barred[0].override_role, Some(Role::Lead));
            assert!(barred[0].detail.contains("magnet test"), "{}", barred[0].detail);
        }
    }
    for question in
        [ScreeningQuestion::LooseParts, ScreeningQuestion::Latex, ScreeningQuestion::HoldsWater]
    {
        let bear = Scene::checked_in().then(answered(question, ScreeningAnswer::Yes));
        assert_eq!(bear.blocking_rules(MRI), [], "{question:?}");
    }
}

#[test]
fn r2_metal_in_imaging_raises_a_concern() {
    let bear = Scene::checked_in().then(answered(ScreeningQuestion::Metal, ScreeningAnswer::Yes));
    assert_eq!(bear.clone().then(moved(MRI)).concerns(), ["imaging_hazard"]);
    assert_eq!(bear.then_overriding(&[Rule::ImagingMetal], moved(MRI)).concerns(), [""; 0]);
}

#[test]
fn r3_a_piece_not_marked_metal_free_blocks_imaging() {
    let bear = Scene::checked_in().then(dressed(&[Item::Gown, Item::Mask]));
    let barred = bear.blockers_at(place(MRI));
    assert_eq!(barred.len(), 1);
    assert_eq!((barred[0].rule, barred[0].override_role), (Rule::ImagingMetal, None));
    assert!(barred[0].detail.contains("mask") && !barred[0].detail.contains("gown"));
    assert_eq!(bear.clone().then(moved(MRI)).concerns(), ["imaging_hazard"]);
    assert_eq!(bear.then(undressed(&[Item::Mask])).blocking_rules(MRI), []);
}

#[test]
fn r3_a_worn_metal_piece_cannot_be_overridden() {
    let bear = Scene::checked_in()
        .then(answered(ScreeningQuestion::Weighted, ScreeningAnswer::Yes))
        .then(dressed(&[Item::Mask]))
        .then_overriding(&[Rule::ImagingMetal], moved(MRI));
    assert_eq!(bear.concerns(), ["imaging_hazard"], "the filling was tested, the mask was not");
}

#[test]
fn r3_the_site_marks_which_pieces_are_metal_free() {
    let every_piece = Item::ALL.iter().copied().collect();
    let catalogue = Catalogue { metal_free: every_piece, ..Catalogue::default() };
    let mask = StepPayload::Action(Action::Dressed(DressedItems {
        items: vec![catalogue.with_markings(Item::Mask)],
        latex_precaution: false,
    }));
    assert_eq!(Scene::checked_in().then(mask).blocking_rules(MRI), []);
}

#[test]
fn r6_only_a_lead_overrides_a_prohibited_place() {
    for &kind in PlaceKind::ALL {
        let closed = entered_by(kind, EntryPolicy::Prohibited);
        let barred = Scene::ready().blockers_at(closed);
        assert_eq!(barred[0].rule, Rule::PlaceProhibited, "{kind:?}");
        assert_eq!(barred[0].override_role, Some(Role::Lead));
    }
    let ward = entered_by(PlaceKind::Ward, EntryPolicy::Prohibited);
    assert_eq!(Scene::ready().then(to(ward)).concerns(), ["uncleared_entry"]);
    assert_eq!(
        Scene::ready().then_overriding(&[Rule::PlaceProhibited], to(ward)).concerns(),
        [""; 0]
    );
}

#[test]
fn r6_any_place_can_require_only_a_clean_companion() {
    let careful = entered_by(PlaceKind::IntensiveCare, EntryPolicy::IfCleared);
    let unwashed = Scene::checked_in_with(Screening::UNKNOWN);
    let rules: Vec<_> = unwashed.blockers_at(careful).iter().map(|b| b.rule).collect();
    assert_eq!(rules, [Rule::CleanMissing]);
    assert_eq!(unwashed.then(washed()).blockers_at(careful), []);
}

#[test]
fn r6_by_default_only_operating_room_and_imaging_require_clearance() {
    for &kind in PlaceKind::ALL {
        let wants = matches!(kind, PlaceKind::OperatingRoom | PlaceKind::Imaging);
        let entry = if wants { EntryPolicy::IfCleared } else { EntryPolicy::Allowed };
        assert_eq!(
            PlacePolicy::default_for(kind),
            PlacePolicy { entry, rewash_hours: None, isolation: false }
        );
    }
}

#[test]
fn r6_its_whereabouts_keep_the_rewash_hours_of_that_time() {
    let ward = place(PlaceKind::Ward);
    let every_two_days = PlacePolicy { rewash_hours: Some(48), ..ward.policy };
    let transplant = PlaceSnapshot { policy: every_two_days, ..ward };
    let at = Scene::checked_in().then(to(transplant)).state().whereabouts.expect("it is somewhere");
    assert_eq!(at.place.policy.rewash_hours, Some(48));
}

#[test]
fn r9_the_site_limits_companions_of_a_child_in_the_operating_room() {
    let (bear, rules) = (Scene::ready(), SiteRules::default());
    let barred_with = |others, rules: &SiteRules| -> Vec<_> {
        let (state, room) = (bear.state(), place(OR));
        let blockers = state.blockers(OR, room.policy, bear.now, rules, others);
        blockers.iter().map(|blocker| blocker.rule).collect()
    };
    assert_eq!(barred_with(0, &rules), []);
    assert_eq!(barred_with(1, &rules), [Rule::OneCompanionOnly]);
    let two = SiteRules { companions_in_or: 2, ..rules };
    assert_eq!(barred_with(1, &two), []);
    assert_eq!(barred_with(2, &two), [Rule::OneCompanionOnly]);
}

#[test]
fn r12_no_resting_place_is_near_the_head_the_airway_or_the_sterile_field() {
    let places = SiteRules::default().resting_places;
    assert!(!places.is_empty());
    for (place, word) in
        places.iter().flat_map(|p| FORBIDDEN_RESTING_PLACE_WORDS.map(|word| (p, word)))
    {
        assert!(!place.to_lowercase().contains(word), "{place} is near the {word}");
    }
    for word in ["head", "airway", "sterile", "field"] {
        assert!(FORBIDDEN_RESTING_PLACE_WORDS.contains(&word));
    }
}

#[test]
fn r12_the_resting_place_is_part_of_its_whereabouts() {
    let shelf = Some("shelf".to_owned());
    let bear =
        Scene::ready().then(Action::Moved { place: place(OR), resting_place: shelf.clone() });
    assert_eq!(bear.state().whereabouts.expect("it is in the OR").resting_place, shelf);
    let after = bear.then(moved(PlaceKind::Recovery)).state();
    assert_eq!(after.whereabouts.expect("it is in recovery").resting_place, None);
}

#[test]
fn r14_any_staff_may_override_a_missing_gown() {
    let bear = Scene::checked_in().then(washed());
    let barred = bear.blockers_at(place(OR));
    assert_eq!(barred.len(), 1);
    assert_eq!((barred[0].rule, barred[0].override_role), (Rule::NotGowned, Some(Role::Staff)));
    assert!(barred[0].detail.contains("gown") && barred[0].detail.contains("mask"));
    assert_eq!(bear.then(moved(OR)).concerns(), [""; 0], "it raises no concern");
}

#[test]
fn an_override_applies_only_to_the_rules_it_names() {
    let unknown = Scene::checked_in_with(Screening::UNKNOWN);
    let all = [Rule::ScreeningIncomplete, Rule::CleanMissing, Rule::NotGowned];
    assert_eq!(unknown.blocking_rules(OR), all);
    assert_eq!(unknown.clone().then_overriding(&all, moved(OR)).concerns(), [""; 0]);
    let half = unknown.then_overriding(&[Rule::CleanMissing], moved(OR)).state();
    assert_eq!(half.concerns.len(), 1);
    assert_eq!(half.concerns[0].detail, "rules not met: not screened");
}

#[test]
fn a_second_scan_at_the_same_place_is_no_second_entry() {
    let inside =
        Scene::checked_in_with(harmless()).then_overriding(&[Rule::CleanMissing], moved(OR));
    assert_eq!(inside.clone().then(moved(OR)).concerns(), [""; 0]);
    assert_eq!(inside.then(to(another(OR))).concerns(), ["uncleared_entry"]);
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn r14_its_outfit_affects_only_the_gowning_reminder_and_the_material_rules(
        steps in any_steps(), at in any_place(), others in 0..3_u32
    ) {
        let (rules, now) = (SiteRules::default(), START);
        let state = JourneyState::from_steps(&steps);
        let mut bare = state.clone();
        bare.outfit.clear();
        let keys = |state: &JourneyState| -> Vec<_> {
            let found = state.blockers(at.kind, at.policy, now, &rules, others);
            let about_clothes = |b: &Blocker| {
                b.rule == Rule::NotGowned || (b.rule == Rule::ImagingMetal && b.override_role.is_none())
            };
            found.into_iter().filter(|blocker| !about_clothes(blocker)).collect()
        };
        prop_assert_eq!(keys(&state), keys(&bare));
    }

    #[test]
    fn entering_with_every_rule_overridden_raises_no_concern(
        steps in any_steps(), at in any_place()
    ) {
        let latest = steps.iter().map(|step| step.occurred_at).max().unwrap_or(START);
        let mut state = JourneyState::from_steps(&steps);
        state.outfit.clear();
        state.concerns.clear();
        let scene = Scene { steps: Vec::new(), now: latest, rules: SiteRules::default() };
        let entry = scene.then_with(to(at), |step| step.overrode = Some(override_of(Rule::ALL)));
        state.apply_and_record_feed(&entry.steps[0]);
        prop_assert_eq!(state.concerns, vec![]);
    }
}
