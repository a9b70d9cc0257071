//! Breaks a text into lines, where its script allows it (UAX 14: in Chinese between any two characters, but not before a
//! full stop). A word is broken only if it is wider than the whole line.

use std::ops::Range;

use unicode_bidi::{BidiClass, bidi_class};
use unicode_linebreak::linebreaks;

use super::fonts::{Fonts, Line, Style};
use crate::domain::error::DomainError;

/// A text that is measured once and can be wrapped to any width.
pub(crate) struct MeasuredText<'a> {
    text: &'a str,
    style: Style,
    fonts: &'a Fonts,
    words: Vec<Word>,
}

/// What stays together on a line: a word, or one character of a script without words. Widths are relative to the font
/// size.
#[derive(Clone)]
struct Word {
    range: Range<usize>,
    width: f32,
    /// The width of the spaces after it. They count only if another word follows on the same line.
    space: f32,
    /// The letters of a long word, in case it must be broken.
    letters: Vec<Word>,
}

/// From this width on, a word may be wider than a line.
const LONG_WORD: f32 = 4.0;

/// Extra width for a line that starts within a word: there, Arabic letters take other forms.
const BROKEN_WORD_MARGIN: f32 = 0.6;

impl<'a> MeasuredText<'a> {
    pub(crate) fn new(text: &'a str, style: Style, fonts: &'a Fonts) -> Result<Self, DomainError> {
        let width_of =
            |part: Range<usize>| fonts.partial_line(text, part, style).map(|line| line.width);
        let space_width = fonts.partial_line(" ", 0..1, style)?.width;
        let mut words = Vec::new();
        let mut from = 0;
        for (to, _) in linebreaks(text) {
            let (start, end) = (text[from..to].trim_start(), text[from..to].trim_end());
            let range = to - start.len()..from + end.len();
            from = to;
            if range.is_empty() {
                continue;
            }
            let mut word =
                Word { width: width_of(range.clone())?, range, space: 0.0, letters: Vec::new() };
            if word.width > LONG_WORD {
                word.measure_letters(text, width_of)?;
            }
            let spaces = text[word.range.end..to].chars().filter(|c| c.is_whitespace()).count();
            word.space = space_width * float(spaces);
            words.push(word);
        }
        Ok(Self { text, style, fonts, words })
    }

    pub(crate) fn widest_word(&self) -> f32 {
        self.words.iter().map(|word| word.width).fold(0.0, f32::max)
    }

    /// The width on one line.
    pub(crate) fn full_width(&self) -> f32 {
        self.words.iter().map(|word| word.width + word.space).sum()
    }

    pub(crate) fn count_lines(&self, width: f32) -> f32 {
        float(self.wrap(width).len())
    }

    /// Sets the text in lines of at most this width.
    pub(crate) fn lines(&self, width: f32) -> Result<Vec<Line>, DomainError> {
        let line = |range| self.fonts.partial_line(self.text, range, self.style);
        self.wrap(width).into_iter().map(line).collect()
    }

    /// Sets the whole text as one line.
    pub(crate) fn single_line(&self) -> Result<Line, DomainError> {
        self.fonts.partial_line(self.text, 0..self.text.len(), self.style)
    }

    /// The part of the text on each line.
    fn wrap(&self, width: f32) -> Vec<Range<usize>> {
        let mut lines: Vec<Range<usize>> = Vec::new();
        let mut used = f32::INFINITY;
        for word in &self.words {
            let is_broken = word.width > width && !word.letters.is_empty();
            let pieces = if is_broken { &word.letters[..] } else { std::slice::from_ref(word) };
            for piece in pieces {
                match lines.last_mut() {
                    Some(line) if used + piece.width <= width => line.end = piece.range.end,
                    _ => {
                        let starts_within_word = piece.range.start > word.range.start;
                        lines.push(piece.range.clone());
                        used = if starts_within_word { BROKEN_WORD_MARGIN } else { 0.0 };
                    }
                }
                used += piece.width + piece.space;
            }
            if is_broken {
                used += word.space;
            }
        }
        lines
    }
}

impl Word {
    /// A letter is as wide as it makes the part of the word up to it wider.
    fn measure_letters(
        &mut self,
        text: &str,
        width_of: impl Fn(Range<usize>) -> Result<f32, DomainError>,
    ) -> Result<(), DomainError> {
        let mut before = 0.0;
        for range in letter_ranges(text, self.range.clone()) {
            let so_far = width_of(self.range.start..range.end)?;
            let width = so_far - before;
            self.letters.push(Self { range, width, space: 0.0, letters: Vec::new() });
            before = so_far;
        }
        Ok(())
    }
}

/// The letters of a word, each with its combining marks.
fn letter_ranges(text: &str, word: Range<usize>) -> Vec<Range<usize>> {
    let mut letters: Vec<Range<usize>> = Vec::new();
    let mut after_joiner = false;
    for (offset, c) in text[word.clone()].char_indices() {
        let (from, to) = (word.start + offset, word.start + offset + c.len_utf8());
        let is_mark = matches!(bidi_class(c), BidiClass::NSM | BidiClass::BN);
        match letters.last_mut() {
            Some(last) if is_mark || after_joiner => last.end = to,
            _ => letters.push(from..to),
        }
        after_joiner = c == '\u{200d}';
    }
    letters
}

fn float(count: usize) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}
