//! The face of a label: where on it the symbol stands and where the letters of the code.
//!
//! Everything is counted in whole dots of the printer, so that every module is as wide as every other.

use super::Qr;
use crate::domain::error::DomainError;
use crate::domain::tag::TagCode;

/// What a phone's camera needs a module to be, in millimetres (R25).
const LEAST_MODULE: f64 = 0.33;
/// What DENSO wants a module to be, in printer dots (R25).
const LEAST_DOTS: u32 = 4;
/// A larger module would read no better, and leave less room for the letters; in millimetres.
const LARGEST_MODULE: f64 = 0.9;
/// What stays blank around the face, for a printer that is a little off; in millimetres.
const RIM: f64 = 1.0;
/// The smallest letters that are still read at a bedside, and the largest that help; in millimetres.
const LETTERS: (f64, f64) = (1.8, 5.0);
/// A letter's width, and a line's height, as parts of the letters' size.
const LETTER_WIDTH: f64 = 0.75;
const LINE_HEIGHT: f64 = 1.2;

/// A label to be printed on: its size in dots, and how many of them a millimetre has.
#[derive(Clone, Copy)]
pub(crate) struct LabelArea {
    pub width: u32,
    pub height: u32,
    pub dots_per_mm: f64,
    /// The largest module that the printer can be told to draw, in dots.
    pub largest_module: u32,
}

impl LabelArea {
    /// A label of these millimetres.
    pub(crate) fn of(millimetres: (f64, f64), dots_per_mm: f64) -> Self {
        let dots = |mm: f64| whole(mm * dots_per_mm);
        Self {
            width: dots(millimetres.0),
            height: dots(millimetres.1),
            dots_per_mm,
            largest_module: u32::MAX,
        }
    }
}

/// Where everything stands on a label, in dots from its upper left corner.
#[derive(Debug)]
pub(crate) struct LabelArrangement {
    /// How wide a module is.
    pub module: u32,
    /// The upper left corner of the symbol's quiet zone.
    pub symbol: (u32, u32),
    /// The letters, line by line.
    pub lines: Vec<String>,
    /// How large the letters are.
    pub letters: u32,
    /// The upper left corner of the first line, and how wide a line may be.
    pub text: (u32, u32),
    pub text_width: u32,
    /// From one line to the next.
    pub line_height: u32,
    /// Whether the lines stand in the middle of their width.
    pub centred: bool,
}

impl LabelArrangement {
    /// Arranges a label: the largest module that leaves room for letters, beside the symbol or below
    /// it, and then the largest letters.
    ///
    /// # Errors
    /// [`Refusal::LabelTooSmall`].
    pub(crate) fn arrange(blank: LabelArea, qr: &Qr, code: &TagCode) -> Result<Self, DomainError> {
        let width = qr.framed_width();
        let modules = u32::try_from(width).unwrap_or(u32::MAX);
        let (least, most) = range(blank);
        (least..=most)
            .rev()
            .find_map(|module| best(blank, modules * module, module, code))
            .ok_or_else(|| too_small(blank, modules * least))
    }
}

/// From the smallest module that reads to the largest that helps, in dots.
fn range(blank: LabelArea) -> (u32, u32) {
    let dots = LEAST_MODULE * blank.dots_per_mm;
    let least = whole(dots.ceil()).max(LEAST_DOTS);
    (least, whole(LARGEST_MODULE * blank.dots_per_mm).clamp(least, blank.largest_module))
}

/// The arrangement with the largest letters, if there is room for any.
fn best(blank: LabelArea, side: u32, module: u32, code: &TagCode) -> Option<LabelArrangement> {
    let rim = whole((RIM * blank.dots_per_mm).ceil());
    let (width, height) = (blank.width.checked_sub(2 * rim)?, blank.height.checked_sub(2 * rim)?);
    // A module more than the quiet zone: letters have no edges that fall on dots.
    let taken = side + module;
    if side > width.min(height) {
        return None;
    }
    let (right, below) = (width.saturating_sub(taken), height.saturating_sub(taken));
    let all = ways(code)
        .into_iter()
        .flat_map(|lines| [(lines.clone(), right, height, false), (lines, width, below, true)]);
    let fit = all.filter_map(|(lines, wide, high, centred)| {
        let letters = letters(blank, &lines, wide, high)?;
        let line_height = scaled(letters, LINE_HEIGHT);
        let block = line_height * u32::try_from(lines.len()).ok()?;
        let (symbol, text) = if centred {
            let top = rim + (height - taken - block) / 2;
            ((rim + (width - side) / 2, top), (rim, top + taken))
        } else {
            let top = |of: u32| rim + (height - of) / 2;
            ((rim, top(side)), (rim + taken, top(block)))
        };
        let text_width = wide;
        Some(LabelArrangement {
            module,
            symbol,
            lines,
            letters,
            text,
            text_width,
            line_height,
            centred,
        })
    });
    fit.max_by_key(|face| face.letters)
}

/// The ways to break a code into lines, between its groups.
fn ways(code: &TagCode) -> [Vec<String>; 3] {
    let code = code.to_string();
    let line = |from: usize, to: usize| code[from..to].to_owned();
    [
        vec![code.clone()],
        vec![line(0, 10), line(10, 16)],
        vec![line(0, 5), line(5, 10), line(10, 16)],
    ]
}

/// How large letters may be to fit so many dots, unless they would be too small to read.
fn letters(blank: LabelArea, lines: &[String], wide: u32, high: u32) -> Option<u32> {
    let longest = lines.iter().map(String::len).max().and_then(|n| u32::try_from(n).ok())?;
    let count = u32::try_from(lines.len()).ok()?;
    let by_width = f64::from(wide) / (f64::from(longest) * LETTER_WIDTH);
    let by_height = f64::from(high) / (f64::from(count) * LINE_HEIGHT);
    let (least, most) = (LETTERS.0 * blank.dots_per_mm, LETTERS.1 * blank.dots_per_mm);
    let size = by_width.min(by_height).min(most);
    (size >= least).then(|| whole(size))
}

fn too_small(blank: LabelArea, side: u32) -> DomainError {
    let mm = |dots: u32| f64::from(dots) / blank.dots_per_mm;
    DomainError::LabelTooSmall(format!(
        "A label of {:.1} × {:.1} mm is too small: this site's codes need {:.1} mm each way with the white \
         around them, {RIM} mm to every edge, and room for the letters beside or below.",
        mm(blank.width),
        mm(blank.height),
        (mm(side) * 10.0).ceil() / 10.0
    ))
}

fn scaled(dots: u32, factor: f64) -> u32 {
    whole((f64::from(dots) * factor).floor())
}

/// A number of dots without its fraction; what is below nothing is nothing.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast from a float saturates, and no label has four thousand million dots"
)]
pub(crate) const fn whole(dots: f64) -> u32 {
    dots as u32
}
