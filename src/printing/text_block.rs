//! A text in lines of one font size.

use krilla::surface::Surface;

use super::fonts::Line;
use super::text_wrap::MeasuredText;
use crate::domain::error::DomainError;

/// Where a line is placed horizontally, in points.
#[derive(Clone, Copy)]
pub(crate) enum HorizontalAnchor {
    Left(f32),
    Right(f32),
    Middle(f32),
}

/// The font sizes to try, in points.
#[derive(Clone, Copy)]
pub(crate) struct FontSizes {
    pub(crate) max: f32,
    pub(crate) min: f32,
    pub(crate) step: f32,
}

pub(crate) struct TextBlock {
    lines: Vec<Line>,
    /// In points.
    size: f32,
    /// The line height, relative to the font size.
    line_height: f32,
    width: f32,
}

/// For headings.
const HEADING_LINE_HEIGHT: f32 = 1.2;
/// For small letters, whose marks above and below would touch otherwise.
const BODY_LINE_HEIGHT: f32 = 1.35;

impl TextBlock {
    /// Uses the largest font size with which the text fits into this width and height and no word is broken. If there is
    /// none, the smallest.
    pub(crate) fn fitted(
        text: &MeasuredText<'_>,
        (width, height): (f32, f32),
        sizes: FontSizes,
    ) -> Result<Self, DomainError> {
        let mut size = sizes.max;
        while size > sizes.min {
            let words_fit = text.widest_word() * size <= width;
            if words_fit && text.count_lines(width / size) * size * HEADING_LINE_HEIGHT <= height {
                break;
            }
            size -= sizes.step;
        }
        Self::wrapped(text, width, size.max(sizes.min), HEADING_LINE_HEIGHT)
    }

    pub(crate) fn body(
        text: &MeasuredText<'_>,
        width: f32,
        size: f32,
    ) -> Result<Self, DomainError> {
        Self::wrapped(text, width, size, BODY_LINE_HEIGHT)
    }

    /// One line, drawn smaller than `size` if it would be wider than `width`.
    pub(crate) fn one_line(
        text: &MeasuredText<'_>,
        width: f32,
        size: f32,
    ) -> Result<Self, DomainError> {
        let lines = vec![text.single_line()?];
        Ok(Self { lines, size, line_height: BODY_LINE_HEIGHT, width })
    }

    fn wrapped(
        text: &MeasuredText<'_>,
        width: f32,
        size: f32,
        line_height: f32,
    ) -> Result<Self, DomainError> {
        Ok(Self { lines: text.lines(width / size)?, size, line_height, width })
    }

    /// The height that [`TextBlock::body`] would have.
    pub(crate) fn body_height(text: &MeasuredText<'_>, width: f32, size: f32) -> f32 {
        text.count_lines(width / size) * size * BODY_LINE_HEIGHT
    }

    pub(crate) fn height(&self) -> f32 {
        let lines = f32::from(u16::try_from(self.lines.len()).unwrap_or(u16::MAX));
        lines * self.size * self.line_height
    }

    /// Draws the lines from `top` downwards.
    pub(crate) fn draw(&self, surface: &mut Surface<'_>, anchor: HorizontalAnchor, top: f32) {
        let mut baseline =
            top + self.size * (0.95 + (self.line_height - HEADING_LINE_HEIGHT) / 2.0);
        for line in &self.lines {
            // A line may come out wider than the sum of its words; it is drawn slightly smaller then.
            let size = self.size.min(self.width / line.width.max(f32::EPSILON));
            let width = line.width * size;
            let x = match anchor {
                HorizontalAnchor::Left(x) => x,
                HorizontalAnchor::Right(x) => x - width,
                HorizontalAnchor::Middle(x) => x - width / 2.0,
            };
            line.draw(surface, x, baseline, size);
            baseline += self.size * self.line_height;
        }
    }
}
