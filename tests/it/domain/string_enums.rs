//! The words: every one has one spelling, and comes back from it.

use std::collections::BTreeSet;

use stuffy::domain::account::person::{Role, Scope};
use stuffy::domain::alert::AlertKind;
use stuffy::domain::companion::{Answer, Question, Species};
use stuffy::domain::family::{FamilyStatus, Language, LinkScope, Relation};
use stuffy::domain::journey::Status;
use stuffy::domain::journey::cleanliness::NotClean;
use stuffy::domain::journey::clearance::Rule;
use stuffy::domain::journey::step::{Alternative, Attester, HolderKind, Method, Outcome, Soiling};
use stuffy::domain::outfit::{Gowning, Item};
use stuffy::domain::place::{Entry, PlaceKind, Stage};
use stuffy::domain::string_enum::Keyed;
use stuffy::domain::tag::{Material, TagState};
use stuffy::domain::visit::{HoldKind, VisitStatus};

fn come_back<W: Keyed>() {
    come_back_from::<W>(|letter| letter.is_ascii_lowercase() || "_:".contains(letter));
}

fn come_back_from<W: Keyed>(plain: impl Fn(char) -> bool) {
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
    come_back::<Answer>();
    come_back::<Attester>();
    come_back::<Entry>();
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
    come_back::<NotClean>();
    come_back::<Outcome>();
    come_back::<PlaceKind>();
    come_back::<Question>();
    come_back::<Relation>();
    come_back::<Role>();
    come_back::<Rule>();
    come_back::<Scope>();
    come_back::<Soiling>();
    come_back::<Species>();
    come_back::<Stage>();
    come_back::<Status>();
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
    for &question in Question::ALL {
        let one = Screening::UNKNOWN.with(question, Answer::Yes);
        assert_eq!(one.answered(Question::ALL, Answer::Yes), [question]);
    }
    let hazards: Vec<_> = Question::ALL.iter().filter(|q| Question::HAZARDS.contains(q)).collect();
    assert_eq!(hazards.len() + 1, Question::ALL.len());
    assert!(!Question::HAZARDS.contains(&Question::Washable));
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
