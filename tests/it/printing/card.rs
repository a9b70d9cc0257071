//! The team's card, rendered by poppler in every language: its texts, its pictures and their positions.

use proptest::prelude::{ProptestConfig, Strategy, any, prop_assert, prop_oneof, proptest};
use proptest::sample::select;
use proptest::test_runner::TestCaseError;
use stuffy::domain::companion::{Coat, Species};
use stuffy::domain::error::DomainError;
use stuffy::domain::family::{FamilyStatus, Language};
use stuffy::domain::outfit::{Item, Outfit};
use stuffy::domain::string_enum::StringEnum as _;
use stuffy::domain::time::Time;
use stuffy::i18n::{self, TimeZone, isolate_bidi, status_text};
use stuffy::portrait::svg;
use stuffy::printing::{Card, Fonts, Paper, cards};

use super::pixels::{self, Painted, Word};
use super::readers;

/// The colour of the lines to sign on, and of the paw prints above them.
const LINE: [u8; 3] = [0x63, 0x58, 0x50];
const PAW: [u8; 3] = [0xd9, 0xa8, 0x6c];
/// The blank margin, and the distance from there to the text, in millimetres.
const MARGIN: u32 = 12;
const PADDING: u32 = 10;

#[derive(Debug)]
struct CardTexts {
    language: &'static str,
    left_to_right: bool,
    title: String,
    thanks: String,
    date: String,
    moments_heading: String,
    moments: Vec<(String, String)>,
    signatures_heading: String,
}

impl CardTexts {
    /// The moments repeat all statuses in turn.
    fn new(language: Language, name: &str, moments: usize) -> Self {
        let name = &*isolate_bidi(language, name);
        let text = |id| i18n::text(language, id, &[("name", name)]);
        let statuses = FamilyStatus::ALL.iter().cycle().zip(0..moments);
        let moments = statuses.map(|(status, n)| {
            let time = format!("{}:{:02}", 6 + n / 4, n % 4 * 15);
            (status_text(language, *status, name), time)
        });
        let moments = moments.collect();
        let left_to_right = !language.is_right_to_left();
        Self {
            language: language.key(),
            left_to_right,
            title: text(i18n::FamilyText::CardTitle),
            thanks: text(i18n::FamilyText::CardThanks),
            date: TimeZone::default().format_date(language, Time::from_millis(1_795_338_000_000)),
            moments_heading: text(i18n::FamilyText::CardMoments),
            moments,
            signatures_heading: text(i18n::FamilyText::CardFrom),
        }
    }

    fn print(
        &self,
        portrait: &str,
        signatures: usize,
        paper: Paper,
    ) -> Result<Vec<u8>, DomainError> {
        let card = Card {
            language: self.language,
            left_to_right: self.left_to_right,
            title: &self.title,
            portrait,
            thanks: &self.thanks,
            date: &self.date,
            moments_heading: &self.moments_heading,
            moments: &self.moments,
            signatures_heading: &self.signatures_heading,
            signatures,
        };
        cards(&[card], paper, &Fonts::default())
    }

    /// Every text that must be on a card of this many pages.
    fn all(&self, pages: usize) -> impl Iterator<Item = &str> {
        let moments = self.moments.iter().flat_map(|(sentence, time)| [&**sentence, &**time]);
        // The heading is repeated on each page that has moments.
        let times = if self.moments.is_empty() { 0 } else { pages.max(2) - 1 };
        let headings = std::iter::repeat_n(&*self.moments_heading, times);
        let once = [&*self.title, &*self.thanks, &*self.date, &*self.signatures_heading];
        once.into_iter().chain(headings).chain(moments)
    }
}

/// A typical name in this language.
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

/// The colours in an SVG.
fn colours(svg: &str) -> Vec<[u8; 3]> {
    let pair = |digits: &str| u8::from_str_radix(digits, 16).expect("two digits");
    let hexes = svg.split("=\"#").skip(1).map(|rest| rest.split('"').next().expect("a quote"));
    let hexes = hexes.map(|hex| match hex.len() {
        3 => hex.chars().flat_map(|digit| [digit, digit]).collect::<String>(),
        _ => hex.to_owned(),
    });
    hexes.map(|hex| [pair(&hex[..2]), pair(&hex[2..4]), pair(&hex[4..])]).collect()
}

/// The letters of a text, sorted: text from right to left is extracted in pieces.
fn sorted_letters(text: &str) -> Vec<char> {
    let is_invisible = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let mut letters: Vec<_> =
        text.chars().filter(|c| !c.is_whitespace() && !is_invisible(*c)).collect();
    letters.sort_unstable();
    letters
}

fn dots(mm: u32, dpi: u32) -> usize {
    usize::try_from(mm * dpi * 10 / 254).expect("a small number")
}

/// Checks that the margins are blank, and that every word is within the frame and large enough.
fn check_positions(pdf: &[u8], paper: Paper, dpi: u32) -> Result<Vec<Painted>, String> {
    let pages = pixels::paint_pdf(pdf, dpi);
    if let Some(nth) = pages.iter().position(|page| !page.has_blank_margin(dots(MARGIN, dpi))) {
        return Err(format!("ink in the margin of page {nth}"));
    }
    let inset = f64::from(MARGIN + PADDING);
    let ((width, height), points) = (paper.size(), |mm: f64| mm * 72.0 / 25.4);
    let (left, right) = (points(inset), points(width - inset));
    let bottom = points(height - inset);
    // Poppler's box around a word may be slightly larger than its letters.
    let is_inside = |word: &Word| {
        word.left >= left - 0.5
            && word.right <= right + 0.5
            && word.top >= left - 0.5
            && word.bottom <= bottom + 0.5
    };
    let is_legible = |word: &Word| word.bottom - word.top >= 8.9;
    let words = pixels::words(pdf).into_iter().flatten();
    let wrong: Vec<_> = words.filter(|word| !is_inside(word) || !is_legible(word)).collect();
    if wrong.is_empty() { Ok(pages) } else { Err(format!("{wrong:?}")) }
}

#[test]
fn a_card_has_all_its_texts_in_every_language() {
    for &language in Language::ALL {
        for &paper in Paper::ALL {
            let texts = CardTexts::new(language, name(language), 8);
            let pdf = texts.print(&bear(), 5, paper).expect("a card");
            let pages = check_positions(&pdf, paper, 100).expect("everything within the frame");
            assert_eq!(pages.len(), 1, "{language:?}");
            let extracted = readers::words(&pdf);
            assert_eq!(
                sorted_letters(&extracted),
                sorted_letters(&texts.all(1).collect::<String>()),
                "{language:?}: {extracted}"
            );
            if !language.is_right_to_left() {
                let without_spaces = |text: &str| text.split_whitespace().collect::<String>();
                for piece in texts.all(1) {
                    assert!(
                        without_spaces(&extracted).contains(&without_spaces(piece)),
                        "{piece}: {extracted}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_card_from_right_to_left_is_mirrored() {
    let middle = points_wide(Paper::A4) / 2.0;
    let cases = [(Language::English, true, "* is here."), (Language::Arabic, false, "* هنا.")];
    for (language, left_to_right, sentence) in cases {
        // A sentence keeps its direction even if it begins with a name of the other direction.
        for name in ["Biscuit", "بسكويت"] {
            let mut texts = CardTexts::new(language, name, 3);
            for (text, _) in &mut texts.moments {
                *text = sentence.replace('*', name);
            }
            let pdf = texts.print(&bear(), 1, Paper::A4).expect("a card");
            let placed = pixels::words(&pdf).remove(0);
            let times: Vec<_> = placed.iter().filter(|word| word.text.contains(':')).collect();
            assert_eq!(times.len(), 3);
            assert!(times.iter().all(|time| (time.right < middle) == left_to_right), "{times:?}");
            for time in &times {
                let (from, to) =
                    extent(on_the_line_of(&placed, time).filter(|word| !word.text.contains(':')));
                assert!(if left_to_right { from > time.right } else { to < time.left }, "{time:?}");
                // The sentence begins close to its time.
                let gap = if left_to_right { from - time.right } else { time.left - to };
                assert!(gap < 40.0, "{gap}");
                let is_stop = |word: &&Word| word.text.contains('.');
                let (from_stop, to_stop) = extent(on_the_line_of(&placed, time).filter(is_stop));
                assert!(
                    if left_to_right { to_stop >= to } else { from_stop <= from },
                    "the full stop of {language:?}"
                );
            }
        }
    }
}

fn points_wide(paper: Paper) -> f64 {
    paper.size().0 * 72.0 / 25.4
}

/// The words on the line of a time.
fn on_the_line_of<'a>(placed: &'a [Word], time: &Word) -> impl Iterator<Item = &'a Word> {
    let top = time.top;
    placed.iter().filter(move |word| (word.top - top).abs() < 3.0)
}

/// The left and right end of these words.
fn extent<'a>(words: impl Iterator<Item = &'a Word>) -> (f64, f64) {
    words.fold((f64::INFINITY, 0.0), |(from, to), word| (word.left.min(from), word.right.max(to)))
}

#[test]
fn each_signature_has_a_line_and_a_paw_print() {
    for language in [Language::English, Language::Arabic] {
        // Twelve is the maximum.
        for signatures in (0..=13).chain([500]) {
            let texts = CardTexts::new(language, name(language), 6);
            let pdf = texts.print(&bear(), signatures, Paper::Letter).expect("a card");
            let page = check_positions(&pdf, Paper::Letter, 100)
                .expect("everything within the frame")
                .remove(0);
            let lines = page.lines(LINE, dots(30, 100));
            assert_eq!(lines.len(), signatures.min(12), "{language:?}");
            for line in lines {
                let above = line.y - dots(8, 100);
                let is_paw = |x: &usize| (above..line.y).any(|y| page.at(*x, y) == PAW);
                let paw: Vec<_> = (line.left..line.right).filter(is_paw).collect();
                let at_the_start = dots(12, 100);
                assert!(paw.len() > dots(5, 100), "no paw print");
                let is_near = |x: usize| {
                    if texts.left_to_right {
                        x < line.left + at_the_start
                    } else {
                        x + at_the_start > line.right
                    }
                };
                assert!(
                    paw.into_iter().all(is_near),
                    "the paw print covers the space for the name"
                );
            }
        }
    }
}

#[test]
fn the_portrait_is_drawn_in_all_its_colours() {
    let texts = CardTexts::new(Language::English, "Biscuit", 6);
    let render = |portrait: &str| {
        let pdf = texts.print(portrait, 0, Paper::A4).expect("a card");
        pixels::paint_pdf(&pdf, 100).remove(0)
    };
    let without = render("");
    let missing = |portrait: &str, wanted: Vec<[u8; 3]>| {
        let with = render(portrait);
        let is_missing = |colour: &[u8; 3]| with.count(*colour) <= without.count(*colour);
        wanted.into_iter().filter(is_missing).collect::<Vec<_>>()
    };
    for &species in Species::ALL {
        let plain =
            svg(species, &Outfit::default(), Coat::default_for(species), "A <title> & more");
        assert_eq!(missing(&plain, colours(&plain)), [[0; 3]; 0], "{species:?}");
    }
    let cloth = colours("=\"#4fb3a9\" =\"#cfe9f8\" =\"#bd8450\"");
    assert_eq!(missing(&bear(), cloth), [[0; 3]; 0], "gown, mask and fur");
}

#[test]
fn up_to_sixty_moments_fit_on_the_card() {
    for &paper in Paper::ALL {
        for (moments, signatures, most) in [(14, 8, 1), (30, 8, 1), (60, 12, 2)] {
            let texts = CardTexts::new(Language::English, "Biscuit", moments);
            let pdf = texts.print(&bear(), signatures, paper).expect("a card");
            let pages =
                check_positions(&pdf, paper, 72).expect("everything within the frame").len();
            assert!(pages <= most, "{moments} moments on {pages} pages");
            let extracted = readers::words(&pdf);
            assert_eq!(
                sorted_letters(&extracted),
                sorted_letters(&texts.all(pages).collect::<String>()),
                "{extracted}"
            );
        }
    }
}

#[test]
fn a_character_that_no_font_has_is_an_error_in_every_text() {
    let print_with = |change: fn(&mut CardTexts)| {
        let mut texts = CardTexts::new(Language::English, "Biscuit", 2);
        change(&mut texts);
        texts.print(&bear(), 2, Paper::A4).map(drop)
    };
    let missing = Err(DomainError::LetterMissing("🧸".to_owned()));
    assert_eq!(print_with(|_| ()), Ok(()));
    assert_eq!(print_with(|texts| texts.title = "For 🧸".to_owned()), missing);
    assert_eq!(print_with(|texts| texts.thanks = "Thank you, 🧸.".to_owned()), missing);
    assert_eq!(print_with(|texts| texts.date = "🧸".to_owned()), missing);
    assert_eq!(print_with(|texts| texts.moments_heading = "What 🧸 did".to_owned()), missing);
    assert_eq!(print_with(|texts| texts.moments[1].0 = "🧸 is here.".to_owned()), missing);
    assert_eq!(print_with(|texts| texts.moments[0].1 = "🧸".to_owned()), missing);
    assert_eq!(print_with(|texts| texts.signatures_heading = "From 🧸".to_owned()), missing);
}

/// Letters of every script that the built-in fonts have.
const LETTERS: &str =
    "WMiljfáÑçßæøĄğơưẾặỹαΏЖщѓІاكلمهسشبيאבגםქართհայ小熊饼干医院手術あカ한글 '’-.()1209&·";

fn any_name() -> impl Strategy<Value = String> {
    let letter = select(LETTERS.chars().collect::<Vec<_>>()).prop_map(String::from);
    // A letter with a combining mark.
    let marked = select(vec!["e\u{301}", "о\u{308}", "ب\u{64f}", "\u{5d1}\u{5bc}"]);
    let letter = prop_oneof![9 => letter, 1 => marked.prop_map(str::to_owned)];
    let is_a_name = |name: &String| !name.trim().is_empty();
    let name = proptest::collection::vec(letter, 1..=60).prop_map(|letters| letters.concat());
    name.prop_filter("a name is not blank", is_a_name)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_name_fits_on_the_page(
        name in any_name(),
        language in select(Language::ALL),
        paper in select(Paper::ALL),
        (moments, signatures) in (0_usize..=60, 0_usize..=12),
        repeat_letter in any::<bool>(),
    ) {
        // A repeated letter makes the widest name, or one without a place to break.
        let first = name.trim().chars().next().unwrap_or('W');
        let name = if repeat_letter { first.to_string().repeat(60) } else { name };
        let texts = CardTexts::new(language, &name, moments);
        let pdf = texts.print(&bear(), signatures, paper);
        let pdf = pdf.map_err(|error| TestCaseError::fail(format!("{error:?}")))?;
        let pages = check_positions(&pdf, paper, 40).map_err(TestCaseError::fail)?;
        let extracted = readers::words(&pdf);
        let all: String = texts.all(pages.len()).collect();
        prop_assert!(sorted_letters(&extracted) == sorted_letters(&all), "{extracted}");
    }
}
