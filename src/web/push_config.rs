//! What a browser says of itself when it asks to be told of news, and whether this site can tell anybody.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

/// The public half of the key that our name is put by; without one nothing is offered.
#[derive(Clone, Debug, Default)]
pub struct PushConfig(pub Option<String>);

/// The longest address of a push service that is taken.
const ENDPOINT: usize = 1000;
/// An uncompressed point begins so.
const UNCOMPRESSED: u8 = 4;

/// Where a push service takes messages: by https, at the usual port. Whether it is an address that may be sent
/// to is seen when it is.
#[derive(Clone, PartialEq, Eq)]
pub struct Endpoint(pub String);

impl<'de> Deserialize<'de> for Endpoint {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(from)?;
        if is_endpoint(&text) {
            Ok(Self(text.into_owned()))
        } else {
            Err(D::Error::custom("must be an https address of at most 1000 characters"))
        }
    }
}

fn is_endpoint(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://") else { return false };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, _) = rest.split_at(end);
    let host = authority.strip_suffix(":443").unwrap_or(authority);
    let is_name = |b: u8| b.is_ascii_alphanumeric() || b".-".contains(&b);
    text.len() <= ENDPOINT
        && text.bytes().all(|b| b.is_ascii_graphic() && !b"\\\"<>^`{|}#".contains(&b))
        && !host.is_empty()
        && host.bytes().all(is_name)
}

/// Bytes in base64url, as browsers write their keys.
#[derive(Clone, PartialEq, Eq)]
pub struct Bytes<const N: usize>(pub [u8; N]);

impl<'de, const N: usize> Deserialize<'de> for Bytes<N> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(from)?;
        let bytes = URL_SAFE_NO_PAD.decode(text.as_bytes()).ok();
        let bytes = bytes.and_then(|bytes| bytes.try_into().ok());
        let wrong = || D::Error::custom(format_args!("must be {N} bytes in base64url"));
        bytes.map(Self).ok_or_else(wrong)
    }
}

/// A point of P-256 as browsers give it.
#[derive(Clone, PartialEq, Eq)]
pub struct Point(pub [u8; 65]);

impl<'de> Deserialize<'de> for Point {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let Bytes(bytes) = Bytes::<65>::deserialize(from)?;
        if bytes[0] == UNCOMPRESSED {
            Ok(Self(bytes))
        } else {
            Err(D::Error::custom("must be an uncompressed point of P-256"))
        }
    }
}
