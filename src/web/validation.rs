//! Text at the door: each kind of text is its own type, checked while it is read.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use uuid::Uuid;

use crate::domain::account::pin::Pin;

/// Written text of at most `MOST` characters as sent: no control characters, trimmed, not empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text<const MOST: usize>(pub String);

/// A name.
pub type ShortText = Text<80>;
/// A remark, a reason, a description.
pub type LongText = Text<500>;

impl<'de, const MOST: usize> Deserialize<'de> for Text<MOST> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(from)?;
        if text.chars().count() > MOST {
            return Err(D::Error::custom(format_args!("must be at most {MOST} characters long")));
        }
        if text.chars().any(char::is_control) {
            return Err(D::Error::custom("must hold no control characters"));
        }
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Err(D::Error::custom("must not be empty"));
        }
        Ok(Self(trimmed.to_owned()))
    }
}

/// Defines a text type by its check and what it says when the check fails.
macro_rules! checked_text {
    ($($(#[$doc:meta])* $name:ident: $check:expr, $advice:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name(pub String);

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = Cow::<'de, str>::deserialize(from)?;
                let fits: fn(&str) -> bool = $check;
                if fits(&text) { Ok(Self(text.into_owned())) } else { Err(D::Error::custom($advice)) }
            }
        }
    )+};
}

checked_text! {
    /// The hospital's own key for a child.
    PatientRef: |text| (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic()),
        "must be 1 to 64 printable ASCII characters without spaces";
    /// A user name.
    Username: is_username, "must be 2 to 40 of a-z, 0-9, dot, underscore and hyphen";
    /// A password that somebody chooses.
    NewPassword: is_password, "must be 12 to 128 characters long, of at least 5 different ones";
    /// Anything somebody types to sign in.
    Typed: |text| (1..=128).contains(&text.chars().count()), "must be 1 to 128 characters long";
    /// A tag's or place's code as it was scanned: bare or a whole address.
    Scanned: |text| (1..=300).contains(&text.chars().count()), "must be 1 to 300 characters long";
    /// A key of the site, such as a resting place.
    SiteKey: is_key, "must be a key such as foot_of_bed";
}

/// Whether somebody may choose it as a password. What is long and of few letters is guessed soon.
#[must_use]
pub fn is_password(text: &str) -> bool {
    let different: BTreeSet<_> = text.chars().collect();
    (12..=128).contains(&text.chars().count()) && different.len() >= 5
}

/// Whether it has the form of a user name.
#[must_use]
pub fn is_username(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b);
    (2..=40).contains(&text.len()) && text.bytes().all(allowed)
}

fn is_key(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    (1..=60).contains(&text.len())
        && text.bytes().all(allowed)
        && text.starts_with(|c: char| c.is_ascii_lowercase())
}

/// A UUID in the one form that the contract writes: 36 characters, hyphenated.
#[must_use]
pub fn uuid(text: &str) -> Option<Uuid> {
    Uuid::try_parse(text).ok().filter(|_| text.len() == 36)
}

/// An id in a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Id(pub Uuid);

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(from)?;
        uuid(&text).map(Self).ok_or_else(|| D::Error::custom("must be a UUID, hyphenated"))
    }
}

/// A whole number from 1 to `MOST`. As in JSON Schema, 24.0 is as whole as 24.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count<const MOST: u32>(pub u32);

impl<'de, const MOST: u32> Deserialize<'de> for Count<MOST> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let number = serde_json::Number::deserialize(from)?;
        let whole = number.as_f64().filter(|value| value.fract() == 0.0);
        let count = whole.and_then(|value| value.to_string().parse().ok());
        let wrong = || D::Error::custom(format_args!("must be a whole number from 1 to {MOST}"));
        count.filter(|count| (1..=MOST).contains(count)).map(Self).ok_or_else(wrong)
    }
}

/// A member that may be left out, be null (take away) or be given: `None`, `Some(None)`, `Some(_)`.
///
/// # Errors
/// What reading the value says.
pub fn nullable<'de, T, D>(from: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::<T>::deserialize(from).map(Some)
}

/// A PIN that somebody chooses.
pub struct ChosenPin(pub Pin);

impl<'de> Deserialize<'de> for ChosenPin {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(from)?;
        Pin::parse(&text).map(Self).map_err(|fault| D::Error::custom(fault.advice()))
    }
}

/// A member that may only be null: it takes something away, and nobody gives it here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nothing {}

impl<'de> Deserialize<'de> for Nothing {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(D::Error::custom("may only be null, which takes it away"))
    }
}
