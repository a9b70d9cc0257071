//! A place's code for its wall, as PDF: the name, the symbol, what to do with it.

use super::Qr;
use super::face::whole;
use super::fonts::{Fonts, Line};
use super::pdf::{Pdf, points, symbol};
use crate::domain::refusal::Refusal;
use crate::domain::tag::Code;
use crate::domain::words::keyed;

keyed! {
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
/// From one line to the next, as a part of the letters' size.
const LEADING: f32 = 1.2;

/// Draws the poster of a place.
///
/// # Errors
/// [`Refusal::LetterMissing`] where the name has a letter that no font has.
pub fn poster(
    name: &str,
    code: &Code,
    qr: &Qr,
    paper: Paper,
    fonts: &Fonts,
) -> Result<Vec<u8>, Refusal> {
    let (width, height) = paper.size();
    let lines = Lines::fit(name, points(width - 2.0 * EDGE), points(NAME), fonts)?;
    let (advice, letters) = (fonts.line(ADVICE)?, fonts.line(&code.to_string())?);
    let middle = points(width) / 2.0;
    let module = SYMBOL / f64::from(u32::try_from(qr.framed_width()).unwrap_or(u32::MAX));
    let mut pdf = Pdf::begin(name);
    pdf.page((width, height), |page| {
        // Few lines stand in the middle of the name's part.
        let block = lines.size * LEADING * lines.height();
        let mut foot = points(EDGE) + (points(NAME) - block) / 2.0 + lines.size * 0.95;
        for line in &lines.lines {
            line.draw_centred(page, middle, foot, lines.size);
            foot += lines.size * LEADING;
        }
        let top = EDGE + NAME + 10.0;
        symbol(page, qr, ((width - SYMBOL) / 2.0, top), module);
        let size = (points(width - 2.0 * EDGE) / advice.width).min(18.0);
        advice.draw_centred(page, middle, points(top + SYMBOL + 12.0), size);
        letters.draw_centred(page, middle, points(top + SYMBOL + 24.0), 16.0);
    });
    Ok(pdf.finish())
}

/// A name broken into lines of the largest letters that fit.
struct Lines {
    lines: Vec<Line>,
    size: f32,
}

impl Lines {
    fn fit(name: &str, width: f32, height: f32, fonts: &Fonts) -> Result<Self, Refusal> {
        let (largest, smallest, less) = LETTERS;
        let tries = f64::from((largest - smallest) / less);
        for nth in 0..whole(tries) {
            let size = f32::from(u16::try_from(nth).unwrap_or(u16::MAX)).mul_add(-less, largest);
            let most = f64::from(height / (size * LEADING));
            if let Some(lines) = broken(name, width / size, fonts)?
                && lines.len() <= usize::try_from(whole(most)).unwrap_or(usize::MAX)
            {
                return Ok(Self { lines, size });
            }
        }
        Ok(Self { lines: cut(name, width / smallest, fonts)?, size: smallest })
    }

    fn height(&self) -> f32 {
        f32::from(u16::try_from(self.lines.len()).unwrap_or(u16::MAX))
    }
}

/// Breaks between words; nothing where a word alone is too wide.
fn broken(name: &str, width: f32, fonts: &Fonts) -> Result<Option<Vec<Line>>, Refusal> {
    let mut lines: Vec<Line> = Vec::new();
    let mut words = String::new();
    for word in name.split_whitespace() {
        let longer = if words.is_empty() { word.to_owned() } else { format!("{words} {word}") };
        if fonts.line(&longer)?.width <= width {
            words = longer;
            continue;
        }
        if words.is_empty() {
            return Ok(None);
        }
        lines.push(fonts.line(&words)?);
        word.clone_into(&mut words);
        if fonts.line(word)?.width > width {
            return Ok(None);
        }
    }
    lines.push(fonts.line(&words)?);
    Ok(Some(lines))
}

/// Breaks anywhere: for a name that has no words, or one too long for a line.
fn cut(name: &str, width: f32, fonts: &Fonts) -> Result<Vec<Line>, Refusal> {
    let mut lines = Vec::new();
    let mut letters = String::new();
    for letter in name.chars() {
        letters.push(letter);
        if fonts.line(&letters)?.width > width {
            letters.pop();
            lines.push(fonts.line(&letters)?);
            letters = String::from(letter);
        }
    }
    lines.push(fonts.line(&letters)?);
    Ok(lines)
}
