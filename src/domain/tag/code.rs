//! The code on a tag or a place: twelve random characters and a check character.
//!
//! The characters are Crockford's 32 (no I, L, O or U), read as the elements of GF(32). The check
//! character makes d0·α^12 + d1·α^11 + … + d11·α + d12 = 0, where α is a root of x⁵ + x³ + x² + x + 1. A single
//! wrong character changes the sum by e·αⁿ, which is never 0. Swapping two characters changes it by
//! (a + b)(αⁿ + αᵐ). That is 0 only if they are equal: α has order 31, so the powers of the thirteen positions all
//! differ. Every swap is detected, also of characters that are not neighbours. Crockford's own check is a remainder
//! modulo 37; its additional symbols do not exist in QR's alphanumeric mode.

use std::{error::Error, fmt};

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const RANDOM_LENGTH: usize = 12;
const LENGTH: usize = RANDOM_LENGTH + 1;
/// x⁵ + x³ + x² + x + 1. It is irreducible, and 31 is a prime, so each root generates the whole field.
const POLYNOMIAL: u8 = 0b10_1111;

/// A code with a valid check character.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TagCode([u8; LENGTH]);

/// Why a typed or scanned text is no code. No error contains more than one character of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagCodeError {
    /// Empty, or a URL that is not a tag's.
    NotACode,
    /// A character that no code has.
    BadCharacter(char),
    /// Carries the number of characters found.
    WrongLength(usize),
    /// The check character is wrong: one character is mistyped, or two are swapped.
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

    /// Parses a tag's code as people type it: in any case, with or without hyphens and spaces, with I or L for 1 and O
    /// for 0. Also accepts a scanned URL of any host that ends in `/T/<code>`.
    pub fn parse(text: &str) -> Result<Self, TagCodeError> {
        Self::from_characters(code_in_address(text, "t")?)
    }

    /// Parses a place's code, alone or in a URL that ends in `/P/<code>`.
    pub fn parse_place(text: &str) -> Result<Self, TagCodeError> {
        Self::from_characters(code_in_address(text, "p")?)
    }

    /// The thirteen characters without hyphens, as they are stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }

    fn from_characters(text: &str) -> Result<Self, TagCodeError> {
        let mut digits = [0; LENGTH];
        let mut found = 0;
        for character in text.chars().filter(|c| *c != '-' && !c.is_whitespace()) {
            let digit = digit_value(character).ok_or(TagCodeError::BadCharacter(character))?;
            if let Some(free) = digits.get_mut(found) {
                *free = digit;
            }
            found += 1;
        }
        match found {
            0 => Err(TagCodeError::NotACode),
            LENGTH if check_digit(&digits[..RANDOM_LENGTH]) != digits[RANDOM_LENGTH] => {
                Err(TagCodeError::CheckFailed)
            }
            LENGTH => Ok(Self(digits.map(|digit| ALPHABET[usize::from(digit)]))),
            _ => Err(TagCodeError::WrongLength(found)),
        }
    }
}

/// The code in a URL that ends in `/<kind>/<code>`, or the whole text if it is no URL.
fn code_in_address<'a>(text: &'a str, kind: &str) -> Result<&'a str, TagCodeError> {
    let path = text.split(['?', '#']).next().unwrap_or_default().trim().trim_end_matches('/');
    let Some((front, code)) = path.rsplit_once('/') else {
        return if text.contains('/') { Err(TagCodeError::NotACode) } else { Ok(text) };
    };
    match front.rsplit_once('/') {
        Some((_, last)) if last.eq_ignore_ascii_case(kind) => Ok(code),
        _ => Err(TagCodeError::NotACode),
    }
}

/// The digit of a character, with the look-alikes that Crockford allows.
fn digit_value(character: char) -> Option<u8> {
    let plain = match character.to_ascii_uppercase() {
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

/// The digit that makes the weighted sum zero, computed by Horner's rule.
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

/// Shows only the first group: logs must not contain codes.
impl fmt::Debug for TagCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Code({}-…)", &self.as_str()[..4])
    }
}

impl fmt::Display for TagCodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotACode => f.write_str("not a valid code; codes look like K7QF-M2XA-9RD3-W"),
            Self::BadCharacter(character) => {
                write!(f, "codes do not contain the character {character:?}")
            }
            Self::WrongLength(found) => {
                write!(f, "a code has {LENGTH} characters, this one has {found}")
            }
            Self::CheckFailed => f.write_str(
                "the check character does not match: a character is wrong, or two are swapped",
            ),
        }
    }
}

impl Error for TagCodeError {}
