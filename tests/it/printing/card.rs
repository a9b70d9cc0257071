//! The team's card: printed by poppler in every language, and looked at: what it says, what it shows, where it stands.

use proptest::prelude::{ProptestConfig, Strategy, any, prop_assert, prop_oneof, proptest};
use proptest::sample::select;
use proptest::test_runner::TestCaseError;
use stuffy::domain::companion::{Coat, Species};
use stuffy::domain::error::DomainError;
use stuffy::domain::family::{FamilyStatus, Language};
use stuffy::domain::outfit::{Item, Outfit};
use stuffy::domain::string_enum::StringEnum as _;
use stuffy::domain::time::Time;
use stuffy::i18n::{self, TimeZone, isolate_bidi, status};
use stuffy::portrait::svg;
use stuffy::printing::{Card, Fonts, Paper, cards};

use super::pixels::{self, Painted, Word};
use super::readers;

/// The lines to sign on, and the paw prints above them.
const SOFT: [u8; 3] = [0x63, 0x58, 0x50];
const PAW: [u8; 3] = [0xd9, 0xa8, 0x6c];
/// What is blank at each edge, and from there to the words, in millimetres.
const EDGE: u32 = 12;
const INSET: u32 = 10;

/// A card's words, put together.
#[derive(Debug)]
struct Words {
    language: &'static str,
    rightwards: bool,
    title: String,
    thanks: String,
    day: String,
    way: String,
    moments: Vec<(String, String)>,
    from: String,
}

impl Words {
    /// What a family reads who speaks this; the moments are what its page says, one after the other.
    fn of(language: Language, name: &str, moments: usize) -> Self {
        let name = &*isolate_bidi(language, name);
        let say = |words| i18n::say(language, words, &[("name", name)]);
        let told = FamilyStatus::ALL.iter().cycle().zip(0..moments);
        let told = told.map(|(told, n)| {
            let hour = format!("{}:{:02}", 6 + n / 4, n % 4 * 15);
            (status(language, *told, name), hour)
        });
        let moments = told.collect();
        let rightwards = !language.is_right_to_left();
        Self {
            language: language.key(),
            rightwards,
            title: say(i18n::NotificationText::Card),
            thanks: say(i18n::NotificationText::CardThanks),
            day: TimeZone::default().day(language, Time::from_millis(1_795_338_000_000)),
            way: say(i18n::NotificationText::CardWay),
            moments,
            from: say(i18n::NotificationText::CardFrom),
        }
    }

    fn printed(
        &self,
        portrait: &str,
        signatures: usize,
        paper: Paper,
    ) -> Result<Vec<u8>, DomainError> {
        let card_of_it = Card {
            language: self.language,
            rightwards: self.rightwards,
            title: &self.title,
            portrait,
            thanks: &self.thanks,
            day: &self.day,
            way: &self.way,
            moments: &self.moments,
            from: &self.from,
            signatures,
        };
        cards(&[card_of_it], paper, &Fonts::default())
    }

    /// Everything that must be read on so many pages, piece by piece.
    fn all(&self, pages: usize) -> impl Iterator<Item = &str> {
        let moments = self.moments.iter().flat_map(|(sentence, hour)| [&**sentence, &**hour]);
        // It stands above the moments on every page that has any.
        let times = if self.moments.is_empty() { 0 } else { pages.max(2) - 1 };
        let way = std::iter::repeat_n(&*self.way, times);
        [&*self.title, &*self.thanks, &*self.day, &*self.from].into_iter().chain(way).chain(moments)
    }
}

/// A name as its speakers may give one.
const fn name(language: Language) -> &'static str {
    match language {
        Language::Chinese => "小饼干",
        Language::Arabic => "بسكويت",
        Language::Russian => "Мишка",
        Language::Vietnamese => "Gấu Nhỏ",
        _ => "Biscuit",
    }
}

fn bear() -> String {
    let outfit: Outfit = [Item::Gown, Item::Mask].into_iter().collect();
    svg(Species::Bear, &outfit, Coat::Honey, "")
}

/// The colours that a picture names.
fn colours(svg: &str) -> Vec<[u8; 3]> {
    let pair = |digits: &str| u8::from_str_radix(digits, 16).expect("two digits");
    let hexes = svg.split("=\"#").skip(1).map(|rest| rest.split('"').next().expect("a quote"));
    let hexes = hexes.map(|hex| match hex.len() {
        3 => hex.chars().flat_map(|digit| [digit, digit]).collect::<String>(),
        _ => hex.to_owned(),
    });
    hexes.map(|hex| [pair(&hex[..2]), pair(&hex[2..4]), pair(&hex[4..])]).collect()
}

/// The letters of some text in an order that says nothing: what is written to the left comes back in pieces.
fn letters(text: &str) -> Vec<char> {
    let unseen = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let mut letters: Vec<_> = text.chars().filter(|c| !c.is_whitespace() && !unseen(*c)).collect();
    letters.sort_unstable();
    letters
}

fn dots(mm: u32, dpi: u32) -> usize {
    usize::try_from(mm * dpi * 10 / 254).expect("a small number")
}

/// Nothing is where a printer may not reach, and every word is within the frame, in letters that can be read.
fn in_its_place(pdf: &[u8], paper: Paper, dpi: u32) -> Result<Vec<Painted>, String> {
    let pages = pixels::paint_pdf(pdf, dpi);
    if let Some(nth) = pages.iter().position(|page| !page.is_blank_at_the_edges(dots(EDGE, dpi))) {
        return Err(format!("ink at the edge of page {nth}"));
    }
    let away = f64::from(EDGE + INSET);
    let ((width, height), points) = (paper.size(), |mm: f64| mm * 72.0 / 25.4);
    let (left, right) = (points(away), points(width - away));
    let bottom = points(height - away);
    // What poppler takes for a word's box may be a hair larger than the letters are.
    let is_in = |word: &Word| {
        word.left >= left - 0.5
            && word.right <= right + 0.5
            && word.top >= left - 0.5
            && word.bottom <= bottom + 0.5
    };
    let is_read = |word: &Word| word.bottom - word.top >= 8.9;
    let words = pixels::words(pdf).into_iter().flatten();
    let amiss: Vec<_> = words.filter(|word| !is_in(word) || !is_read(word)).collect();
    if amiss.is_empty() { Ok(pages) } else { Err(format!("{amiss:?}")) }
}

#[test]
fn a_card_says_all_of_it_in_every_language() {
    for &language in Language::ALL {
        for &paper in Paper::ALL {
            let words = Words::of(language, name(language), 8);
            let pdf = words.printed(&bear(), 5, paper).expect("a card");
            let pages = in_its_place(&pdf, paper, 100).expect("all in its place");
            assert_eq!(pages.len(), 1, "{language:?}");
            let said = readers::words(&pdf);
            assert_eq!(
                letters(&said),
                letters(&words.all(1).collect::<String>()),
                "{language:?}: {said}"
            );
            if !language.is_right_to_left() {
                let blank = |text: &str| text.split_whitespace().collect::<String>();
                for piece in words.all(1) {
                    assert!(blank(&said).contains(&blank(piece)), "{piece}: {said}");
                }
            }
        }
    }
}

#[test]
fn a_card_from_right_to_left_is_mirrored() {
    let middle = points_wide(Paper::A4) / 2.0;
    let sentences = [(Language::English, true, "* is here."), (Language::Arabic, false, "* هنا.")];
    for (language, rightwards, sentence) in sentences {
        // A name that is written the other way does not turn the sentence around that begins with it.
        for other in ["Biscuit", "بسكويت"] {
            let mut words = Words::of(language, other, 3);
            for (told, _) in &mut words.moments {
                *told = sentence.replace('*', other);
            }
            let pdf = words.printed(&bear(), 1, Paper::A4).expect("a card");
            let placed = pixels::words(&pdf).remove(0);
            let hours: Vec<_> = placed.iter().filter(|word| word.text.contains(':')).collect();
            assert_eq!(hours.len(), 3);
            assert!(hours.iter().all(|hour| (hour.right < middle) == rightwards), "{hours:?}");
            for hour in &hours {
                let (from, to) =
                    ends(beside(&placed, hour).filter(|word| !word.text.contains(':')));
                assert!(if rightwards { from > hour.right } else { to < hour.left }, "{hour:?}");
                // The sentence begins next to its hour, and ends wherever it ends.
                let gap = if rightwards { from - hour.right } else { hour.left - to };
                assert!(gap < 40.0, "{gap}");
                let is_stop = |word: &&Word| word.text.contains('.');
                let (from_stop, to_stop) = ends(beside(&placed, hour).filter(is_stop));
                assert!(
                    if rightwards { to_stop >= to } else { from_stop <= from },
                    "the full stop of {language:?}"
                );
            }
        }
    }
}

fn points_wide(paper: Paper) -> f64 {
    paper.size().0 * 72.0 / 25.4
}

/// What stands on the same line, hour and sentence.
fn beside<'a>(placed: &'a [Word], hour: &Word) -> impl Iterator<Item = &'a Word> {
    let top = hour.top;
    placed.iter().filter(move |word| (word.top - top).abs() < 3.0)
}

/// From where to where some words stand.
fn ends<'a>(words: impl Iterator<Item = &'a Word>) -> (f64, f64) {
    words.fold((f64::INFINITY, 0.0), |(from, to), word| (word.left.min(from), word.right.max(to)))
}

#[test]
fn everybody_has_a_line_and_a_paw_print_to_sign_at() {
    for language in [Language::English, Language::Arabic] {
        // Who asks for more gets a dozen.
        for signatures in (0..=13).chain([500]) {
            let words = Words::of(language, name(language), 6);
            let pdf = words.printed(&bear(), signatures, Paper::Letter).expect("a card");
            let page = in_its_place(&pdf, Paper::Letter, 100).expect("all on the page").remove(0);
            let lines = page.lines(SOFT, dots(30, 100));
            assert_eq!(lines.len(), signatures.min(12), "{language:?}");
            for line in lines {
                let above = line.y - dots(8, 100);
                let is_paw = |x: &usize| (above..line.y).any(|y| page.at(*x, y) == PAW);
                let paw: Vec<_> = (line.left..line.right).filter(is_paw).collect();
                let at_the_start = dots(12, 100);
                assert!(paw.len() > dots(5, 100), "no paw print");
                let is_near = |x: usize| {
                    if words.rightwards {
                        x < line.left + at_the_start
                    } else {
                        x + at_the_start > line.right
                    }
                };
                assert!(paw.into_iter().all(is_near), "where the name is to stand");
            }
        }
    }
}

#[test]
fn the_portrait_is_on_the_card_in_all_its_colours() {
    let words = Words::of(Language::English, "Biscuit", 6);
    let painted = |portrait: &str| {
        let pdf = words.printed(portrait, 0, Paper::A4).expect("a card");
        pixels::paint_pdf(&pdf, 100).remove(0)
    };
    let without = painted("");
    let lacking = |portrait: &str, wanted: Vec<[u8; 3]>| {
        let with = painted(portrait);
        let is_lacking = |colour: &[u8; 3]| with.count(*colour) <= without.count(*colour);
        wanted.into_iter().filter(is_lacking).collect::<Vec<_>>()
    };
    for &species in Species::ALL {
        let plain =
            svg(species, &Outfit::default(), Coat::default_for(species), "A <title> & more");
        assert_eq!(lacking(&plain, colours(&plain)), [[0; 3]; 0], "{species:?}");
    }
    let cloth = colours("=\"#4fb3a9\" =\"#cfe9f8\" =\"#bd8450\"");
    assert_eq!(lacking(&bear(), cloth), [[0; 3]; 0], "gown, mask and fur");
}

#[test]
fn sixty_moments_are_all_on_the_card() {
    for &paper in Paper::ALL {
        for (moments, signatures, most) in [(14, 8, 1), (30, 8, 1), (60, 12, 2)] {
            let words = Words::of(Language::English, "Biscuit", moments);
            let pdf = words.printed(&bear(), signatures, paper).expect("a card");
            let pages = in_its_place(&pdf, paper, 72).expect("all on the page").len();
            assert!(pages <= most, "{moments} moments on {pages} pages");
            let said = readers::words(&pdf);
            assert_eq!(letters(&said), letters(&words.all(pages).collect::<String>()), "{said}");
        }
    }
}

#[test]
fn a_letter_that_no_font_has_is_told_wherever_it_stands() {
    let told = |change: fn(&mut Words)| {
        let mut words = Words::of(Language::English, "Biscuit", 2);
        change(&mut words);
        words.printed(&bear(), 2, Paper::A4).map(drop)
    };
    let missing = Err(DomainError::LetterMissing("🧸".to_owned()));
    assert_eq!(told(|_| ()), Ok(()));
    assert_eq!(told(|words| words.title = "For 🧸".to_owned()), missing);
    assert_eq!(told(|words| words.thanks = "Thank you, 🧸.".to_owned()), missing);
    assert_eq!(told(|words| words.day = "🧸".to_owned()), missing);
    assert_eq!(told(|words| words.way = "What 🧸 did".to_owned()), missing);
    assert_eq!(told(|words| words.moments[1].0 = "🧸 is here.".to_owned()), missing);
    assert_eq!(told(|words| words.moments[0].1 = "🧸".to_owned()), missing);
    assert_eq!(told(|words| words.from = "From 🧸".to_owned()), missing);
}

/// Letters that the fonts have, of every script that a name on a card may be in.
const LETTERS: &str =
    "WMiljfáÑçßæøĄğơưẾặỹαΏЖщѓІاكلمهسشبيאבגםქართհայ小熊饼干医院手術あカ한글 '’-.()1209&·";

fn any_name() -> impl Strategy<Value = String> {
    let letter = select(LETTERS.chars().collect::<Vec<_>>()).prop_map(String::from);
    // A letter and its mark stay together, however they are written.
    let marked = select(vec!["e\u{301}", "о\u{308}", "ب\u{64f}", "\u{5d1}\u{5bc}"]);
    let letter = prop_oneof![9 => letter, 1 => marked.prop_map(str::to_owned)];
    let is_a_name = |name: &String| !name.trim().is_empty();
    let name = proptest::collection::vec(letter, 1..=60).prop_map(|letters| letters.concat());
    name.prop_filter("blanks are no name", is_a_name)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_name_leaves_the_page(
        name in any_name(),
        language in select(Language::ALL),
        paper in select(Paper::ALL),
        (moments, signatures) in (0_usize..=60, 0_usize..=12),
        again in any::<bool>(),
    ) {
        // One letter over and over is the widest name there is, or one without any place to break.
        let first = name.trim().chars().next().unwrap_or('W');
        let name = if again { first.to_string().repeat(60) } else { name };
        let words = Words::of(language, &name, moments);
        let pdf = words.printed(&bear(), signatures, paper);
        let pdf = pdf.map_err(|why| TestCaseError::fail(format!("{why:?}")))?;
        let pages = in_its_place(&pdf, paper, 40).map_err(TestCaseError::fail)?;
        let said = readers::words(&pdf);
        let all: String = words.all(pages.len()).collect();
        prop_assert!(letters(&said) == letters(&all), "{said}");
    }
}
