//! Tags on sheets of labels, or on a roll of wristbands, as vector PDF.

use krilla::surface::Surface;

use super::Qr;
use super::fonts::Fonts;
use super::label_layout::{LabelArea, LabelArrangement};
use super::pdf::{Pdf, points, symbol};
use super::stock::Layout;
use crate::domain::error::DomainError;
use crate::domain::tag::TagCode;

/// What goes on one label: the code, and the symbol of its address.
pub struct Sticker {
    /// The code, for people.
    pub code: TagCode,
    /// The symbol, for phones.
    pub qr: Qr,
}

/// Draws one label for each sticker, from the `first` place of the first page on (counted from 0), on as many
/// pages as it takes.
///
/// # Errors
/// [`Refusal::LabelTooSmall`].
pub fn sheet(
    stickers: &[Sticker],
    layout: &Layout,
    first: u32,
    fonts: &Fonts,
) -> Result<Vec<u8>, DomainError> {
    let blank = LabelArea::of(layout.label(), layout.dots_per_mm());
    let drawn = stickers.iter().map(|sticker| Label::arrange(sticker, blank, fonts));
    let labels = drawn.collect::<Result<Vec<_>, _>>()?;
    let mut pdf = Pdf::begin("Tags", Some("en"));
    let mut rest = labels.as_slice();
    let mut place = first.min(layout.places() - 1);
    while !rest.is_empty() {
        let free = usize::try_from(layout.places() - place).unwrap_or(usize::MAX);
        let (here, later) = rest.split_at(free.min(rest.len()));
        pdf.page(layout.page(), |page| {
            for (label, nth) in here.iter().zip(place..) {
                label.draw(page, layout.corner(nth), layout.dots_per_mm());
            }
        });
        (rest, place) = (later, 0);
    }
    Ok(pdf.finish())
}

/// A label whose face is arranged.
struct Label<'a> {
    qr: &'a Qr,
    face: LabelArrangement,
    lines: Vec<super::fonts::Line>,
}

impl<'a> Label<'a> {
    fn arrange(sticker: &'a Sticker, blank: LabelArea, fonts: &Fonts) -> Result<Self, DomainError> {
        let face = LabelArrangement::arrange(blank, &sticker.qr, &sticker.code)?;
        let lines = face.lines.iter().map(|line| fonts.line(line)).collect::<Result<_, _>>()?;
        Ok(Self { qr: &sticker.qr, face, lines })
    }

    fn draw(&self, on: &mut Surface<'_>, corner: (f64, f64), dots_per_mm: f64) {
        // Begun on a whole dot, every edge of the symbol falls between two dots of the printer.
        let on_dot = |mm: f64| (mm * dots_per_mm).round();
        let origin = (on_dot(corner.0), on_dot(corner.1));
        let mm = |from: f64, dots: u32| (from + f64::from(dots)) / dots_per_mm;
        let place = |(x, y): (u32, u32)| (mm(origin.0, x), mm(origin.1, y));
        symbol(on, self.qr, place(self.face.symbol), mm(0.0, self.face.module));
        let width = points(mm(0.0, self.face.text_width));
        let widest = self.lines.iter().map(|line| line.width).fold(0.0, f32::max);
        let size = points(mm(0.0, self.face.letters)).min(width / widest);
        let (left, top) = place(self.face.text);
        for (line, nth) in self.lines.iter().zip(0..) {
            let inset = if self.face.centred { (width - line.width * size) / 2.0 } else { 0.0 };
            // The letters stand at nine tenths of their line's height.
            let foot = mm(0.0, nth * self.face.line_height) + mm(0.0, self.face.letters) * 0.9;
            line.draw(on, points(left) + inset, points(top + foot), size);
        }
    }
}
