//! A font file: parsed once for shaping and once for embedding into a PDF.

use krilla::Data;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::{Direction, Face, UnicodeBuffer};

use super::line::Run;

#[derive(Clone)]
pub(crate) struct FontFile {
    data: Data,
    embedded: Font,
}

impl FontFile {
    /// `None` if the data is not a font.
    pub(crate) fn parse(data: Data) -> Option<Self> {
        Face::from_slice(data.as_ref(), 0)?;
        Some(Self { embedded: Font::new(data.clone(), 0)?, data })
    }

    pub(crate) fn face(&self) -> Option<Face<'_>> {
        Face::from_slice(self.data.as_ref(), 0)
    }

    /// Chooses and places the glyphs of a text in one direction. `None` if the font lacks a glyph.
    pub(crate) fn shape(&self, text: &str, left_to_right: bool) -> Option<Run> {
        let face = self.face()?;
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        buffer.set_direction(if left_to_right {
            Direction::LeftToRight
        } else {
            Direction::RightToLeft
        });
        let shaped = rustybuzz::shape(&face, &[], buffer);
        let infos = shaped.glyph_infos();
        if infos.iter().any(|info| info.glyph_id == 0) {
            return None;
        }
        let units_per_em = self.embedded.units_per_em();
        let mut starts: Vec<_> = infos.iter().map(|info| info.cluster as usize).collect();
        starts.sort_unstable();
        let cluster_end =
            |from: usize| starts.iter().copied().find(|start| *start > from).unwrap_or(text.len());
        let glyphs = infos.iter().zip(shaped.glyph_positions()).map(|(info, position)| {
            let from = info.cluster as usize;
            KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                relative(position.x_advance, units_per_em),
                relative(position.x_offset, units_per_em),
                relative(position.y_offset, units_per_em),
                relative(position.y_advance, units_per_em),
                from..cluster_end(from),
                None,
            )
        });
        let glyphs: Vec<_> = glyphs.collect();
        let width = glyphs.iter().map(|glyph| glyph.x_advance).sum();
        Some(Run { font: self.embedded.clone(), text: text.to_owned(), glyphs, width })
    }
}

/// Converts font units to a multiple of the font size.
#[expect(clippy::cast_precision_loss, reason = "a glyph is some thousand units wide")]
fn relative(units: i32, units_per_em: f32) -> f32 {
    units as f32 / units_per_em
}
