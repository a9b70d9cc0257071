//! The code on a tag or a place: twelve random characters and one that guards them.
//!
//! The characters are Crockford's 32 (no I, L, O or U), read as the elements of GF(32). The check
//! character is the one for which d0·α^12 + d1·α^11 + … + d11·α + d12 = 0, where α is a root of
//! x⁵ + x³ + x² + x + 1. A single wrong character changes the sum by e·αⁿ, which is never 0. Swapping two
//! characters changes it by (a + b)(αⁿ + αᵐ), which is 0 only where they are equal, for α has order 31 and
//! the powers of thirteen positions are all different: neighbours or not, every swap is caught.
//! Crockford's own check takes the remainder by 37, whose extra signs QR's alphanumeric mode lacks.

use std::{error::Error, fmt};

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const RANDOM_LENGTH: usize = 12;
const LENGTH: usize = RANDOM_LENGTH + 1;
/// x⁵ + x³ + x² + x + 1, irreducible; as 31 is a prime, each of its roots generates the whole field.
const POLYNOMIAL: u8 = 0b10_1111;

/// A code whose check character is known to be right.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TagCode([u8; LENGTH]);

/// Why something that was typed or scanned is no code. None of them repeats more than one letter of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagCodeError {
    /// Nothing was given, or an address that is not a tag's.
    NotACode,
    /// A letter that no code has.
    BadCharacter(char),
    /// Too few or too many letters; this many were found.
    WrongLength(usize),
    /// The check letter does not go with the others: one is mistyped, or two are swapped.
    CheckFailed,
}

impl TagCode {
    /// Makes a code from the first 60 of 64 random bits.
    #[must_use]
    pub fn from_entropy(random: [u8; 8]) -> Self {
        let bits = u64::from_be_bytes(random) >> 4;
        let mut digits = [0; LENGTH];
        for (place, digit) in digits.iter_mut().take(RANDOM_LENGTH).enumerate() {
            *digit = (bits >> (5 * (RANDOM_LENGTH - 1 - place)) & 31) as u8;
        }
        digits[RANDOM_LENGTH] = check_digit(&digits[..RANDOM_LENGTH]);
        Self(digits.map(|digit| ALPHABET[usize::from(digit)]))
    }

    /// Reads a tag's code as people and phones give it: in any case, with hyphens or spaces or without, with
    /// I or L for 1 and O for 0; or the whole scanned address, whatever its host, that ends in `/T/<code>`.
    ///
    /// # Errors
    /// When it is no code, or one that was mistyped.
    pub fn parse(text: &str) -> Result<Self, TagCodeError> {
        Self::from_letters(code_in_address(text, "t")?)
    }

    /// Reads a place's code, alone or in an address that ends in `/P/<code>`.
    ///
    /// # Errors
    /// When it is no code, or one that was mistyped.
    pub fn parse_place(text: &str) -> Result<Self, TagCodeError> {
        Self::from_letters(code_in_address(text, "p")?)
    }

    /// The thirteen characters without hyphens, as they are kept.
    #[must_use]
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }

    fn from_letters(text: &str) -> Result<Self, TagCodeError> {
        let mut digits = [0; LENGTH];
        let mut found = 0;
        for letter in text.chars().filter(|c| *c != '-' && !c.is_whitespace()) {
            let digit = digit_value(letter).ok_or(TagCodeError::BadCharacter(letter))?;
            if let Some(free) = digits.get_mut(found) {
                *free = digit;
            }
            found += 1;
        }
        match found {
            0 => Err(TagCodeError::NotACode),
            LENGTH if check_digit(&digits[..RANDOM_LENGTH]) != digits[RANDOM_LENGTH] => Err(TagCodeError::CheckFailed),
            LENGTH => Ok(Self(digits.map(|digit| ALPHABET[usize::from(digit)]))),
            _ => Err(TagCodeError::WrongLength(found)),
        }
    }
}

/// The code in an address that ends in `/<room>/<code>`, or the whole text when it is no address.
fn code_in_address<'a>(text: &'a str, room: &str) -> Result<&'a str, TagCodeError> {
    let path = text.split(['?', '#']).next().unwrap_or_default().trim().trim_end_matches('/');
    let Some((front, code)) = path.rsplit_once('/') else {
        return if text.contains('/') { Err(TagCodeError::NotACode) } else { Ok(text) };
    };
    match front.rsplit_once('/') {
        Some((_, last)) if last.eq_ignore_ascii_case(room) => Ok(code),
        _ => Err(TagCodeError::NotACode),
    }
}

/// What a letter stands for, with the readings Crockford allows.
fn digit_value(letter: char) -> Option<u8> {
    let plain = match letter.to_ascii_uppercase() {
        'I' | 'L' => '1',
        'O' => '0',
        other => other,
    };
    ALPHABET
        .iter()
        .zip(0u8..)
        .find(|(known, _)| char::from(**known) == plain)
        .map(|(_, digit)| digit)
}

/// The digit that makes the weighted sum zero, by Horner's rule.
fn check_digit(digits: &[u8]) -> u8 {
    digits.iter().fold(0, |sum, digit| times_alpha(sum ^ digit))
}

const fn times_alpha(element: u8) -> u8 {
    let doubled = element << 1;
    if doubled & 32 == 0 { doubled } else { doubled ^ POLYNOMIAL }
}

impl fmt::Display for TagCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.as_str();
        write!(f, "{}-{}-{}-{}", &code[..4], &code[4..8], &code[8..12], &code[12..])
    }
}

/// Shows the first group alone, for logs carry no codes.
impl fmt::Debug for TagCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Code({}-…)", &self.as_str()[..4])
    }
}

impl fmt::Display for TagCodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotACode => f.write_str("this is not a code; one looks like K7QF-M2XA-9RD3-W"),
            Self::BadCharacter(letter) => write!(f, "no code has the letter {letter:?}"),
            Self::WrongLength(found) => write!(f, "a code has {LENGTH} letters, this has {found}"),
            Self::CheckFailed => {
                f.write_str("the check letter does not fit: a letter is wrong, or two are swapped")
            }
        }
    }
}

impl Error for TagCodeError {}
