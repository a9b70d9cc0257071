//! The sentences for families: in every language whole, in English plain, and in none a word about the child.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use stuffy::domain::family::{FamilyStatus, Language};
use stuffy::domain::outfit::Item;
use stuffy::domain::string_enum::StringEnum as _;
use stuffy::domain::time::Time;
use stuffy::i18n::{self, NotificationText, TimeZone};

/// Words that state or imply how the child is doing, that belong to the clinic, or that promise (R4, R34).
const BANNED: &[&str] = &[
    "sterile",
    "steril",
    "surgery",
    "surgeon",
    "surgical",
    "operation",
    "operating",
    "operated",
    "theatre",
    "anaesthesia",
    "anesthesia",
    "anaesthetic",
    "bypass",
    "ecmo",
    "code",
    "blood",
    "bleeding",
    "pain",
    "wound",
    "stitch",
    "scar",
    "stable",
    "fine",
    "well",
    "okay",
    "ok",
    "good",
    "great",
    "better",
    "worse",
    "best",
    "safe",
    "safely",
    "success",
    "successful",
    "critical",
    "serious",
    "condition",
    "recover",
    "recovery",
    "recovering",
    "intensive",
    "icu",
    "ward",
    "unit",
    "imaging",
    "mri",
    "scan",
    "x-ray",
    "asleep",
    "sleep",
    "sleeping",
    "awake",
    "wake",
    "woke",
    "alive",
    "dead",
    "death",
    "died",
    "die",
    "heal",
    "healing",
    "healthy",
    "hurt",
    "sick",
    "ill",
    "illness",
    "complication",
    "problem",
    "trouble",
    "emergency",
    "procedure",
    "treatment",
    "therapy",
    "diagnosis",
    "doctor",
    "nurse",
    "perfusion",
    "patient",
    "heart",
    "breathing",
    "monitor",
    "vital",
    "vitals",
    "infection",
    "progress",
    "soon home",
    "over",
    "done",
    "finished",
    "calm",
    "brave",
    "strong",
    "happy",
    "sad",
    "lost",
    "missing",
];

/// Every message of a language's file, by its key.
fn messages(language: Language) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(file(language)).expect("the language has a file");
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines
        .map(|line| {
            let (key, message) = line.split_once(" = ").expect("each message stands on one line");
            (key.to_owned(), message.to_owned())
        })
        .collect()
}

fn file(language: Language) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/i18n/locales");
    folder.join(language.key()).join("main.ftl")
}

fn takes(message: &str) -> BTreeSet<String> {
    let parts = message.split("{ $").skip(1);
    parts.map(|part| part.split(' ').next().expect("a name").to_owned()).collect()
}

/// An English message as a family may read it. The name is short: whoever reads it knows it.
fn filled(message: &str) -> String {
    let values = [
        ("{ $name }", "Max"),
        ("{ $time }", "9:14"),
        ("{ $date }", "May 3"),
        ("{ $items }", "a gown"),
    ];
    values.iter().fold(message.to_owned(), |text, (name, value)| text.replace(name, value))
}

fn words(text: &str) -> Vec<String> {
    let part = |c: char| !c.is_alphanumeric() && c != '\'' && c != '-' && c != ':';
    text.split(part).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// The syllables of an English word: groups of vowels, less a silent e at the end.
fn syllables(word: &str) -> usize {
    let is_vowel = |c: char| "aeiouy".contains(c);
    let mut groups = 0;
    let mut before = false;
    for c in word.chars() {
        groups += usize::from(is_vowel(c) && !before);
        before = is_vowel(c);
    }
    let spoken = ["le", "ted", "ded"].iter().any(|end| word.ends_with(end));
    let silent = (word.ends_with('e') || word.ends_with("ed")) && !spoken && groups > 1;
    (groups - usize::from(silent)).max(1)
}

/// The grade of school that reads a text with ease (Flesch and Kincaid's formula).
#[expect(clippy::cast_precision_loss, reason = "a sentence has few words")]
fn grade(text: &str) -> f64 {
    let sentences = text.split(['.', '!', '?']).filter(|part| !part.trim().is_empty()).count();
    let words = words(text);
    let syllables: usize = words.iter().map(|word| syllables(word)).sum();
    let (count, sentences) = (words.len() as f64, sentences as f64);
    0.39 * count / sentences + 11.8 * syllables as f64 / count - 15.59
}

#[test]
fn r39_every_english_sentence_is_plain() {
    for (key, message) in messages(Language::English) {
        let text = filled(&message);
        for sentence in text.split_inclusive(['.', '!', '?']) {
            assert!(words(sentence).len() <= 15, "{key}: more than 15 words: {sentence}");
        }
        if text.ends_with(['.', '!', '?']) {
            assert!(grade(&text) <= 6.0, "{key}: grade {:.1}: {text}", grade(&text));
        } else {
            // A label is no sentence, and no formula fits it: short words all the same.
            assert!(words(&text).iter().all(|word| syllables(word) <= 3), "{key}: {text}");
        }
    }
}

#[test]
fn the_grade_tells_plain_from_learned() {
    assert!(grade("Biscuit is here with us.") < 2.0);
    assert!(
        grade(
            "Perioperative administration necessitates continuous interdisciplinary communication."
        ) > 12.0
    );
    assert_eq!(
        ["the", "table", "gone", "companion", "biscuit", "dressed", "added"].map(syllables),
        [1, 2, 1, 3, 2, 1, 2]
    );
}

#[test]
fn r4_r34_no_english_sentence_states_or_implies_how_the_child_is() {
    for (key, message) in messages(Language::English) {
        let text = filled(&message).to_lowercase();
        let words = words(&text);
        for banned in BANNED {
            let found = if banned.contains(' ') {
                text.contains(banned)
            } else {
                words.iter().any(|word| word == banned)
            };
            assert!(!found, "{key} holds {banned:?}: {text}");
        }
        // The child is not spoken of at all.
        let of_the_child =
            ["child", "he", "she", "his", "her", "him", "son", "daughter", "baby", "kid"];
        assert!(!words.iter().any(|word| of_the_child.contains(&word.as_str())), "{key}: {text}");
    }
}

#[test]
fn r39_every_language_has_every_sentence_with_the_same_gaps() {
    let english = messages(Language::English);
    for language in Language::ALL {
        let theirs = messages(*language);
        let keys = |of: &BTreeMap<String, String>| of.keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(&theirs), keys(&english), "{}", language.key());
        for (key, message) in &english {
            assert_eq!(takes(&theirs[key]), takes(message), "{} in {}", key, language.key());
            let translated = theirs[key] != *message
                || ["list-comma", "item-mask", "photos"].contains(&key.as_str());
            assert!(translated || *language == Language::English, "{key} in {}", language.key());
        }
        let text = std::fs::read_to_string(file(*language)).expect("a file");
        let marked = ["Reviewed by a native speaker: no.", "Reviewed by a native speaker: yes"];
        assert!(
            marked.iter().any(|mark| text.contains(mark)),
            "{} says whether it was reviewed",
            language.key()
        );
    }
}

#[test]
fn every_key_in_the_files_is_said_by_the_house_and_back() {
    let mut said: BTreeSet<String> =
        NotificationText::ALL.iter().map(|words| words.key().to_owned()).collect();
    for status in FamilyStatus::ALL {
        said.extend(["status", "child"].map(|view| format!("{view}-{}", status.key())));
        let deed = i18n::past_status(Language::English, *status);
        said.extend(deed.map(|_| format!("did-{}", status.key())));
    }
    said.extend(Item::ALL.iter().map(|item| format!("item-{}", item.key())));
    assert_eq!(said, messages(Language::English).into_keys().collect());
}

#[test]
fn a_sentence_is_said_in_each_language_with_the_name_in_it() {
    for language in Language::ALL {
        for status in FamilyStatus::ALL {
            for say in [i18n::status, i18n::for_children] {
                let text = say(*language, *status, "Captain Biscuit");
                assert!(text.contains("Captain Biscuit"), "{}: {text}", language.key());
                assert!(!text.contains(['{', '}', '$', '\u{2068}']), "{text}");
            }
        }
        let both = [Item::Gown, Item::Mask].into();
        let wears = i18n::outfit_text(*language, &both, "Biscuit").expect("it wears something");
        assert!(wears.contains("Biscuit") && !wears.contains('{'), "{wears}");
    }
    assert_eq!(i18n::outfit_text(Language::English, &[].into(), "Biscuit"), None);
    assert_eq!(
        i18n::status(Language::Spanish, FamilyStatus::StandingWatch, "Biscuit"),
        "Biscuit está de guardia."
    );
}

#[test]
fn a_name_written_the_other_way_is_set_apart() {
    let apart = |language, name: &'static str| i18n::isolate_bidi(language, name).into_owned();
    assert_eq!(apart(Language::English, "Biscuit"), "Biscuit");
    assert_eq!(apart(Language::Arabic, "Biscuit"), "\u{2068}Biscuit\u{2069}");
    assert_eq!(apart(Language::Arabic, "بسكويت"), "بسكويت");
    assert_eq!(apart(Language::French, "بسكويت"), "\u{2068}بسكويت\u{2069}");
    assert_eq!(apart(Language::Arabic, "7"), "7");
}

#[test]
fn times_are_those_of_the_hospital_by_the_readers_habits() {
    let at = |text: &str| {
        Time::from_millis(text.parse::<jiff::Timestamp>().expect("a time").as_millisecond())
    };
    let zone: TimeZone = "America/New_York".parse().expect("a zone");
    let (then, now) = (at("2026-11-22T19:14:03Z"), at("2026-11-22T20:00:00Z"));
    let hours: Vec<_> =
        Language::ALL.iter().map(|language| zone.hour(*language, then, now)).collect();
    let expected = [
        "2:14 PM",
        "2:14 p.m.",
        "14:14",
        "14:14",
        "14:14",
        "14:14",
        "2:14 م",
        "14:14",
        "14:14",
        "2:14 PM",
    ];
    let plain = |text: &String| text.replace(['\u{202f}', '\u{a0}'], " ");
    assert_eq!(hours.iter().map(plain).collect::<Vec<_>>(), expected);
    // Before midnight there, another day; the day is told with the hour.
    let next = at("2026-11-23T14:00:00Z");
    let days: Vec<_> =
        Language::ALL.iter().map(|language| plain(&zone.hour(*language, then, next))).collect();
    for (language, day) in Language::ALL.iter().zip(days) {
        assert!(day.contains("22"), "{}: {day}", language.key());
    }
    assert_eq!(zone.day(Language::English, then), "November 22, 2026");
    assert_eq!(zone.day(Language::HaitianCreole, then), "22/11/2026");
    assert!("Mars/Olympus".parse::<TimeZone>().is_err());
}

#[test]
fn a_browser_is_answered_in_the_language_it_asks_for() {
    let asked = |header: &str| i18n::asked_for(header).key();
    assert_eq!(asked("es-MX,es;q=0.9,en;q=0.8"), "es");
    assert_eq!(asked("de-DE, de;q=0.9, fr;q=0.5, en;q=0.4"), "fr");
    assert_eq!(asked("zh-CN"), "zh-Hans");
    assert_eq!(asked("fil-PH,fil"), "tl");
    assert_eq!(asked("en;q=0.1, ar;q=0.7"), "ar");
    assert_eq!(asked("es;q=0"), "en");
    assert_eq!(asked(""), "en");
}
