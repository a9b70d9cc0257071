//! String enums: every value has a unique key and can be parsed from it.

use std::collections::BTreeSet;

use stuffy::domain::account::person::{Role, Scope};
use stuffy::domain::alert::AlertKind;
use stuffy::domain::companion::{ScreeningAnswer, ScreeningQuestion, Species};
use stuffy::domain::family::{FamilyStatus, Language, LinkScope, Relation};
use stuffy::domain::journey::JourneyStatus;
use stuffy::domain::journey::action::{
    Alternative, CleaningAttester, CleaningMethod, HolderKind, Outcome, Soiling,
};
use stuffy::domain::journey::cleanliness::UncleanReason;
use stuffy::domain::journey::rule::Rule;
use stuffy::domain::outfit::{Gowning, Item};
use stuffy::domain::place::{EntryPolicy, PlaceKind, Stage};
use stuffy::domain::string_enum::StringEnum;
use stuffy::domain::tag::{Material, TagState};
use stuffy::domain::visit::{HoldKind, VisitStatus};

fn round_trip<W: StringEnum>() {
    round_trip_with::<W>(|letter| letter.is_ascii_lowercase() || "_:".contains(letter));
}

fn round_trip_with<W: StringEnum>(plain: impl Fn(char) -> bool) {
    let keys: BTreeSet<_> = W::ALL.iter().map(|word| word.key()).collect();
    assert_eq!(keys.len(), W::ALL.len(), "two of {keys:?} are the same");
    for &word in W::ALL {
        assert_eq!(W::from_key(word.key()), Some(word));
        assert!(word.key().chars().all(&plain), "{}", word.key());
        assert_eq!(W::from_key(&word.key().to_uppercase()), None);
    }
    assert_eq!(W::from_key(""), None);
}

#[test]
fn every_value_round_trips_through_its_key() {
    round_trip::<AlertKind>();
    round_trip::<Alternative>();
    round_trip::<ScreeningAnswer>();
    round_trip::<CleaningAttester>();
    round_trip::<EntryPolicy>();
    round_trip::<FamilyStatus>();
    round_trip::<Gowning>();
    round_trip::<HoldKind>();
    round_trip::<HolderKind>();
    round_trip::<Item>();
    // Language tags follow BCP 47, such as zh-Hans.
    round_trip_with::<Language>(|letter| letter.is_ascii_alphabetic() || letter == '-');
    round_trip::<LinkScope>();
    round_trip::<Material>();
    round_trip::<CleaningMethod>();
    round_trip::<UncleanReason>();
    round_trip::<Outcome>();
    round_trip::<PlaceKind>();
    round_trip::<ScreeningQuestion>();
    round_trip::<Relation>();
    round_trip::<Role>();
    round_trip::<Rule>();
    round_trip::<Scope>();
    round_trip::<Soiling>();
    round_trip::<Species>();
    round_trip::<Stage>();
    round_trip::<JourneyStatus>();
    round_trip::<TagState>();
    round_trip::<VisitStatus>();
}

#[test]
fn each_role_includes_the_one_before() {
    assert!(Role::Staff < Role::Lead && Role::Lead < Role::Admin);
}

#[test]
fn every_screening_question_has_its_own_answer() {
    use stuffy::domain::companion::Screening;
    for &question in ScreeningQuestion::ALL {
        let one = Screening::UNKNOWN.with(question, ScreeningAnswer::Yes);
        assert_eq!(one.answered(ScreeningQuestion::ALL, ScreeningAnswer::Yes), [question]);
    }
    let hazards: Vec<_> =
        ScreeningQuestion::ALL.iter().filter(|q| ScreeningQuestion::HAZARDS.contains(q)).collect();
    assert_eq!(hazards.len() + 1, ScreeningQuestion::ALL.len());
    assert!(!ScreeningQuestion::HAZARDS.contains(&ScreeningQuestion::Washable));
}

#[test]
fn r34_no_family_status_mentions_the_childs_condition_or_place() {
    let outcome_words = [
        "stable", "well", "fine", "good", "bad", "critical", "success", "complete", "bypass",
        "surgery", "operat", "theatre", "room", "icu",
    ];
    for status in FamilyStatus::ALL {
        for word in outcome_words {
            assert!(!status.key().contains(word), "r34: {} says {word}", status.key());
        }
    }
}
