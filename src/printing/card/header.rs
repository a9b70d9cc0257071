//! The portrait on the front page, with the title, the thanks and the date below it.

use krilla::surface::Surface;
use kurbo::Circle;

use super::content::Card;
use super::geometry::{ACCENT, Area, HALO, INK, MUTED};
use crate::domain::error::DomainError;
use crate::printing::fonts::{Fonts, Style};
use crate::printing::pdf_shapes::draw_shape;
use crate::printing::pdf_svg::SvgDrawing;
use crate::printing::text_block::{FontSizes, HorizontalAnchor, TextBlock};
use crate::printing::text_wrap::MeasuredText;

const TITLE_SIZES: FontSizes = FontSizes { max: 28.0, min: 15.0, step: 1.0 };
const THANKS_SIZES: FontSizes = FontSizes { max: 15.0, min: 11.0, step: 0.5 };
/// In points, as are the two distances.
const DATE_SIZE: f32 = 11.0;
const BELOW_TEXT: f32 = 7.0;
const BELOW_PORTRAIT: f32 = 12.0;
/// The size of the portrait, relative to the disc behind it.
const PORTRAIT_IN_DISC: f32 = 0.84;

pub(crate) struct Header {
    portrait: Option<SvgDrawing>,
    title: TextBlock,
    thanks: TextBlock,
    date: TextBlock,
}

impl Header {
    pub(crate) fn new(
        card: &Card<'_>,
        width: f32,
        fonts: &Fonts,
        (bold, regular): (Style, Style),
    ) -> Result<Self, DomainError> {
        let title = MeasuredText::new(card.title, bold, fonts)?;
        let thanks = MeasuredText::new(card.thanks, regular, fonts)?;
        let date = MeasuredText::new(card.date, regular, fonts)?;
        // Both fitted texts may have two lines.
        let height = |sizes: FontSizes| 2.4 * sizes.max;
        Ok(Self {
            portrait: SvgDrawing::parse(card.portrait),
            title: TextBlock::fitted(&title, (width, height(TITLE_SIZES)), TITLE_SIZES)?,
            thanks: TextBlock::fitted(&thanks, (width, height(THANKS_SIZES)), THANKS_SIZES)?,
            date: TextBlock::body(&date, width, DATE_SIZE)?,
        })
    }

    /// The height without the portrait.
    pub(crate) fn text_height(&self) -> f32 {
        let texts = self.title.height() + self.thanks.height() + self.date.height();
        BELOW_PORTRAIT + texts + 2.0 * BELOW_TEXT
    }

    pub(crate) fn draw(&self, surface: &mut Surface<'_>, area: &Area, top: f32, disc: f32) {
        let middle = area.middle();
        let centre = (f64::from(middle), f64::from(top + disc / 2.0));
        draw_shape(surface, &Circle::new(centre, f64::from(disc) / 2.0), Some(HALO), None);
        if let Some(portrait) = &self.portrait {
            let side = disc * PORTRAIT_IN_DISC;
            portrait.draw(surface, (middle - side / 2.0, top + (disc - side) / 2.0), side);
        }
        let mut top = top + disc + BELOW_PORTRAIT;
        for (text, colour) in [(&self.title, INK), (&self.thanks, ACCENT), (&self.date, MUTED)] {
            surface.set_fill(Some(colour.fill()));
            text.draw(surface, HorizontalAnchor::Middle(middle), top);
            top += text.height() + BELOW_TEXT;
        }
    }
}
