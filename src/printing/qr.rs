//! The symbol itself: an address as a square of dark and light modules, at level Q.

use std::{error::Error, fmt};

use qrcode::{EcLevel, QrCode, Version, bits::Bits, types::QrError as Encoding};

use super::QUIET_ZONE;

/// The largest symbol that is made. Version 10 holds the longest public address there may be (200 characters)
/// with its path, and is still under 22 mm wide at the 0.33 mm a module needs.
const LARGEST: i16 = 10;
const ALPHANUMERIC_SIGNS: &[u8] = b" $%*+-./:";

/// A QR symbol at error correction level Q, which survives a quarter of its modules being worn off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    version: u8,
    width: usize,
    dark: Vec<bool>,
}

/// Why there is no symbol for a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QrError {
    /// A sign that QR's alphanumeric mode lacks, such as a small letter.
    Sign(char),
    /// More than fits the largest symbol that is made.
    TooLong,
}

impl Qr {
    /// The smallest symbol that says the address in alphanumeric mode, as labels do.
    ///
    /// # Errors
    /// When the address has other signs than that mode, or is too long for a label.
    pub fn of_address(address: &str) -> Result<Self, QrError> {
        if let Some(sign) = address.chars().find(|sign| !is_alphanumeric(*sign)) {
            return Err(QrError::Sign(sign));
        }
        (1..=LARGEST)
            .find_map(|version| {
                encode(version, |bits| bits.push_alphanumeric_data(address.as_bytes()))
            })
            .ok_or(QrError::TooLong)
    }

    /// The smallest symbol that says any text: for a screen, where a family's address keeps its small letters.
    ///
    /// # Errors
    /// When the text is too long.
    pub fn of_text(text: &str) -> Result<Self, QrError> {
        (1..=LARGEST)
            .find_map(|version| encode(version, |bits| bits.push_optimal_data(text.as_bytes())))
            .ok_or(QrError::TooLong)
    }

    /// The size of the symbol as the standard numbers it: version 1 is 21 modules wide, each next one 4 more.
    #[must_use]
    pub const fn version(&self) -> u8 {
        self.version
    }

    /// How many modules the symbol is wide and high, without the quiet zone.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.width
    }

    /// How many modules the picture is wide and high, with the quiet zone.
    #[must_use]
    pub const fn framed_width(&self) -> usize {
        self.width + 2 * QUIET_ZONE
    }

    /// Whether a module of the picture is dark; the quiet zone and all beyond it is light.
    #[must_use]
    pub fn is_dark(&self, x: usize, y: usize) -> bool {
        let inside = |at: usize| at.checked_sub(QUIET_ZONE).filter(|at| *at < self.width);
        inside(x).zip(inside(y)).is_some_and(|(x, y)| self.dark[y * self.width + x])
    }

    /// Every stretch of dark modules in a row of the picture: its row, its first column, how long it is.
    pub fn rows(&self) -> impl Iterator<Item = (usize, usize, usize)> {
        stretches(self.framed_width(), |row, column| self.is_dark(column, row))
    }

    /// Every stretch of dark modules in a column of the picture: its column, its first row, how long it is.
    pub fn columns(&self) -> impl Iterator<Item = (usize, usize, usize)> {
        stretches(self.framed_width(), |column, row| self.is_dark(column, row))
    }
}

/// Every stretch of what is dark in so many lines of so many places: its line, where it begins, how long it is.
fn stretches(
    side: usize,
    dark: impl Fn(usize, usize) -> bool + Copy,
) -> impl Iterator<Item = (usize, usize, usize)> {
    let begins = move |line, at: usize| dark(line, at) && (at == 0 || !dark(line, at - 1));
    let long = move |line, at: usize| (at..side).take_while(|at| dark(line, *at)).count();
    let all = (0..side).flat_map(move |line| (0..side).map(move |at| (line, at)));
    all.filter(move |(line, at)| begins(*line, *at))
        .map(move |(line, at)| (line, at, long(line, at)))
}

fn is_alphanumeric(sign: char) -> bool {
    sign.is_ascii_digit()
        || sign.is_ascii_uppercase()
        || (sign.is_ascii() && ALPHANUMERIC_SIGNS.contains(&(sign as u8)))
}

/// The symbol of one version, if the data fits it.
fn encode(version: i16, push: impl Fn(&mut Bits) -> Result<(), Encoding>) -> Option<Qr> {
    let mut bits = Bits::new(Version::Normal(version));
    push(&mut bits).ok()?;
    bits.push_terminator(EcLevel::Q).ok()?;
    let code = QrCode::with_bits(bits, EcLevel::Q).ok()?;
    let dark = code.to_colors().into_iter().map(|module| module == qrcode::Color::Dark).collect();
    Some(Qr { version: u8::try_from(version).ok()?, width: code.width(), dark })
}

impl fmt::Display for QrError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sign(sign) => write!(f, "{sign:?} cannot stand in a small QR code"),
            Self::TooLong => {
                f.write_str("the address is too long for a label: use a shorter public address")
            }
        }
    }
}

impl Error for QrError {}
