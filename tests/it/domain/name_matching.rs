//! Names that identify a child, and names that can be confused (R24).

use std::collections::BTreeSet;

use stuffy::domain::name_matching::{
    first_free_name, names_a_room, neutral_alias, same_family_name, same_text,
};

#[test]
fn r24_a_room_or_a_bed_is_not_a_name() {
    let rooms = [
        "Room 12",
        "room12",
        "OR 7",
        "or-7",
        "OR7",
        "Room 2041",
        "Bed 3",
        "bed 3a",
        "Bay #4",
        "Ward 4 East",
        "Theatre 2",
        "Zimmer 12",
        "Saal 3",
        "Chambre 204",
        "lit 2",
        "cama 5",
        "12",
        "7B",
        "#412",
        " 12 ",
        "ICU 3, bed 2",
    ];
    for room in rooms {
        assert!(names_a_room(room), "{room}");
    }
    let people = [
        "Little Star",
        "Mia",
        "Mia 2",
        "Agent 7",
        "MRN-1",
        "mrn-7",
        "MRN-PLANTED-77",
        "12345",
        "1187",
        "OP-2024-1187",
        "unit-001-2345",
        "Theodor 7",
        "Orla",
        "Bedřich",
        "Roomi",
        "",
        "7th Heaven",
        "Star 3",
        "J",
        "K.",
    ];
    for person in people {
        assert!(!names_a_room(person), "{person}");
    }
}

#[test]
fn r24_family_names_are_compared_by_the_last_word() {
    assert!(same_family_name("Mia Okafor", "Ben  OKAFOR"));
    assert!(same_family_name("Okafor", "Ben Okafor"));
    assert!(!same_family_name("Mia Okafor", "Mia Lindqvist"));
    assert!(!same_family_name("", ""));
    assert!(!same_family_name("-", "-"));
}

#[test]
fn same_text_ignores_case_spaces_and_punctuation() {
    assert!(same_text("Holding bay 3", "holding-BAY 3"));
    assert!(same_text("Élan", "élan"));
    assert!(!same_text("OR 7", "OR 17"));
    assert!(!same_text("", " - "));
}

#[test]
fn a_neutral_alias_is_always_unique() {
    let mut taken: Vec<String> = Vec::new();
    for dice in 0..400 {
        let alias = neutral_alias(dice * 163, &taken);
        assert!(!names_a_room(&alias), "{alias}");
        taken.push(alias);
    }
    let all: BTreeSet<_> = taken.iter().map(|alias| alias.to_lowercase()).collect();
    assert_eq!(all.len(), taken.len());
    assert_ne!(neutral_alias(0, &[]), neutral_alias(1, &[]));
    assert_eq!(neutral_alias(u16::MAX, &[]).split(' ').count(), 2);
}

#[test]
fn a_taken_name_gets_the_first_free_number() {
    let taken = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    assert_eq!(first_free_name("Bear", &[]), "Bear");
    assert_eq!(first_free_name("Bear", &taken(&["bear", "Biscuit"])), "Bear 2");
    assert_eq!(first_free_name("Bear", &taken(&["Bear", "Bear 3", "Bear 2"])), "Bear 4");
    assert_eq!(first_free_name("Bear", &taken(&["Bear 2"])), "Bear");
}
