//! The fonts in order of preference: a character is drawn with the first font that has it.

use std::ops::Range;
use std::sync::Arc;

use unicode_bidi::ParagraphBidiInfo;

use super::font_file::FontFile;
use super::line::Line;
use super::style::{Style, Weight};
use crate::domain::error::DomainError;

const BOLD: &[u8] = include_bytes!("DejaVuSans-Bold.ttf");
const REGULAR: &[u8] = include_bytes!("DejaVuSans.ttf");
const FALLBACK: &[u8] = include_bytes!("DroidSansFallback.ttf");

#[derive(Clone)]
pub struct Fonts {
    bold: Arc<[FontFile]>,
    regular: Arc<[FontFile]>,
}

impl Default for Fonts {
    /// The built-in fonts.
    fn default() -> Self {
        let none = || Self { bold: Arc::new([]), regular: Arc::new([]) };
        Self::with_files(Vec::new()).unwrap_or_else(|_| none())
    }
}

impl Fonts {
    /// The built-in fonts, then these files for the characters that they lack.
    ///
    /// # Errors
    /// The index of the first file that is not a font.
    pub fn with_files(files: Vec<Vec<u8>>) -> Result<Self, usize> {
        let site_fonts = files.into_iter().enumerate();
        let site_fonts = site_fonts.map(|(index, file)| FontFile::parse(file.into()).ok_or(index));
        let site_fonts = site_fonts.collect::<Result<Vec<_>, _>>()?;
        let others: Vec<_> =
            FontFile::parse(FALLBACK.into()).into_iter().chain(site_fonts).collect();
        let order = |first: &'static [u8]| {
            FontFile::parse(first.into()).into_iter().chain(others.iter().cloned()).collect()
        };
        Ok(Self { bold: order(BOLD), regular: order(REGULAR) })
    }

    /// Whether some font has every character of a text.
    pub(crate) fn can_print(&self, text: &str) -> bool {
        self.line(text).is_ok()
    }

    /// Sets a line for a label or poster.
    pub(crate) fn line(&self, text: &str) -> Result<Line, DomainError> {
        self.partial_line(text, 0..text.len(), Style::LABEL)
    }

    /// Sets a part of a text as one line. The writing direction depends on the whole text.
    pub(crate) fn partial_line(
        &self,
        text: &str,
        part: Range<usize>,
        style: Style,
    ) -> Result<Line, DomainError> {
        if part.is_empty() {
            return Ok(Line::default());
        }
        let bidi = ParagraphBidiInfo::new(text, style.direction);
        let (levels, visual_runs) = bidi.visual_runs(part);
        let mut runs = Vec::new();
        let mut missing = String::new();
        for visual_run in visual_runs {
            let left_to_right = !levels[visual_run.start].is_rtl();
            let visible = visible(&text[visual_run]);
            let mut pieces = self.split_by_font(&visible, style.weight);
            if !left_to_right {
                pieces.reverse();
            }
            for (font, piece) in pieces {
                match font.and_then(|font| font.shape(piece, left_to_right)) {
                    Some(run) => runs.push(run),
                    None => missing.push_str(piece),
                }
            }
        }
        if missing.is_empty() { Ok(Line::new(runs)) } else { Err(missing_characters(&missing)) }
    }

    /// Splits a text wherever the font changes. Pieces that no font has get `None`.
    fn split_by_font<'a>(
        &self,
        text: &'a str,
        weight: Weight,
    ) -> Vec<(Option<&FontFile>, &'a str)> {
        let fonts = match weight {
            Weight::Bold => &self.bold,
            Weight::Regular => &self.regular,
        };
        let faces: Vec<_> = fonts.iter().filter_map(|font| Some((font, font.face()?))).collect();
        let has = |index: usize, c: char| faces[index].1.glyph_index(c).is_some();
        let mut pieces: Vec<(Option<usize>, usize)> = Vec::new();
        let mut current = None;
        for (start, c) in text.char_indices() {
            // Stay with a font while it has the characters, so that marks and letters of a word are not split.
            let stays = current.is_some_and(|index| has(index, c) || is_joiner(c));
            let next = if stays { current } else { (0..faces.len()).find(|index| has(*index, c)) };
            if next != current || pieces.is_empty() {
                pieces.push((next, start));
            }
            current = next;
        }
        let ends = pieces.iter().skip(1).map(|(_, start)| *start).chain([text.len()]);
        let cut = |(&(font, from), to): (&(Option<usize>, usize), usize)| {
            (font.map(|index| faces[index].0), &text[from..to])
        };
        pieces.iter().zip(ends).map(cut).collect()
    }
}

/// Removes direction marks, which have done their work once the order is known, and replaces every space by one that
/// all fonts have.
fn visible(text: &str) -> String {
    let is_direction_mark = |c: &char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let plain_space = |c: char| if c.is_whitespace() { ' ' } else { c };
    text.chars().filter(|c| !is_direction_mark(c)).map(plain_space).collect()
}

/// Invisible characters that join or separate letters, or choose a variant.
const fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}')
}

/// Names each missing character once, at most 20 of them.
fn missing_characters(missing: &str) -> DomainError {
    let mut characters: Vec<char> = Vec::new();
    for c in missing.chars().filter(|c| *c != ' ') {
        if !characters.contains(&c) {
            characters.push(c);
        }
    }
    let characters: Vec<_> = characters.into_iter().take(20).map(String::from).collect();
    DomainError::LetterMissing(characters.join(" "))
}
