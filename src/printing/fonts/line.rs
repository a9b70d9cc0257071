//! A line of text with its glyphs placed, ready to be drawn at any size.

use krilla::geom::Point;
use krilla::surface::Surface;
use krilla::text::{Font, KrillaGlyph};

#[derive(Default)]
pub(crate) struct Line {
    /// Relative to the font size.
    pub(crate) width: f32,
    runs: Vec<Run>,
}

/// Glyphs of one font in one direction.
pub(crate) struct Run {
    pub(crate) font: Font,
    pub(crate) text: String,
    pub(crate) glyphs: Vec<KrillaGlyph>,
    pub(crate) width: f32,
}

impl Line {
    pub(crate) fn new(runs: Vec<Run>) -> Self {
        Self { width: runs.iter().map(|run| run.width).sum(), runs }
    }

    /// Draws from `x` to the right with the baseline at `y`. All in points.
    pub(crate) fn draw(&self, surface: &mut Surface<'_>, x: f32, y: f32, size: f32) {
        let mut x = x;
        for run in &self.runs {
            let start = Point::from_xy(x, y);
            surface.draw_glyphs(start, &run.glyphs, run.font.clone(), &run.text, size, false);
            x += run.width * size;
        }
    }

    pub(crate) fn draw_centred(&self, surface: &mut Surface<'_>, middle: f32, y: f32, size: f32) {
        self.draw(surface, middle - self.width * size / 2.0, y, size);
    }
}
