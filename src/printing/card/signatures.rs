//! Where those who kept watch sign by hand: for each a paw print and a line to write on.

use krilla::surface::Surface;
use kurbo::Line;

use super::super::fonts::{Fonts, Style};
use super::super::pdf::points;
use super::super::pdf_svg::{Drawing, draw};
use super::super::text_wrap::{Across, Block, Text};
use super::geometry::{Area, INK, SOFT};
use crate::domain::error::DomainError;

/// A paw print, in the brown of a teddy bear.
const PAW: &str = concat!(
    "<svg viewBox=\"0 0 24 24\" fill=\"#d9a86c\">",
    "<ellipse cx=\"4.4\" cy=\"10.6\" rx=\"2.3\" ry=\"3\"/><ellipse cx=\"9\" cy=\"5.4\" rx=\"2.5\" ry=\"3.4\"/>",
    "<ellipse cx=\"15\" cy=\"5.4\" rx=\"2.5\" ry=\"3.4\"/><ellipse cx=\"19.6\" cy=\"10.6\" rx=\"2.3\" ry=\"3\"/>",
    "<path d=\"M12 10.6c3.2 0 6.8 4.2 6.8 7.4 0 2.4-1.7 3.6-3.6 3.6-1.4 0-2-.6-3.2-.6s-1.8.6-3.2.6",
    "c-1.9 0-3.6-1.2-3.6-3.6 0-3.2 3.6-7.4 6.8-7.4z\"/></svg>",
);

/// Room for one signature: how high, how wide at the most, and what is blank beside it, in millimetres.
const ROW: f64 = 15.0;
const WIDEST: f64 = 62.0;
const BESIDE: f64 = 9.0;
/// How large a paw print is, and how far above the line, in millimetres.
const PRINT: (f64, f64) = (8.5, 1.2);
/// How large the heading's letters are, in points.
const HEADING: f32 = 14.0;
/// How many stand side by side at the most, and how many in all.
const ACROSS: usize = 4;
const MOST: usize = 12;

/// Lines to sign on, and what stands above them.
pub(crate) struct Signatures {
    heading: Block,
    signatures: usize,
}

impl Signatures {
    pub(crate) fn set(
        (heading, style): (&str, Style),
        signatures: usize,
        width: f32,
        fonts: &Fonts,
    ) -> Result<Self, DomainError> {
        let heading = Text::measured(heading, style, fonts)?;
        Ok(Self {
            heading: Block::read(&heading, width, HEADING)?,
            signatures: signatures.min(MOST),
        })
    }

    pub(crate) fn height(&self) -> f32 {
        self.heading.height() + points(ROW) * number(self.rows())
    }

    fn rows(&self) -> usize {
        self.signatures.div_ceil(ACROSS)
    }

    /// Draws them from the field's top downwards.
    pub(crate) fn draw(&self, on: &mut Surface<'_>, field: &Area) {
        on.set_fill(Some(INK.fill()));
        self.heading.draw(on, Across::Middle(field.middle()), field.top);
        if self.signatures == 0 {
            return;
        }
        let across = self.signatures.div_ceil(self.rows());
        let most = (field.width() + points(BESIDE)) / number(across) - points(BESIDE);
        let wide = most.min(points(WIDEST));
        let paw = Drawing::read(PAW);
        let (size, above) = (points(PRINT.0), points(PRINT.1));
        for nth in 0..self.signatures {
            // The last row may be shorter; each row stands in the middle.
            let in_row = across.min(self.signatures - nth / across * across);
            let row = number(in_row) * (wide + points(BESIDE)) - points(BESIDE);
            let start =
                (field.width() - row) / 2.0 + number(nth % across) * (wide + points(BESIDE));
            let cell = field.between(start, start + wide);
            let line = field.top + self.heading.height() + points(ROW) * number(nth / across + 1);
            let [left, right, y] = [cell.left, cell.right, line - 0.5].map(f64::from);
            draw(on, &Line::new((left, y), (right, y)), None, Some((SOFT, 0.8)));
            let x = if cell.rightwards { cell.left } else { cell.right - size };
            if let Some(paw) = &paw {
                paw.draw(on, (x, line - above - size), size);
            }
        }
    }
}

/// A dozen at the most.
fn number(small: usize) -> f32 {
    f32::from(u16::try_from(small).unwrap_or(u16::MAX))
}
