//! A place's code for its wall, as PDF: the name, the symbol, what to do with it.

use super::Qr;
use super::fonts::{Fonts, Style};
use super::pdf::{Pdf, points, symbol};
use super::text_wrap::{Across, Block, Text};
use crate::domain::error::DomainError;
use crate::domain::string_enum::string_enum;
use crate::domain::tag::TagCode;

string_enum! {
    /// What a poster is printed on.
    pub enum Paper {
        /// 210 × 297 mm.
        A4 = "a4",
        /// 8½ × 11 in.
        Letter = "letter",
    }
}

impl Paper {
    /// Its width and height in millimetres.
    #[must_use]
    pub const fn size(self) -> (f64, f64) {
        match self {
            Self::A4 => (210.0, 297.0),
            Self::Letter => (215.9, 279.4),
        }
    }
}

/// What to do with a poster, for whoever stands before it.
const ADVICE: &str = "Coming in with a companion? Scan this first, then its tag.";
/// What stays blank at each edge, in millimetres: no printer reaches the edge of its paper.
const EDGE: f64 = 15.0;
/// How much of the page's height is the name's, in millimetres.
const NAME: f64 = 80.0;
/// How large the symbol may be with its quiet zone, in millimetres.
const SYMBOL: f64 = 130.0;
/// The largest and the smallest letters of a name, and how much smaller each try is, in points.
const LETTERS: (f32, f32, f32) = (110.0, 20.0, 2.0);
/// Draws the poster of a place.
///
/// # Errors
/// [`Refusal::LetterMissing`] where the name has a letter that no font has.
pub fn poster(
    name: &str,
    code: &TagCode,
    qr: &Qr,
    paper: Paper,
    fonts: &Fonts,
) -> Result<Vec<u8>, DomainError> {
    let (width, height) = paper.size();
    let name_on = (points(width - 2.0 * EDGE), points(NAME));
    let large = Block::fitted(&Text::measured(name, Style::LABEL, fonts)?, name_on, LETTERS)?;
    let (advice, letters) = (fonts.line(ADVICE)?, fonts.line(&code.to_string())?);
    let middle = points(width) / 2.0;
    let module = SYMBOL / f64::from(u32::try_from(qr.framed_width()).unwrap_or(u32::MAX));
    let mut pdf = Pdf::begin(name, Some("en"));
    pdf.page((width, height), |page| {
        // Few lines stand in the middle of the name's part.
        let top = points(EDGE) + (points(NAME) - large.height()) / 2.0;
        large.draw(page, Across::Middle(middle), top);
        let top = EDGE + NAME + 10.0;
        symbol(page, qr, ((width - SYMBOL) / 2.0, top), module);
        let size = (points(width - 2.0 * EDGE) / advice.width).min(18.0);
        advice.draw_centred(page, middle, points(top + SYMBOL + 12.0), size);
        letters.draw_centred(page, middle, points(top + SYMBOL + 24.0), 16.0);
    });
    Ok(pdf.finish())
}
