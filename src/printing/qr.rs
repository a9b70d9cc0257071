//! QR symbols at error correction level Q: a text as a square of dark and light modules.

use qrcode::{EcLevel, QrCode, Version, bits::Bits, types::QrError as EncodeError};

/// The white border that a reader needs, in modules on each side.
pub const QUIET_ZONE: usize = 4;

/// Version 10 holds the longest public URL (200 characters) with its path, and is still under 22 mm wide at 0.33 mm per
/// module.
const MAX_VERSION: i16 = 10;
const ALPHANUMERIC_SYMBOLS: &[u8] = b" $%*+-./:";

/// Level Q stays readable with a quarter of its modules worn off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    version: u8,
    width: usize,
    dark: Vec<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QrError {
    /// QR's alphanumeric mode has capitals, digits and a few symbols only.
    #[error("{0:?} is not allowed in the QR code of a label")]
    UnsupportedCharacter(char),
    #[error("the address is too long for a label: use a shorter public address")]
    TooLong,
}

impl Qr {
    /// The smallest symbol in alphanumeric mode, which labels use.
    pub fn from_address(address: &str) -> Result<Self, QrError> {
        if let Some(c) = address.chars().find(|c| !is_alphanumeric(*c)) {
            return Err(QrError::UnsupportedCharacter(c));
        }
        (1..=MAX_VERSION)
            .find_map(|version| {
                encode(version, |bits| bits.push_alphanumeric_data(address.as_bytes()))
            })
            .ok_or(QrError::TooLong)
    }

    /// The smallest symbol for any text. Used on screens, where a family's URL keeps its lower-case letters.
    pub fn from_text(text: &str) -> Result<Self, QrError> {
        (1..=MAX_VERSION)
            .find_map(|version| encode(version, |bits| bits.push_optimal_data(text.as_bytes())))
            .ok_or(QrError::TooLong)
    }

    /// The version that the standard gives to a size: version 1 is 21 modules wide, each further one 4 more.
    #[must_use]
    pub const fn version(&self) -> u8 {
        self.version
    }

    /// In modules, without the quiet zone.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.width
    }

    /// In modules, with the quiet zone.
    #[must_use]
    pub const fn full_width(&self) -> usize {
        self.width + 2 * QUIET_ZONE
    }

    /// Coordinates count from the corner of the quiet zone. Everything outside of the symbol is light.
    #[must_use]
    pub fn is_dark(&self, x: usize, y: usize) -> bool {
        let inside = |at: usize| at.checked_sub(QUIET_ZONE).filter(|at| *at < self.width);
        inside(x).zip(inside(y)).is_some_and(|(x, y)| self.dark[y * self.width + x])
    }

    /// Each run of dark modules in a row: row, first column, length.
    pub(crate) fn row_runs(&self) -> impl Iterator<Item = (usize, usize, usize)> {
        dark_runs(self.full_width(), |row, column| self.is_dark(column, row))
    }

    /// Each run of dark modules in a column: column, first row, length.
    pub(crate) fn column_runs(&self) -> impl Iterator<Item = (usize, usize, usize)> {
        dark_runs(self.full_width(), |column, row| self.is_dark(column, row))
    }
}

/// Each run of dark modules: line, start, length.
fn dark_runs(
    side: usize,
    is_dark: impl Fn(usize, usize) -> bool + Copy,
) -> impl Iterator<Item = (usize, usize, usize)> {
    let starts = move |line, at: usize| is_dark(line, at) && (at == 0 || !is_dark(line, at - 1));
    let length = move |line, at: usize| (at..side).take_while(|at| is_dark(line, *at)).count();
    let all = (0..side).flat_map(move |line| (0..side).map(move |at| (line, at)));
    all.filter(move |(line, at)| starts(*line, *at))
        .map(move |(line, at)| (line, at, length(line, at)))
}

fn is_alphanumeric(c: char) -> bool {
    c.is_ascii_digit()
        || c.is_ascii_uppercase()
        || (c.is_ascii() && ALPHANUMERIC_SYMBOLS.contains(&(c as u8)))
}

/// `None` if the data does not fit this version.
fn encode(version: i16, push: impl Fn(&mut Bits) -> Result<(), EncodeError>) -> Option<Qr> {
    let mut bits = Bits::new(Version::Normal(version));
    push(&mut bits).ok()?;
    bits.push_terminator(EcLevel::Q).ok()?;
    let code = QrCode::with_bits(bits, EcLevel::Q).ok()?;
    let dark = code.to_colors().into_iter().map(|module| module == qrcode::Color::Dark).collect();
    Some(Qr { version: u8::try_from(version).ok()?, width: code.width(), dark })
}
