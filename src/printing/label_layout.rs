//! Arranges a label: where the QR symbol goes, and where the letters of the code go.
//!
//! All positions are in whole printer dots, so that every module is equally wide.

use super::qr::Qr;
use crate::domain::error::DomainError;
use crate::domain::tag::TagCode;

/// The smallest module that a phone's camera reads, in millimetres (R25).
const MIN_MODULE_MM: f64 = 0.33;
/// The smallest module that DENSO recommends, in printer dots (R25).
const MIN_MODULE_DOTS: u32 = 4;
/// A larger module is no easier to scan, and takes space from the letters; in millimetres.
const MAX_MODULE_MM: f64 = 0.9;
/// The blank margin for printers that are slightly misaligned, in millimetres.
const MARGIN_MM: f64 = 1.0;
/// Font sizes: the smallest that is legible at a bedside and the largest that is useful, in millimetres.
const FONT_SIZES_MM: (f64, f64) = (1.8, 5.0);
/// Relative to the font size.
const LETTER_WIDTH: f64 = 0.75;
const LINE_HEIGHT: f64 = 1.2;

/// A blank label, in dots.
#[derive(Clone, Copy)]
pub(crate) struct LabelArea {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) dots_per_mm: f64,
    /// The largest module that the printer can draw, in dots.
    pub(crate) max_module: u32,
}

impl LabelArea {
    /// `size` is in millimetres.
    pub(crate) fn new(size: (f64, f64), dots_per_mm: f64) -> Self {
        let dots = |mm: f64| whole(mm * dots_per_mm);
        Self { width: dots(size.0), height: dots(size.1), dots_per_mm, max_module: u32::MAX }
    }
}

/// Positions and sizes in dots, from the upper left corner of the label.
#[derive(Debug)]
pub(crate) struct LabelArrangement {
    /// The width of a module.
    pub(crate) module: u32,
    /// The upper left corner of the symbol's quiet zone.
    pub(crate) symbol: (u32, u32),
    /// The code, broken into lines.
    pub(crate) lines: Vec<String>,
    pub(crate) font_size: u32,
    /// The upper left corner of the first line.
    pub(crate) text: (u32, u32),
    pub(crate) text_width: u32,
    pub(crate) line_height: u32,
    /// Whether the lines are centred within `text_width`.
    pub(crate) is_centred: bool,
}

impl LabelArrangement {
    /// Chooses the largest module that leaves space for letters beside or below the symbol, then the largest letters.
    pub(crate) fn new(area: LabelArea, qr: &Qr, code: &TagCode) -> Result<Self, DomainError> {
        let modules = u32::try_from(qr.full_width()).unwrap_or(u32::MAX);
        let (min, max) = module_range(area);
        (min..=max)
            .rev()
            .find_map(|module| largest_letters(area, modules * module, module, code))
            .ok_or_else(|| too_small(area, modules * min))
    }
}

/// The smallest and largest useful module, in dots.
fn module_range(area: LabelArea) -> (u32, u32) {
    let dots = MIN_MODULE_MM * area.dots_per_mm;
    let min = whole(dots.ceil()).max(MIN_MODULE_DOTS);
    (min, whole(MAX_MODULE_MM * area.dots_per_mm).clamp(min, area.max_module))
}

/// The arrangement with the largest letters for a symbol of this width, if letters fit at all.
fn largest_letters(
    area: LabelArea,
    symbol_width: u32,
    module: u32,
    code: &TagCode,
) -> Option<LabelArrangement> {
    let margin = whole((MARGIN_MM * area.dots_per_mm).ceil());
    let (width, height) =
        (area.width.checked_sub(2 * margin)?, area.height.checked_sub(2 * margin)?);
    // One module of extra distance: the edges of letters are not aligned to dots.
    let taken = symbol_width + module;
    if symbol_width > width.min(height) {
        return None;
    }
    let (beside, below) = (width.saturating_sub(taken), height.saturating_sub(taken));
    let candidates = line_breaks(code)
        .into_iter()
        .flat_map(|lines| [(lines.clone(), beside, height, false), (lines, width, below, true)]);
    let fitting = candidates.filter_map(|(lines, text_width, text_height, is_centred)| {
        let font_size = font_size(area, &lines, text_width, text_height)?;
        let line_height = whole((f64::from(font_size) * LINE_HEIGHT).floor());
        let block = line_height * u32::try_from(lines.len()).ok()?;
        let (symbol, text) = if is_centred {
            let top = margin + (height - taken - block) / 2;
            ((margin + (width - symbol_width) / 2, top), (margin, top + taken))
        } else {
            let top = |block_height: u32| margin + (height - block_height) / 2;
            ((margin, top(symbol_width)), (margin + taken, top(block)))
        };
        Some(LabelArrangement {
            module,
            symbol,
            lines,
            font_size,
            text,
            text_width,
            line_height,
            is_centred,
        })
    });
    fitting.max_by_key(|arrangement| arrangement.font_size)
}

/// The possible ways to break a code into lines. Groups stay whole.
fn line_breaks(code: &TagCode) -> [Vec<String>; 3] {
    let code = code.to_string();
    let line = |from: usize, to: usize| code[from..to].to_owned();
    [
        vec![code.clone()],
        vec![line(0, 10), line(10, 16)],
        vec![line(0, 5), line(5, 10), line(10, 16)],
    ]
}

/// The largest font size at which the lines fit into this space; `None` if that would be illegible.
fn font_size(area: LabelArea, lines: &[String], width: u32, height: u32) -> Option<u32> {
    let longest = lines.iter().map(String::len).max().and_then(|n| u32::try_from(n).ok())?;
    let count = u32::try_from(lines.len()).ok()?;
    let by_width = f64::from(width) / (f64::from(longest) * LETTER_WIDTH);
    let by_height = f64::from(height) / (f64::from(count) * LINE_HEIGHT);
    let (min, max) = (FONT_SIZES_MM.0 * area.dots_per_mm, FONT_SIZES_MM.1 * area.dots_per_mm);
    let size = by_width.min(by_height).min(max);
    (size >= min).then(|| whole(size))
}

fn too_small(area: LabelArea, symbol_width: u32) -> DomainError {
    let mm = |dots: u32| f64::from(dots) / area.dots_per_mm;
    DomainError::LabelTooSmall(format!(
        "A label of {:.1} × {:.1} mm is too small: this site's QR codes need {:.1} mm each way including the \
         quiet zone, {MARGIN_MM} mm to every edge, and space for the letters beside or below.",
        mm(area.width),
        mm(area.height),
        (mm(symbol_width) * 10.0).ceil() / 10.0
    ))
}

/// Drops the fraction; negative numbers become 0.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast from a float saturates, and no label has four thousand million dots"
)]
const fn whole(dots: f64) -> u32 {
    dots as u32
}
