//! Breaks a text into lines: where its script has it (UAX 14, so Chinese between any two letters but not before a
//! full stop), and within a word only where that word alone is wider than the line.

use std::ops::Range;

use krilla::surface::Surface;
use unicode_bidi::{BidiClass, bidi_class};
use unicode_linebreak::linebreaks;

use super::fonts::{Fonts, Line, Style};
use crate::domain::error::DomainError;

/// A text, measured once for lines of every width.
pub(crate) struct Text<'a> {
    written: &'a str,
    style: Style,
    fonts: &'a Fonts,
    words: Vec<Word>,
}

/// What stays together on a line: a word, or one letter of a script that has no words. Widths are multiples of the
/// letters' size.
#[derive(Clone)]
struct Word {
    letters: Range<usize>,
    width: f32,
    /// The spaces behind it, which count only where another word follows on the same line.
    space: f32,
    /// Where it may be cut if nothing else helps; only long ones have such pieces.
    pieces: Vec<Word>,
}

/// How wide a word is that may be wider than some line.
const LONG: f32 = 4.0;

/// How much wider a line may be that begins within a word: Arabic letters have other forms there.
const AT_A_CUT: f32 = 0.6;

impl<'a> Text<'a> {
    /// # Errors
    /// [`Refusal::LetterMissing`] where it has a letter that no font has.
    pub(crate) fn measured(
        text: &'a str,
        style: Style,
        fonts: &'a Fonts,
    ) -> Result<Self, DomainError> {
        let blank = fonts.part(" ", 0..1, style)?.width;
        let mut words = Vec::new();
        let mut from = 0;
        for (to, _) in linebreaks(text) {
            let (start, end) = (text[from..to].trim_start(), text[from..to].trim_end());
            let letters = to - start.len()..from + end.len();
            from = to;
            if letters.is_empty() {
                continue;
            }
            let mut word =
                Word::measured(letters, |part| Ok(fonts.part(text, part, style)?.width))?;
            if word.width > LONG {
                word.cut(text, |part| Ok(fonts.part(text, part, style)?.width))?;
            }
            let blanks = text[word.letters.end..to].chars().filter(|c| c.is_whitespace()).count();
            word.space = blank * count(blanks);
            words.push(word);
        }
        Ok(Self { written: text, style, fonts, words })
    }

    /// How wide its widest word is.
    fn widest(&self) -> f32 {
        self.words.iter().map(|word| word.width).fold(0.0, f32::max)
    }

    /// How wide it is on one line.
    pub(crate) fn whole(&self) -> f32 {
        self.words.iter().map(|word| word.width + word.space).sum()
    }

    /// Which letters stand on each line of this width.
    fn broken(&self, width: f32) -> Vec<Range<usize>> {
        let mut lines: Vec<Range<usize>> = Vec::new();
        let mut used = f32::INFINITY;
        for word in &self.words {
            let is_too_wide = word.width > width && !word.pieces.is_empty();
            let pieces = if is_too_wide { &word.pieces[..] } else { std::slice::from_ref(word) };
            for piece in pieces {
                match lines.last_mut() {
                    Some(line) if used + piece.width <= width => line.end = piece.letters.end,
                    _ => {
                        let is_cut = piece.letters.start > word.letters.start;
                        lines.push(piece.letters.clone());
                        used = if is_cut { AT_A_CUT } else { 0.0 };
                    }
                }
                used += piece.width + piece.space;
            }
            if is_too_wide {
                used += word.space;
            }
        }
        lines
    }
}

impl Word {
    fn measured(
        letters: Range<usize>,
        width: impl Fn(Range<usize>) -> Result<f32, DomainError>,
    ) -> Result<Self, DomainError> {
        Ok(Self { width: width(letters.clone())?, letters, space: 0.0, pieces: Vec::new() })
    }

    /// Measures its letters as well; each is as wide as it makes the word before it wider.
    fn cut(
        &mut self,
        text: &str,
        width: impl Fn(Range<usize>) -> Result<f32, DomainError>,
    ) -> Result<(), DomainError> {
        let mut before = 0.0;
        for letters in letters_of(text, self.letters.clone()) {
            let so_far = width(self.letters.start..letters.end)?;
            let width = so_far - before;
            self.pieces.push(Self { letters, width, space: 0.0, pieces: Vec::new() });
            before = so_far;
        }
        Ok(())
    }
}

/// The letters of a word, each with the marks that stand on it.
fn letters_of(text: &str, word: Range<usize>) -> Vec<Range<usize>> {
    let mut letters: Vec<Range<usize>> = Vec::new();
    let mut is_bound = false;
    for (at, letter) in text[word.clone()].char_indices() {
        let (from, to) = (word.start + at, word.start + at + letter.len_utf8());
        let hangs_on = matches!(bidi_class(letter), BidiClass::NSM | BidiClass::BN);
        match letters.last_mut() {
            Some(last) if hangs_on || is_bound => last.end = to,
            _ => letters.push(from..to),
        }
        is_bound = letter == '\u{200d}';
    }
    letters
}

/// Where a line stands between two edges.
#[derive(Clone, Copy)]
pub(crate) enum Across {
    /// From the left edge.
    Left(f32),
    /// Up to the right edge.
    Right(f32),
    /// With this at half its width.
    Middle(f32),
}

/// A text in lines of one size of letters.
pub(crate) struct Block {
    lines: Vec<Line>,
    /// How large the letters are, in points.
    pub size: f32,
    leading: f32,
    width: f32,
}

/// From one line to the next where little stands on a page, as a part of the letters' size.
const WIDE: f32 = 1.2;
/// The same for small letters, whose marks above and below would touch.
const READ: f32 = 1.35;

impl Block {
    /// The largest letters of these sizes (largest, smallest, from one try to the next) with which a text needs no
    /// more than this width and height and no word is cut; else the smallest.
    pub(crate) fn fitted(
        text: &Text<'_>,
        (width, height): (f32, f32),
        (largest, smallest, less): (f32, f32, f32),
    ) -> Result<Self, DomainError> {
        let mut size = largest;
        while size > smallest {
            let is_whole = text.widest() * size <= width;
            if is_whole && count(text.broken(width / size).len()) * size * WIDE <= height {
                break;
            }
            size -= less;
        }
        Self::set(text, width, size.max(smallest), WIDE)
    }

    /// Letters of one size, for reading.
    pub(crate) fn read(text: &Text<'_>, width: f32, size: f32) -> Result<Self, DomainError> {
        Self::set(text, width, size, READ)
    }

    /// One line of at most this size, and no wider than this.
    pub(crate) fn one_line(text: &Text<'_>, width: f32, size: f32) -> Result<Self, DomainError> {
        let line = text.fonts.part(text.written, 0..text.written.len(), text.style)?;
        Ok(Self { lines: vec![line], size, leading: READ, width })
    }

    fn set(text: &Text<'_>, width: f32, size: f32, leading: f32) -> Result<Self, DomainError> {
        let lines = text.broken(width / size).into_iter();
        let lines = lines.map(|line| text.fonts.part(text.written, line, text.style));
        Ok(Self { lines: lines.collect::<Result<_, _>>()?, size, leading, width })
    }

    /// How high a text would be, without setting it.
    pub(crate) fn height_of(text: &Text<'_>, width: f32, size: f32) -> f32 {
        count(text.broken(width / size).len()) * size * READ
    }

    /// How high all its lines are.
    pub(crate) fn height(&self) -> f32 {
        count(self.lines.len()) * self.size * self.leading
    }

    /// Draws the lines from `top` downwards.
    pub(crate) fn draw(&self, on: &mut Surface<'_>, across: Across, top: f32) {
        let mut foot = top + self.size * (0.95 + (self.leading - WIDE) / 2.0);
        for line in &self.lines {
            // Should a line be wider than its words were one by one, it is drawn a hair smaller.
            let size = self.size.min(self.width / line.width.max(f32::EPSILON));
            let width = line.width * size;
            let x = match across {
                Across::Left(x) => x,
                Across::Right(x) => x - width,
                Across::Middle(x) => x - width / 2.0,
            };
            line.draw(on, x, foot, size);
            foot += self.size * self.leading;
        }
    }
}

/// How many lines or spaces there are.
fn count(few: usize) -> f32 {
    f32::from(u16::try_from(few).unwrap_or(u16::MAX))
}
