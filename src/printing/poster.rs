//! The poster for the wall of a place, as PDF: its name, its QR code, and what to do with it.

use super::fonts::{Fonts, Style};
use super::pdf::{Pdf, draw_symbol, points};
use super::qr::Qr;
use super::text_block::{FontSizes, HorizontalAnchor, TextBlock};
use super::text_wrap::MeasuredText;
use crate::domain::error::DomainError;
use crate::domain::string_enum::string_enum;
use crate::domain::tag::TagCode;

string_enum! {
    pub enum Paper {
        /// 210 × 297 mm.
        A4 = "a4",
        /// 8½ × 11 in.
        Letter = "letter",
    }
}

impl Paper {
    /// Width and height in millimetres.
    #[must_use]
    pub const fn size(self) -> (f64, f64) {
        match self {
            Self::A4 => (210.0, 297.0),
            Self::Letter => (215.9, 279.4),
        }
    }
}

const INSTRUCTION: &str = "Arriving with a companion? Scan this code first, then its tag.";
/// Millimetres; printers cannot print up to the edge of the paper.
const MARGIN: f64 = 15.0;
/// The height reserved for the name, in millimetres.
const NAME_HEIGHT: f64 = 80.0;
/// The width of the symbol with its quiet zone, in millimetres.
const SYMBOL: f64 = 130.0;
const NAME_SIZES: FontSizes = FontSizes { max: 110.0, min: 20.0, step: 2.0 };

pub fn poster(
    name: &str,
    code: &TagCode,
    qr: &Qr,
    paper: Paper,
    fonts: &Fonts,
) -> Result<Vec<u8>, DomainError> {
    let (width, height) = paper.size();
    let name_area = (points(width - 2.0 * MARGIN), points(NAME_HEIGHT));
    let measured = MeasuredText::new(name, Style::LABEL, fonts)?;
    let heading = TextBlock::fitted(&measured, name_area, NAME_SIZES)?;
    let (instruction, letters) = (fonts.line(INSTRUCTION)?, fonts.line(&code.to_string())?);
    let middle = points(width) / 2.0;
    let module = SYMBOL / f64::from(u32::try_from(qr.full_width()).unwrap_or(u32::MAX));
    let mut pdf = Pdf::new(name, Some("en"));
    pdf.add_page((width, height), |page| {
        // A short name is centred in the height reserved for it.
        let top = points(MARGIN) + (points(NAME_HEIGHT) - heading.height()) / 2.0;
        heading.draw(page, HorizontalAnchor::Middle(middle), top);
        let top = MARGIN + NAME_HEIGHT + 10.0;
        draw_symbol(page, qr, ((width - SYMBOL) / 2.0, top), module);
        let size = (points(width - 2.0 * MARGIN) / instruction.width).min(18.0);
        instruction.draw_centred(page, middle, points(top + SYMBOL + 12.0), size);
        letters.draw_centred(page, middle, points(top + SYMBOL + 24.0), 16.0);
    });
    Ok(pdf.finish())
}
