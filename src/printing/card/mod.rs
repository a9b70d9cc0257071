//! The team's card: what the companion did in the hospital, to be signed by hand and kept.
//!
//! One page wherever it fits in letters of nine points; else the front is the card and the back is the way. Nothing
//! on it names a place, a code or anybody but the companion. `card/field.rs` has its measures and colours, `way.rs`
//! the timeline, `hands.rs` the lines to sign on.

mod geometry;
mod signatures;
mod timeline;

use krilla::surface::Surface;
use kurbo::Circle;
use unicode_bidi::Level;

use super::fonts::{Fonts, Style, Weight};
use super::pdf::{Pdf, points};
use super::pdf_svg::{Drawing, draw};
use super::poster::Paper;
use super::text_wrap::{Across, Block, Text};
use crate::domain::error::DomainError;
use geometry::{Area, HALO, INK, MAIN, SOFT};
use signatures::Signatures;
use timeline::{Laid, Set, Timeline};

/// What stands on a card; every sentence comes in the family's language, already put together.
pub struct Card<'a> {
    /// The language, by its tag of BCP 47.
    pub language: &'a str,
    /// Whether the language is written from left to right.
    pub rightwards: bool,
    /// Above all, in large letters: "A card for Biscuit".
    pub title: &'a str,
    /// The companion as an SVG, as the portrait's room draws it.
    pub portrait: &'a str,
    /// "Thank you, Biscuit, for being here with us."
    pub thanks: &'a str,
    /// The day of the visit, as its reader writes it.
    pub day: &'a str,
    /// Above the moments: "What Biscuit did".
    pub way: &'a str,
    /// A sentence and its hour, the oldest first.
    pub moments: &'a [(String, String)],
    /// Above the signatures: "From all of us".
    pub from: &'a str,
    /// How many are asked to sign; a dozen at the most have room.
    pub signatures: usize,
}

/// How the moments may stand, the best first: the portrait is at least so large, in millimetres, the letters in
/// points, in columns.
const TRIES: [(f64, Set); 9] = [
    (70.0, Set { size: 12.0, columns: 1 }),
    (70.0, Set { size: 11.0, columns: 1 }),
    (60.0, Set { size: 11.0, columns: 1 }),
    (60.0, Set { size: 10.0, columns: 1 }),
    (60.0, Set { size: 10.0, columns: 2 }),
    (60.0, Set { size: 9.0, columns: 2 }),
    (50.0, Set { size: 9.0, columns: 2 }),
    (42.0, Set { size: 9.0, columns: 2 }),
    (42.0, Set { size: 9.0, columns: 1 }),
];
/// The same for a back page of their own.
const BACK: [Set; 4] = [
    Set { size: 12.0, columns: 1 },
    Set { size: 10.5, columns: 1 },
    Set { size: 10.0, columns: 2 },
    Set { size: 9.0, columns: 2 },
];
/// How large the portrait is at the most, in millimetres.
const LARGEST: f64 = 125.0;
/// The least between the parts of a page, in points.
const APART: f32 = 16.0;

/// Draws cards, each on a page of its own.
///
/// # Errors
/// [`Refusal::LetterMissing`] where one has a letter that no font has.
pub fn cards(cards: &[Card<'_>], paper: Paper, fonts: &Fonts) -> Result<Vec<u8>, DomainError> {
    let (title, language) =
        cards.first().map_or(("", None), |card| (card.title, Some(card.language)));
    let mut pdf = Pdf::begin(title, language);
    cards.iter().try_for_each(|card| add(&mut pdf, card, paper, fonts))?;
    Ok(pdf.finish())
}

fn add(pdf: &mut Pdf, card: &Card<'_>, paper: Paper, fonts: &Fonts) -> Result<(), DomainError> {
    let field = Area::within(paper, card.rightwards);
    let level = Some(if card.rightwards { Level::ltr() } else { Level::rtl() });
    let styles = (Style { weight: Weight::Bold, level }, Style { weight: Weight::Regular, level });
    let way = Timeline::measured(card.way, card.moments, fonts, styles)?;
    let hands = Signatures::set((card.from, styles.0), card.signatures, field.width(), fonts)?;
    let head = Head::set(card, field.width(), fonts, styles)?;
    let mut front = Front { head, way: None, hands };
    let fits = |(portrait, set): (f64, Set)| {
        let laid = way.laid(field.width(), set);
        (front.rest(&field, laid.whole()) >= points(portrait)).then_some(laid)
    };
    front.way = TRIES.into_iter().find_map(fits);
    page(pdf, paper, |page| front.draw(page, &field))?;
    if front.way.is_none() { back(pdf, &way, paper, &field) } else { Ok(()) }
}

/// A page in its frame.
fn page(
    pdf: &mut Pdf,
    paper: Paper,
    draw: impl FnOnce(&mut Surface<'_>) -> Result<(), DomainError>,
) -> Result<(), DomainError> {
    let mut drawn = Ok(());
    pdf.page(paper.size(), |page| {
        geometry::frame(page, paper);
        drawn = draw(page);
    });
    drawn
}

/// The way on pages of its own.
fn back(pdf: &mut Pdf, way: &Timeline<'_>, paper: Paper, field: &Area) -> Result<(), DomainError> {
    let [.., smallest] = BACK;
    let large = BACK.into_iter().map(|set| way.laid(field.width(), set));
    let large = large.into_iter().find(|laid| laid.whole() <= field.height());
    let laid = large.unwrap_or_else(|| way.laid(field.width(), smallest));
    for moments in laid.pages(field.height()) {
        page(pdf, paper, |page| laid.draw(page, moments, field))?;
    }
    Ok(())
}

/// The first page.
struct Front<'a> {
    head: Head,
    /// The moments, where they have room on it.
    way: Option<Laid<'a>>,
    hands: Signatures,
}

impl Front<'_> {
    /// How high the portrait may be above moments of this height.
    fn rest(&self, field: &Area, way: f32) -> f32 {
        let apart = if way > 0.0 { 2.0 * APART } else { APART };
        field.height() - self.head.height() - self.hands.height() - way - apart
    }

    fn draw(&self, on: &mut Surface<'_>, field: &Area) -> Result<(), DomainError> {
        let way = self.way.as_ref().map_or(0.0, Laid::whole);
        let rest = self.rest(field, way);
        let portrait = rest.min(points(LARGEST)).max(0.0);
        // What is left over is shared out, above and below as well.
        let left_over = (rest - portrait).max(0.0) / if way > 0.0 { 4.0 } else { 3.0 };
        let mut top = field.top + left_over;
        self.head.draw(on, field, top, portrait);
        top += portrait + self.head.height() + APART + left_over;
        if let Some(laid) = &self.way {
            laid.draw(on, 0..laid.count(), &Area { top, ..*field })?;
            top += if way > 0.0 { way + APART + left_over } else { 0.0 };
        }
        self.hands.draw(on, &Area { top, ..*field });
        Ok(())
    }
}

/// The portrait and the words beneath it.
struct Head {
    portrait: Option<Drawing>,
    title: Block,
    thanks: Block,
    day: Block,
}

/// The title's letters and those of the thanks: the largest, the smallest, and how much smaller each try is, in
/// points.
const TITLE: (f32, f32, f32) = (28.0, 15.0, 1.0);
const THANKS: (f32, f32, f32) = (15.0, 11.0, 0.5);
/// The day's letters, in points.
const DAY: f32 = 11.0;
/// Between its lines, and above the first, in points.
const BELOW: f32 = 7.0;
const UNDER_PORTRAIT: f32 = 12.0;
/// How much of the disc behind it the portrait fills.
const FILLS: f32 = 0.84;

impl Head {
    fn set(
        card: &Card<'_>,
        width: f32,
        fonts: &Fonts,
        (bold, regular): (Style, Style),
    ) -> Result<Self, DomainError> {
        let title = Text::measured(card.title, bold, fonts)?;
        let thanks = Text::measured(card.thanks, regular, fonts)?;
        let day = Text::measured(card.day, regular, fonts)?;
        Ok(Self {
            portrait: Drawing::read(card.portrait),
            title: Block::fitted(&title, (width, 2.4 * TITLE.0), TITLE)?,
            thanks: Block::fitted(&thanks, (width, 2.4 * THANKS.0), THANKS)?,
            day: Block::read(&day, width, DAY)?,
        })
    }

    /// How high the words are.
    fn height(&self) -> f32 {
        let words = self.title.height() + self.thanks.height() + self.day.height();
        UNDER_PORTRAIT + words + 2.0 * BELOW
    }

    fn draw(&self, on: &mut Surface<'_>, field: &Area, top: f32, disc: f32) {
        let middle = field.middle();
        let around = (f64::from(middle), f64::from(top + disc / 2.0));
        draw(on, &Circle::new(around, f64::from(disc) / 2.0), Some(HALO), None);
        if let Some(portrait) = &self.portrait {
            let side = disc * FILLS;
            portrait.draw(on, (middle - side / 2.0, top + (disc - side) / 2.0), side);
        }
        let mut top = top + disc + UNDER_PORTRAIT;
        for (words, colour) in [(&self.title, INK), (&self.thanks, MAIN), (&self.day, SOFT)] {
            on.set_fill(Some(colour.fill()));
            words.draw(on, Across::Middle(middle), top);
            top += words.height() + BELOW;
        }
    }
}
