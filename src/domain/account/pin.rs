//! PINs: what staff type on an enrolled phone instead of their password (R31).

/// 4 to 8 digits without an obvious pattern.
#[derive(Clone, PartialEq, Eq)]
pub struct Pin(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinError {
    /// Not 4 to 8 digits.
    NotDigits,
    AllEqual,
    /// Consecutive digits, as on the keypad: 1234, 9876, 7890.
    Sequence,
}

impl Pin {
    pub fn parse(text: &str) -> Result<Self, PinError> {
        if !(4..=8).contains(&text.len()) || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(PinError::NotDigits);
        }
        match stride(text.as_bytes()) {
            Some(0) => Err(PinError::AllEqual),
            Some(1 | 9) => Err(PinError::Sequence),
            _ => Ok(Self(text.to_owned())),
        }
    }

    #[must_use]
    pub fn into_digits(self) -> String {
        self.0
    }
}

/// The difference between neighbouring digits modulo 10, if it is the same throughout.
fn stride(digits: &[u8]) -> Option<u8> {
    let mut steps = digits.windows(2).map(|pair| (pair[1] + 10 - pair[0]) % 10);
    let first = steps.next()?;
    steps.all(|step| step == first).then_some(first)
}

impl PinError {
    /// The message beside the form field.
    #[must_use]
    pub const fn advice(self) -> &'static str {
        match self {
            Self::NotDigits => "must be 4 to 8 digits",
            Self::AllEqual => "must not repeat a single digit",
            Self::Sequence => "must not be consecutive digits, such as 1234 or 8765",
        }
    }
}

/// Hides the digits.
impl std::fmt::Debug for Pin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pin")
    }
}
