//! The words: every one has one spelling, and comes back from it.

use std::collections::BTreeSet;

use stuffy::domain::account::person::{Role, Scope};
use stuffy::domain::alert::AlertKind;
use stuffy::domain::companion::{ScreeningAnswer, ScreeningQuestion, Species};
use stuffy::domain::family::{FamilyStatus, Language, LinkScope, Relation};
use stuffy::domain::journey::JourneyStatus;
use stuffy::domain::journey::cleanliness::UncleanReason;
use stuffy::domain::journey::clearance::Rule;
use stuffy::domain::journey::step::{
    Alternative, CleaningAttester, HolderKind, Method, Outcome, Soiling,
};
use stuffy::domain::outfit::{Gowning, Item};
use stuffy::domain::place::{EntryPolicy, PlaceKind, Stage};
use stuffy::domain::string_enum::StringEnum;
use stuffy::domain::tag::{Material, TagState};
use stuffy::domain::visit::{HoldKind, VisitStatus};

fn come_back<W: StringEnum>() {
    come_back_from::<W>(|letter| letter.is_ascii_lowercase() || "_:".contains(letter));
}

fn come_back_from<W: StringEnum>(plain: impl Fn(char) -> bool) {
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
fn every_word_comes_back_from_its_key() {
    come_back::<AlertKind>();
    come_back::<Alternative>();
    come_back::<ScreeningAnswer>();
    come_back::<CleaningAttester>();
    come_back::<EntryPolicy>();
    come_back::<FamilyStatus>();
    come_back::<Gowning>();
    come_back::<HoldKind>();
    come_back::<HolderKind>();
    come_back::<Item>();
    // The tags of languages are written as BCP 47 has them: zh-Hans.
    come_back_from::<Language>(|letter| letter.is_ascii_alphabetic() || letter == '-');
    come_back::<LinkScope>();
    come_back::<Material>();
    come_back::<Method>();
    come_back::<UncleanReason>();
    come_back::<Outcome>();
    come_back::<PlaceKind>();
    come_back::<ScreeningQuestion>();
    come_back::<Relation>();
    come_back::<Role>();
    come_back::<Rule>();
    come_back::<Scope>();
    come_back::<Soiling>();
    come_back::<Species>();
    come_back::<Stage>();
    come_back::<JourneyStatus>();
    come_back::<TagState>();
    come_back::<VisitStatus>();
}

#[test]
fn each_role_may_do_what_the_one_before_may() {
    assert!(Role::Staff < Role::Lead && Role::Lead < Role::Admin);
}

#[test]
fn every_question_has_its_own_answer() {
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
fn a_family_status_never_says_how_the_child_is_nor_where() {
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
