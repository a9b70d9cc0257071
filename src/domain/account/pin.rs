//! A PIN: what somebody types on an enrolled phone instead of the password (R31).

/// 4 to 8 digits that are not the first that anybody would try.
#[derive(Clone, PartialEq, Eq)]
pub struct Pin(String);

/// Why something is no PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinError {
    /// Something else than 4 to 8 digits.
    NotDigits,
    /// The same digit over and over.
    AllEqual,
    /// Digits in a row, as on the pad: 1234, 9876, 7890.
    Sequence,
}

impl Pin {
    /// Takes a text for a PIN.
    ///
    /// # Errors
    /// What is wrong with it.
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

    /// The digits.
    #[must_use]
    pub fn into_digits(self) -> String {
        self.0
    }
}

/// By how much each digit is more than the one before, where it is the same all along; after 9 comes 0.
fn stride(digits: &[u8]) -> Option<u8> {
    let mut steps = digits.windows(2).map(|pair| (pair[1] + 10 - pair[0]) % 10);
    let first = steps.next()?;
    steps.all(|step| step == first).then_some(first)
}

impl PinError {
    /// What is wrong, as one reads it beside the field.
    #[must_use]
    pub const fn advice(self) -> &'static str {
        match self {
            Self::NotDigits => "must be 4 to 8 digits",
            Self::AllEqual => "must not be the same digit over and over",
            Self::Sequence => "must not be digits in a row, such as 1234 or 8765",
        }
    }
}

impl std::fmt::Debug for Pin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pin")
    }
}
