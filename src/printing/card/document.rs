//! The PDF of one or more cards.
//!
//! A card is one page if its moments fit in letters of nine points or more. Otherwise the moments go onto pages of their
//! own behind it.

use krilla::surface::Surface;
use unicode_bidi::Level;

use super::content::Card;
use super::front_page::FrontPage;
use super::geometry::{Area, draw_frame};
use super::header::Header;
use super::signatures::Signatures;
use super::timeline::Timeline;
use super::timeline_layout::{TextSetting, TimelineLayout};
use crate::domain::error::DomainError;
use crate::printing::fonts::{Fonts, Style, Weight};
use crate::printing::pdf::{Pdf, points};
use crate::printing::poster::Paper;

/// How to set the moments on the front page, best first, each with the smallest portrait it is acceptable with, in
/// millimetres.
const FRONT_SETTINGS: [(f64, TextSetting); 9] = [
    (70.0, TextSetting { size: 12.0, columns: 1 }),
    (70.0, TextSetting { size: 11.0, columns: 1 }),
    (60.0, TextSetting { size: 11.0, columns: 1 }),
    (60.0, TextSetting { size: 10.0, columns: 1 }),
    (60.0, TextSetting { size: 10.0, columns: 2 }),
    (60.0, TextSetting { size: 9.0, columns: 2 }),
    (50.0, TextSetting { size: 9.0, columns: 2 }),
    (42.0, TextSetting { size: 9.0, columns: 2 }),
    (42.0, TextSetting { size: 9.0, columns: 1 }),
];
/// How to set the moments on pages of their own, best first.
const BACK_SETTINGS: [TextSetting; 4] = [
    TextSetting { size: 12.0, columns: 1 },
    TextSetting { size: 10.5, columns: 1 },
    TextSetting { size: 10.0, columns: 2 },
    TextSetting { size: 9.0, columns: 2 },
];

/// Draws each card on a page of its own.
pub fn cards(cards: &[Card<'_>], paper: Paper, fonts: &Fonts) -> Result<Vec<u8>, DomainError> {
    let (title, language) =
        cards.first().map_or(("", None), |card| (card.title, Some(card.language)));
    let mut pdf = Pdf::new(title, language);
    cards.iter().try_for_each(|card| add_card(&mut pdf, card, paper, fonts))?;
    Ok(pdf.finish())
}

fn add_card(
    pdf: &mut Pdf,
    card: &Card<'_>,
    paper: Paper,
    fonts: &Fonts,
) -> Result<(), DomainError> {
    let area = Area::within_frame(paper, card.left_to_right);
    let direction = Some(if card.left_to_right { Level::ltr() } else { Level::rtl() });
    let bold = Style { weight: Weight::Bold, direction };
    let regular = Style { weight: Weight::Regular, direction };
    let timeline = Timeline::new(card.moments_heading, card.moments, fonts, (bold, regular))?;
    let signatures =
        Signatures::new((card.signatures_heading, bold), card.signatures, area.width(), fonts)?;
    let header = Header::new(card, area.width(), fonts, (bold, regular))?;
    let mut front = FrontPage { header, timeline: None, signatures };
    front.timeline = FRONT_SETTINGS.into_iter().find_map(|(portrait, setting)| {
        let layout = TimelineLayout::new(&timeline, area.width(), setting);
        let fits = front.space_for_portrait(&area, layout.full_height()) >= points(portrait);
        fits.then_some(layout)
    });
    add_page(pdf, paper, |surface| front.draw(surface, &area))?;
    if front.timeline.is_none() { add_back_pages(pdf, &timeline, paper, &area) } else { Ok(()) }
}

/// Adds a page with its frame.
fn add_page(
    pdf: &mut Pdf,
    paper: Paper,
    draw: impl FnOnce(&mut Surface<'_>) -> Result<(), DomainError>,
) -> Result<(), DomainError> {
    let mut result = Ok(());
    pdf.add_page(paper.size(), |surface| {
        draw_frame(surface, paper);
        result = draw(surface);
    });
    result
}

fn add_back_pages(
    pdf: &mut Pdf,
    timeline: &Timeline<'_>,
    paper: Paper,
    area: &Area,
) -> Result<(), DomainError> {
    let [.., smallest] = BACK_SETTINGS;
    let layouts = BACK_SETTINGS
        .into_iter()
        .map(|setting| TimelineLayout::new(timeline, area.width(), setting));
    let fitting = layouts.into_iter().find(|layout| layout.full_height() <= area.height());
    let layout = fitting.unwrap_or_else(|| TimelineLayout::new(timeline, area.width(), smallest));
    for moments in layout.pages(area.height()) {
        add_page(pdf, paper, |surface| layout.draw(surface, moments, area))?;
    }
    Ok(())
}
