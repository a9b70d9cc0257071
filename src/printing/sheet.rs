//! Tag labels as a vector PDF: on sheets of labels, or on a roll of wristbands.

use krilla::surface::Surface;

use super::fonts::{Fonts, Line};
use super::label_layout::{LabelArea, LabelArrangement};
use super::layout::Layout;
use super::pdf::{Pdf, draw_symbol, points};
use super::qr::Qr;
use crate::domain::error::DomainError;
use crate::domain::tag::TagCode;

/// The content of one label.
pub struct Sticker {
    pub code: TagCode,
    /// Holds the tag's URL.
    pub qr: Qr,
}

/// The baseline of a line, as a part of its font size.
const BASELINE: f64 = 0.9;

/// Draws one label per sticker, on as many pages as needed. `first` is the first unused label of the first page,
/// counted from 0: a sheet may be partly used.
pub fn sheet(
    stickers: &[Sticker],
    layout: &Layout,
    first: u32,
    fonts: &Fonts,
) -> Result<Vec<u8>, DomainError> {
    let area = LabelArea::new(layout.label_size(), layout.dots_per_mm());
    let labels = stickers.iter().map(|sticker| Label::new(sticker, area, fonts));
    let labels = labels.collect::<Result<Vec<_>, _>>()?;
    let mut pdf = Pdf::new("Tags", Some("en"));
    let mut rest = labels.as_slice();
    let mut position = first.min(layout.labels_per_page() - 1);
    while !rest.is_empty() {
        let free = usize::try_from(layout.labels_per_page() - position).unwrap_or(usize::MAX);
        let (on_this_page, later) = rest.split_at(free.min(rest.len()));
        pdf.add_page(layout.page_size(), |surface| {
            for (label, index) in on_this_page.iter().zip(position..) {
                label.draw(surface, layout.label_corner(index), layout.dots_per_mm());
            }
        });
        (rest, position) = (later, 0);
    }
    Ok(pdf.finish())
}

struct Label<'a> {
    qr: &'a Qr,
    arrangement: LabelArrangement,
    lines: Vec<Line>,
}

impl<'a> Label<'a> {
    fn new(sticker: &'a Sticker, area: LabelArea, fonts: &Fonts) -> Result<Self, DomainError> {
        let arrangement = LabelArrangement::new(area, &sticker.qr, &sticker.code)?;
        let lines =
            arrangement.lines.iter().map(|line| fonts.line(line)).collect::<Result<_, _>>()?;
        Ok(Self { qr: &sticker.qr, arrangement, lines })
    }

    fn draw(&self, surface: &mut Surface<'_>, corner: (f64, f64), dots_per_mm: f64) {
        let arrangement = &self.arrangement;
        // The label starts at a whole dot, so that every edge of the symbol is between two dots of the printer.
        let dots = |mm: f64| (mm * dots_per_mm).round();
        let origin = (dots(corner.0), dots(corner.1));
        let mm = |from: f64, dots: u32| (from + f64::from(dots)) / dots_per_mm;
        let position = |(x, y): (u32, u32)| (mm(origin.0, x), mm(origin.1, y));
        let module = mm(0.0, arrangement.module);
        draw_symbol(surface, self.qr, position(arrangement.symbol), module);
        let width = points(mm(0.0, arrangement.text_width));
        let widest = self.lines.iter().map(|line| line.width).fold(0.0, f32::max);
        let size = points(mm(0.0, arrangement.font_size)).min(width / widest);
        let (left, top) = position(arrangement.text);
        for (line, nth) in self.lines.iter().zip(0..) {
            let inset =
                if arrangement.is_centred { (width - line.width * size) / 2.0 } else { 0.0 };
            let baseline =
                mm(0.0, nth * arrangement.line_height) + mm(0.0, arrangement.font_size) * BASELINE;
            line.draw(surface, points(left) + inset, points(top + baseline), size);
        }
    }
}
