//! The lines to sign on: a paw print and a line for each person.

use krilla::surface::Surface;
use kurbo::Line;

use super::geometry::{Area, INK, MUTED};
use crate::domain::error::DomainError;
use crate::printing::fonts::{Fonts, Style};
use crate::printing::pdf::points;
use crate::printing::pdf_shapes::draw_shape;
use crate::printing::pdf_svg::SvgDrawing;
use crate::printing::text_block::{HorizontalAnchor, TextBlock};
use crate::printing::text_wrap::MeasuredText;

const PAW_PRINT: &str = concat!(
    "<svg viewBox=\"0 0 24 24\" fill=\"#d9a86c\">",
    "<ellipse cx=\"4.4\" cy=\"10.6\" rx=\"2.3\" ry=\"3\"/><ellipse cx=\"9\" cy=\"5.4\" rx=\"2.5\" ry=\"3.4\"/>",
    "<ellipse cx=\"15\" cy=\"5.4\" rx=\"2.5\" ry=\"3.4\"/><ellipse cx=\"19.6\" cy=\"10.6\" rx=\"2.3\" ry=\"3\"/>",
    "<path d=\"M12 10.6c3.2 0 6.8 4.2 6.8 7.4 0 2.4-1.7 3.6-3.6 3.6-1.4 0-2-.6-3.2-.6s-1.8.6-3.2.6",
    "c-1.9 0-3.6-1.2-3.6-3.6 0-3.2 3.6-7.4 6.8-7.4z\"/></svg>",
);

/// In millimetres, as are the next four.
const ROW_HEIGHT: f64 = 15.0;
const MAX_LINE_WIDTH: f64 = 62.0;
const GAP: f64 = 9.0;
const PAW_SIZE: f64 = 8.5;
const PAW_ABOVE_LINE: f64 = 1.2;
/// In points.
const HEADING_SIZE: f32 = 14.0;
const MAX_PER_ROW: usize = 4;
const MAX_SIGNATURES: usize = 12;

pub(crate) struct Signatures {
    heading: TextBlock,
    count: usize,
}

impl Signatures {
    pub(crate) fn new(
        (heading, style): (&str, Style),
        count: usize,
        width: f32,
        fonts: &Fonts,
    ) -> Result<Self, DomainError> {
        let heading = MeasuredText::new(heading, style, fonts)?;
        Ok(Self {
            heading: TextBlock::body(&heading, width, HEADING_SIZE)?,
            count: count.min(MAX_SIGNATURES),
        })
    }

    pub(crate) fn height(&self) -> f32 {
        self.heading.height() + points(ROW_HEIGHT) * float(self.rows())
    }

    fn rows(&self) -> usize {
        self.count.div_ceil(MAX_PER_ROW)
    }

    /// Draws from the top of the area downwards.
    pub(crate) fn draw(&self, surface: &mut Surface<'_>, area: &Area) {
        surface.set_fill(Some(INK.fill()));
        self.heading.draw(surface, HorizontalAnchor::Middle(area.middle()), area.top);
        if self.count == 0 {
            return;
        }
        let per_row = self.count.div_ceil(self.rows());
        let max_width = (area.width() + points(GAP)) / float(per_row) - points(GAP);
        let line_width = max_width.min(points(MAX_LINE_WIDTH));
        let paw = SvgDrawing::parse(PAW_PRINT);
        let (paw_size, above) = (points(PAW_SIZE), points(PAW_ABOVE_LINE));
        for nth in 0..self.count {
            // The last row may have fewer lines. Each row is centred.
            let in_row = per_row.min(self.count - nth / per_row * per_row);
            let row_width = float(in_row) * (line_width + points(GAP)) - points(GAP);
            let start = (area.width() - row_width) / 2.0
                + float(nth % per_row) * (line_width + points(GAP));
            let cell = area.between(start, start + line_width);
            let baseline =
                area.top + self.heading.height() + points(ROW_HEIGHT) * float(nth / per_row + 1);
            let [left, right, y] = [cell.left, cell.right, baseline - 0.5].map(f64::from);
            draw_shape(surface, &Line::new((left, y), (right, y)), None, Some((MUTED, 0.8)));
            let x = if cell.left_to_right { cell.left } else { cell.right - paw_size };
            if let Some(paw) = &paw {
                paw.draw(surface, (x, baseline - above - paw_size), paw_size);
            }
        }
    }
}

fn float(count: usize) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}
