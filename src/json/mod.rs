//! JSON formats shared by the database and the API.

mod audit;

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::domain::string_enum::StringEnum;
use crate::domain::time::Time;

pub use audit::{AuditEntryResponse, AuditEvent};

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let digit = |digit: u8| char::from_digit(digit.into(), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// A [`StringEnum`] value as a JSON string, by its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JsonKey<T>(pub T);

impl<T: StringEnum> Serialize for JsonKey<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.0.key())
    }
}

impl<'de, T: StringEnum> Deserialize<'de> for JsonKey<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(from)?;
        T::from_key(&text).map(JsonKey).ok_or_else(|| {
            let known: Vec<_> = T::ALL.iter().map(|word| word.key()).collect();
            D::Error::custom(format_args!("must be one of: {}", known.join(", ")))
        })
    }
}

/// A [`Time`] as RFC 3339, written in UTC with milliseconds and read with any offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub Time);

impl std::fmt::Display for Timestamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let at = jiff::Timestamp::from_millisecond(self.0.millis()).unwrap_or_default();
        write!(f, "{at:.3}")
    }
}

impl std::str::FromStr for Timestamp {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let at: jiff::Timestamp =
            text.parse().map_err(|_| "must be a time such as 2026-11-22T09:14:03.120Z")?;
        Ok(Self(Time::from_millis(at.as_millisecond())))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(from)?;
        text.parse().map_err(D::Error::custom)
    }
}
