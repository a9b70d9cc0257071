//! Letters for what is printed as PDF: which font has a letter, in what order letters stand, how wide a line is.
//!
//! `DejaVu` Sans comes with the house in two weights, for the Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew and
//! Arabic scripts, and Droid Sans Fallback in its one weight for Chinese, Japanese and Korean; `fonts/` says where
//! they are from. A site names fonts of its own for others. A letter that no font has is told, never printed as a box.

use std::ops::Range;
use std::sync::Arc;

use krilla::Data;
use krilla::geom::Point;
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::{Direction, Face, UnicodeBuffer};
use unicode_bidi::{Level, ParagraphBidiInfo};

use crate::domain::error::DomainError;

const BOLD: &[u8] = include_bytes!("fonts/DejaVuSans-Bold.ttf");
const REGULAR: &[u8] = include_bytes!("fonts/DejaVuSans.ttf");
const FALLBACK: &[u8] = include_bytes!("fonts/DroidSansFallback.ttf");

/// Fonts in their order, for each weight; a letter is drawn by the first that has it.
#[derive(Clone)]
pub struct Fonts {
    bold: Arc<[Loaded]>,
    regular: Arc<[Loaded]>,
}

#[derive(Clone)]
struct Loaded {
    data: Data,
    drawn: Font,
}

/// How heavy letters are, where a font has both.
#[derive(Clone, Copy)]
pub(crate) enum Weight {
    Bold,
    Regular,
}

/// How a text is set.
#[derive(Clone, Copy)]
pub(crate) struct Style {
    pub weight: Weight,
    /// Which way the sentence around it runs; none where the text's own first letter says it.
    pub level: Option<Level>,
}

impl Style {
    /// What stands on labels and posters.
    pub(crate) const LABEL: Self = Self { weight: Weight::Bold, level: None };
}

/// A line of text, ready to be drawn at any size.
#[derive(Default)]
pub(crate) struct Line {
    /// How wide it is, as a multiple of the letters' size.
    pub width: f32,
    runs: Vec<Run>,
}

/// Letters of one font in one direction.
struct Run {
    font: Font,
    text: String,
    glyphs: Vec<KrillaGlyph>,
    width: f32,
}

impl Default for Fonts {
    /// The fonts that come with the house.
    fn default() -> Self {
        let none = || Self { bold: Arc::new([]), regular: Arc::new([]) };
        Self::with(Vec::new()).unwrap_or_else(|_| none())
    }
}

impl Fonts {
    /// The house's fonts and, for what they lack, these files.
    ///
    /// # Errors
    /// The number, from 0, of the first file that is no font.
    pub fn with(files: Vec<Vec<u8>>) -> Result<Self, usize> {
        let own = files.into_iter().enumerate();
        let own = own.map(|(nth, file)| Loaded::read(file.into()).ok_or(nth));
        let own = own.collect::<Result<Vec<_>, _>>()?;
        let others: Vec<_> = Loaded::read(FALLBACK.into()).into_iter().chain(own).collect();
        let order = |first: &'static [u8]| {
            Loaded::read(first.into()).into_iter().chain(others.iter().cloned()).collect()
        };
        Ok(Self { bold: order(BOLD), regular: order(REGULAR) })
    }

    /// Whether every letter of a text can be printed.
    #[must_use]
    pub fn have(&self, text: &str) -> bool {
        self.line(text).is_ok()
    }

    /// Sets a line for a label or a poster.
    ///
    /// # Errors
    /// [`Refusal::LetterMissing`] with the letters that no font has.
    pub(crate) fn line(&self, text: &str) -> Result<Line, DomainError> {
        self.part(text, 0..text.len(), Style::LABEL)
    }

    /// Sets a part of a text as a line of its own. The whole text says which way its letters run.
    ///
    /// # Errors
    /// [`Refusal::LetterMissing`] with the letters that no font has.
    pub(crate) fn part(
        &self,
        text: &str,
        part: Range<usize>,
        style: Style,
    ) -> Result<Line, DomainError> {
        if part.is_empty() {
            return Ok(Line::default());
        }
        let order = ParagraphBidiInfo::new(text, style.level);
        let (levels, stretches) = order.visual_runs(part);
        let mut runs = Vec::new();
        let mut missing = String::new();
        for stretch in stretches {
            let rightwards = !levels[stretch.start].is_rtl();
            let drawn = drawn(&text[stretch]);
            let mut pieces = self.pieces(&drawn, style.weight);
            if !rightwards {
                pieces.reverse();
            }
            for (font, piece) in pieces {
                match font.and_then(|font| font.shape(piece, rightwards)) {
                    Some(run) => runs.push(run),
                    None => missing.push_str(piece),
                }
            }
        }
        if missing.is_empty() {
            Ok(Line { width: runs.iter().map(|run| run.width).sum(), runs })
        } else {
            Err(refusal(&missing))
        }
    }

    /// Cuts text where another font is needed; what no font has stands by itself.
    fn pieces<'a>(&self, text: &'a str, weight: Weight) -> Vec<(Option<&Loaded>, &'a str)> {
        let order = match weight {
            Weight::Bold => &self.bold,
            Weight::Regular => &self.regular,
        };
        let faces: Vec<_> =
            order.iter().filter_map(|loaded| Some((loaded, loaded.face()?))).collect();
        let has = |nth: usize, letter: char| faces[nth].1.glyph_index(letter).is_some();
        let mut pieces: Vec<(Option<usize>, usize)> = Vec::new();
        let mut current = None;
        for (at, letter) in text.char_indices() {
            // A mark stays with its letter, and a word in one font, as long as that font has it.
            let stays = current.is_some_and(|nth| has(nth, letter) || joins(letter));
            let next = if stays { current } else { (0..faces.len()).find(|nth| has(*nth, letter)) };
            if next != current || pieces.is_empty() {
                pieces.push((next, at));
            }
            current = next;
        }
        let ends = pieces.iter().skip(1).map(|(_, at)| *at).chain([text.len()]);
        let cut = |(&(font, from), to): (&(Option<usize>, usize), usize)| {
            (font.map(|nth| faces[nth].0), &text[from..to])
        };
        pieces.iter().zip(ends).map(cut).collect()
    }
}

/// The letters of a text that leave ink or change how others look. Signs that set a part of it apart have done their
/// work when the order is known, and every space is one that each font has.
fn drawn(text: &str) -> String {
    let sets_apart = |c: &char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let plain = |c: char| if c.is_whitespace() { ' ' } else { c };
    text.chars().filter(|c| !sets_apart(c)).map(plain).collect()
}

/// Signs that join or part letters, or choose a form, and are not drawn themselves.
const fn joins(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}')
}

fn refusal(missing: &str) -> DomainError {
    let mut letters: Vec<char> = Vec::new();
    for letter in missing.chars().filter(|letter| *letter != ' ') {
        if !letters.contains(&letter) {
            letters.push(letter);
        }
    }
    let letters: Vec<_> = letters.into_iter().take(20).map(String::from).collect();
    DomainError::LetterMissing(letters.join(" "))
}

impl Loaded {
    fn read(data: Data) -> Option<Self> {
        Face::from_slice(data.as_ref(), 0)?;
        Some(Self { drawn: Font::new(data.clone(), 0)?, data })
    }

    fn face(&self) -> Option<Face<'_>> {
        Face::from_slice(self.data.as_ref(), 0)
    }

    /// Picks and places the glyphs of a piece of text; nothing where the font turns out to lack one.
    fn shape(&self, text: &str, rightwards: bool) -> Option<Run> {
        let face = self.face()?;
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        buffer.set_direction(if rightwards {
            Direction::LeftToRight
        } else {
            Direction::RightToLeft
        });
        let shaped = rustybuzz::shape(&face, &[], buffer);
        let infos = shaped.glyph_infos();
        if infos.iter().any(|info| info.glyph_id == 0) {
            return None;
        }
        let em = self.drawn.units_per_em();
        let mut starts: Vec<_> = infos.iter().map(|info| info.cluster as usize).collect();
        starts.sort_unstable();
        let end =
            |from: usize| starts.iter().copied().find(|start| *start > from).unwrap_or(text.len());
        let glyphs = infos.iter().zip(shaped.glyph_positions()).map(|(info, at)| {
            let from = info.cluster as usize;
            KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                part(at.x_advance, em),
                part(at.x_offset, em),
                part(at.y_offset, em),
                part(at.y_advance, em),
                from..end(from),
                None,
            )
        });
        let glyphs: Vec<_> = glyphs.collect();
        let width = glyphs.iter().map(|glyph| glyph.x_advance).sum();
        Some(Run { font: self.drawn.clone(), text: text.to_owned(), glyphs, width })
    }
}

/// A font's own units as a part of the letters' size.
#[expect(clippy::cast_precision_loss, reason = "a glyph is some thousand units wide")]
fn part(units: i32, em: f32) -> f32 {
    units as f32 / em
}

impl Line {
    /// Draws the line from `x` to the right, standing on `y`, in points.
    pub(crate) fn draw(&self, on: &mut Surface<'_>, x: f32, y: f32, size: f32) {
        let mut x = x;
        for run in &self.runs {
            let start = Point::from_xy(x, y);
            on.draw_glyphs(start, &run.glyphs, run.font.clone(), &run.text, size, false);
            x += run.width * size;
        }
    }

    /// Draws the line with `middle` at half its width.
    pub(crate) fn draw_centred(&self, on: &mut Surface<'_>, middle: f32, y: f32, size: f32) {
        self.draw(on, middle - self.width * size / 2.0, y, size);
    }
}
