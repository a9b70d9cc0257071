//! Texts for families: complete in every language, plain in English, and without a word about the child.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use stuffy::domain::family::{FamilyStatus, Language};
use stuffy::domain::outfit::Item;
use stuffy::domain::string_enum::StringEnum as _;
use stuffy::domain::time::Time;
use stuffy::i18n::{self, FamilyText, TimeZone};

/// Words that state or imply how the child is, clinical words, and promises (R4, R34).
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

/// Every message of a language, by its id.
fn messages(language: Language) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(file(language)).expect("the language has a file");
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines
        .map(|line| {
            let (key, message) = line.split_once(" = ").expect("each message is on one line");
            (key.to_owned(), message.to_owned())
        })
        .collect()
}

fn file(language: Language) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/i18n/locales");
    folder.join(language.key()).join("main.ftl")
}

fn arguments(message: &str) -> BTreeSet<String> {
    let parts = message.split("{ $").skip(1);
    parts.map(|part| part.split(' ').next().expect("a name").to_owned()).collect()
}

/// An English message with its arguments filled in. The name is short, since readers know it.
fn fill(message: &str) -> String {
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

/// The syllables of an English word: its groups of vowels, without a silent e at the end.
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

/// The school grade that can read a text (Flesch–Kincaid).
#[expect(clippy::cast_precision_loss, reason = "a sentence has few words")]
fn grade(text: &str) -> f64 {
    let sentences = text.split(['.', '!', '?']).filter(|part| !part.trim().is_empty()).count();
    let words = words(text);
    let syllables: usize = words.iter().map(|word| syllables(word)).sum();
    let (count, sentences) = (words.len() as f64, sentences as f64);
    0.39 * count / sentences + 11.8 * syllables as f64 / count - 15.59
}

#[test]
fn r39_every_english_text_is_easy_to_read() {
    for (key, message) in messages(Language::English) {
        let text = fill(&message);
        for sentence in text.split_inclusive(['.', '!', '?']) {
            assert!(words(sentence).len() <= 15, "{key}: more than 15 words: {sentence}");
        }
        if text.ends_with(['.', '!', '?']) {
            assert!(grade(&text) <= 6.0, "{key}: grade {:.1}: {text}", grade(&text));
        } else {
            // The formula does not fit labels, but they must have short words too.
            assert!(words(&text).iter().all(|word| syllables(word) <= 3), "{key}: {text}");
        }
    }
}

#[test]
fn the_reading_grade_tells_easy_texts_from_hard_ones() {
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
fn r4_r34_no_english_text_says_how_the_child_is() {
    for (key, message) in messages(Language::English) {
        let text = fill(&message).to_lowercase();
        let words = words(&text);
        for banned in BANNED {
            let contains = if banned.contains(' ') {
                text.contains(banned)
            } else {
                words.iter().any(|word| word == banned)
            };
            assert!(!contains, "{key} contains {banned:?}: {text}");
        }
        // The child is not mentioned at all.
        let child_words =
            ["child", "he", "she", "his", "her", "him", "son", "daughter", "baby", "kid"];
        assert!(!words.iter().any(|word| child_words.contains(&word.as_str())), "{key}: {text}");
    }
}

#[test]
fn r39_every_language_has_every_message_with_the_same_arguments() {
    let english = messages(Language::English);
    for language in Language::ALL {
        let theirs = messages(*language);
        let keys = |of: &BTreeMap<String, String>| of.keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(&theirs), keys(&english), "{}", language.key());
        for (key, message) in &english {
            assert_eq!(
                arguments(&theirs[key]),
                arguments(message),
                "{} in {}",
                key,
                language.key()
            );
            let translated = theirs[key] != *message
                || ["list-separator", "item-mask", "photos"].contains(&key.as_str());
            assert!(translated || *language == Language::English, "{key} in {}", language.key());
        }
        let text = std::fs::read_to_string(file(*language)).expect("a file");
        let review_notes =
            ["Reviewed by a native speaker: no.", "Reviewed by a native speaker: yes"];
        assert!(
            review_notes.iter().any(|note| text.contains(note)),
            "{} must say whether it was reviewed",
            language.key()
        );
    }
}

#[test]
fn the_message_ids_in_the_files_and_in_the_code_are_the_same() {
    let mut used: BTreeSet<String> =
        FamilyText::ALL.iter().map(|text| text.key().to_owned()).collect();
    for status in FamilyStatus::ALL {
        used.extend(["status", "child"].map(|view| format!("{view}-{}", status.key())));
        let past = i18n::past_status(Language::English, *status);
        used.extend(past.map(|_| format!("past-{}", status.key())));
    }
    used.extend(Item::ALL.iter().map(|item| format!("item-{}", item.key())));
    assert_eq!(used, messages(Language::English).into_keys().collect());
}

/// The templates name messages by id. An unknown id would leave a gap on the page.
#[test]
fn every_message_id_in_the_templates_exists() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/web/pages/templates/family");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).expect("the templates") {
        let path = entry.expect("an entry").path();
        let html = std::fs::read_to_string(&path).expect("a template");
        // A call such as `frame.say("since")`.
        for call in html.split("(\"").skip(1) {
            let (id, rest) = call.split_once('"').expect("a closing quote");
            let is_id = id.chars().all(|c| c.is_ascii_lowercase() || c == '-');
            if !is_id || !rest.starts_with(')') {
                continue;
            }
            assert!(FamilyText::from_key(id).is_some(), "{id} in {}", path.display());
            count += 1;
        }
    }
    assert!(count > 10, "found {count} message ids");
}

#[test]
fn every_status_text_contains_the_name_in_every_language() {
    for language in Language::ALL {
        for status in FamilyStatus::ALL {
            for status_text in [i18n::status_text, i18n::child_status_text] {
                let text = status_text(*language, *status, "Captain Biscuit");
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
        i18n::status_text(Language::Spanish, FamilyStatus::StandingWatch, "Biscuit"),
        "Biscuit está de guardia."
    );
}

#[test]
fn a_name_of_the_other_writing_direction_is_isolated() {
    let isolated = |language, name: &'static str| i18n::isolate_bidi(language, name).into_owned();
    assert_eq!(isolated(Language::English, "Biscuit"), "Biscuit");
    assert_eq!(isolated(Language::Arabic, "Biscuit"), "\u{2068}Biscuit\u{2069}");
    assert_eq!(isolated(Language::Arabic, "بسكويت"), "بسكويت");
    assert_eq!(isolated(Language::French, "بسكويت"), "\u{2068}بسكويت\u{2069}");
    assert_eq!(isolated(Language::Arabic, "7"), "7");
}

#[test]
fn times_are_in_the_hospitals_time_zone_and_the_languages_format() {
    let at = |text: &str| {
        Time::from_millis(text.parse::<jiff::Timestamp>().expect("a time").as_millisecond())
    };
    let zone: TimeZone = "America/New_York".parse().expect("a zone");
    let (then, now) = (at("2026-11-22T19:14:03Z"), at("2026-11-22T20:00:00Z"));
    let times: Vec<_> =
        Language::ALL.iter().map(|language| zone.format_time(*language, then, now)).collect();
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
    assert_eq!(times.iter().map(plain).collect::<Vec<_>>(), expected);
    // On another day, the date is shown with the time.
    let next = at("2026-11-23T14:00:00Z");
    let dates: Vec<_> = Language::ALL
        .iter()
        .map(|language| plain(&zone.format_time(*language, then, next)))
        .collect();
    for (language, date) in Language::ALL.iter().zip(dates) {
        assert!(date.contains("22"), "{}: {date}", language.key());
    }
    assert_eq!(zone.format_date(Language::English, then), "November 22, 2026");
    assert_eq!(zone.format_date(Language::HaitianCreole, then), "22/11/2026");
    assert!("Mars/Olympus".parse::<TimeZone>().is_err());
}

#[test]
fn the_browsers_preferred_language_is_chosen() {
    let chosen = |header: &str| i18n::preferred_language(header).key();
    assert_eq!(chosen("es-MX,es;q=0.9,en;q=0.8"), "es");
    assert_eq!(chosen("de-DE, de;q=0.9, fr;q=0.5, en;q=0.4"), "fr");
    assert_eq!(chosen("zh-CN"), "zh-Hans");
    assert_eq!(chosen("fil-PH,fil"), "tl");
    assert_eq!(chosen("en;q=0.1, ar;q=0.7"), "ar");
    assert_eq!(chosen("es;q=0"), "en");
    assert_eq!(chosen(""), "en");
}
