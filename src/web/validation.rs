//! Validated values of request bodies: each kind of text is a type of its own, checked while it is deserialized.

use std::borrow::Cow;

use deserr::{Deserr, IntoValue, ValuePointerRef};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use uuid::Uuid;

use crate::domain::account::password::{self, MAX_LENGTH, MIN_DISTINCT, MIN_LENGTH};
use crate::domain::account::pin::Pin;
use crate::domain::string_enum::StringEnum;
use crate::domain::tag::TagCode;
use crate::domain::time::Time;
use crate::json::{JsonKey, Timestamp};
use crate::json_scalars;
use crate::web::extract::input_errors::InputErrors;

/// Free text of at most `MAX` characters before trimming; without control characters, trimmed, not empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Text<const MAX: usize>(pub(crate) String);

pub(crate) type ShortText = Text<80>;
/// For remarks, reasons and descriptions.
pub(crate) type LongText = Text<500>;

impl<'de, const MAX: usize> Deserialize<'de> for Text<MAX> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(from)?;
        if text.chars().count() > MAX {
            return Err(D::Error::custom(format_args!("must be at most {MAX} characters long")));
        }
        if text.chars().any(char::is_control) {
            return Err(D::Error::custom("must not contain control characters"));
        }
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Err(D::Error::custom("must not be empty"));
        }
        Ok(Self(trimmed.to_owned()))
    }
}

/// Defines a text type by its check and the error text.
macro_rules! checked_text {
    ($($(#[$doc:meta])* $name:ident: $check:expr, $advice:expr;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub(crate) struct $name(pub(crate) String);

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
    /// The hospital's own reference for a child.
    PatientRef: |text| (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic()),
        "must be 1 to 64 printable ASCII characters without spaces";
    Username: is_username, "must be 2 to 40 characters: a-z, 0-9, dot, underscore or hyphen";
    NewPassword: password::is_acceptable, format_args!(
        "must be {MIN_LENGTH} to {MAX_LENGTH} characters long, with at least {MIN_DISTINCT} different ones"
    );
    /// A username, password or PIN typed to sign in.
    TypedCredential: |text| (1..=MAX_LENGTH).contains(&text.chars().count()),
        format_args!("must be 1 to {MAX_LENGTH} characters long");
    /// A key that the site configures, such as a resting place.
    #[derive(Serialize)]
    SiteKey: is_key, "must be a key such as foot_of_bed";
}

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

/// Defines a code as scanned: the bare code or its URL.
macro_rules! scanned_codes {
    ($($(#[$doc:meta])* $name:ident: $parse:expr,)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) struct $name(pub(crate) TagCode);

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = Cow::<'de, str>::deserialize(from)?;
                if !(1..=300).contains(&text.chars().count()) {
                    return Err(D::Error::custom("must be 1 to 300 characters long"));
                }
                $parse(&text).map(Self).map_err(D::Error::custom)
            }
        }
    )+};
}

scanned_codes! {
    ScannedTag: TagCode::parse,
    ScannedPlace: TagCode::parse_place,
}

/// 2000-01-01.
const EARLIEST: Time = Time::from_millis(946_684_800_000);

/// When something happened, by the clock of a phone, which may have been reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PlausibleTime(pub(crate) Time);

impl<'de> Deserialize<'de> for PlausibleTime {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let Timestamp(at) = Timestamp::deserialize(from)?;
        if at < EARLIEST {
            return Err(D::Error::custom("must not be before 2000-01-01"));
        }
        Ok(Self(at))
    }
}

/// An id that a phone generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct UuidV7(pub(crate) Uuid);

impl<'de> Deserialize<'de> for UuidV7 {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let Id(id) = Id::deserialize(from)?;
        let wrong = || D::Error::custom("must be a UUIDv7 generated by the phone");
        (id.get_version_num() == 7).then_some(Self(id)).ok_or_else(wrong)
    }
}

/// A list with at least one item and none twice.
#[derive(Clone, Debug)]
pub(crate) struct Distinct<T>(pub(crate) Vec<T>);

impl<T: Deserr<InputErrors> + PartialEq> Deserr<InputErrors> for Distinct<T> {
    fn deserialize_from_value<V: IntoValue>(
        value: deserr::Value<V>,
        location: ValuePointerRef<'_>,
    ) -> Result<Self, InputErrors> {
        let items = Vec::<T>::deserialize_from_value(value, location)?;
        let is_repeated = |nth: &usize| items[..*nth].contains(&items[*nth]);
        if items.is_empty() {
            return Err(InputErrors::at(location, "must list at least one"));
        }
        match (0..items.len()).find(is_repeated) {
            Some(nth) => {
                Err(InputErrors::at(location.push_index(nth), "must not repeat an earlier item"))
            }
            None => Ok(Self(items)),
        }
    }
}

impl<T: serde::Serialize> serde::Serialize for Distinct<T> {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(to)
    }
}

/// Only the form in openapi.yaml: 36 characters, hyphenated.
pub(crate) fn parse_uuid(text: &str) -> Option<Uuid> {
    Uuid::try_parse(text).ok().filter(|_| text.len() == 36)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Id(pub(crate) Uuid);

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(from)?;
        parse_uuid(&text).map(Self).ok_or_else(|| D::Error::custom("must be a hyphenated UUID"))
    }
}

/// A whole number from 1 to `MAX`. As in JSON Schema, 24.0 is as whole as 24.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Count<const MAX: u32>(pub(crate) u32);

impl<'de, const MAX: u32> Deserialize<'de> for Count<MAX> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let number = serde_json::Number::deserialize(from)?;
        let whole = number.as_f64().filter(|value| value.fract() == 0.0);
        let count = whole.and_then(|value| value.to_string().parse().ok());
        let wrong = || D::Error::custom(format_args!("must be a whole number from 1 to {MAX}"));
        count.filter(|count| (1..=MAX).contains(count)).map(Self).ok_or_else(wrong)
    }
}

/// A member of a PATCH body that null clears.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Nullable<T> {
    #[default]
    LeftOut,
    Null,
    Value(T),
}

impl<T> Nullable<T> {
    /// `None` to leave it as it is, `Some(None)` to clear it.
    #[expect(
        clippy::option_option,
        reason = "use cases take a change as an option of the new value"
    )]
    pub(crate) fn change<U>(self, value: impl FnOnce(T) -> U) -> Option<Option<U>> {
        match self {
            Self::LeftOut => None,
            Self::Null => Some(None),
            Self::Value(new) => Some(Some(value(new))),
        }
    }
}

impl<T: Deserr<InputErrors>> Deserr<InputErrors> for Nullable<T> {
    fn deserialize_from_value<V: IntoValue>(
        value: deserr::Value<V>,
        location: ValuePointerRef<'_>,
    ) -> Result<Self, InputErrors> {
        match value {
            deserr::Value::Null => Ok(Self::Null),
            value => T::deserialize_from_value(value, location).map(Self::Value),
        }
    }
}

pub(crate) struct NewPin(pub(crate) Pin);

impl<'de> Deserialize<'de> for NewPin {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(from)?;
        Pin::parse(&text).map(Self).map_err(|error| D::Error::custom(error.advice()))
    }
}

/// The value of a member that may only be null, which clears it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoValue {}

impl<'de> Deserialize<'de> for NoValue {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(D::Error::custom("may only be null, which clears it"))
    }
}

json_scalars! {
    Text<MAX> where [const MAX: usize];
    Count<MAX> where [const MAX: u32];
    JsonKey<T> where [T: StringEnum];
    Timestamp;
    PatientRef;
    Username;
    NewPassword;
    TypedCredential;
    ScannedTag;
    ScannedPlace;
    PlausibleTime;
    UuidV7;
    SiteKey;
    Id;
    NewPin;
    NoValue;
}
