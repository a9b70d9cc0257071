//! Web Push: the site's public key, and the checked parts of a browser's subscription.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::json_scalars;

/// The public VAPID key; without one the site offers no push notifications.
#[derive(Clone, Debug, Default)]
pub struct PushConfig(pub Option<String>);

const MAX_ENDPOINT_LENGTH: usize = 1000;
/// The first byte of an uncompressed curve point.
const UNCOMPRESSED: u8 = 4;

/// A push service's URL: https at the default port. Whether its address is public is checked when sending.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Endpoint(pub(crate) String);

impl<'de> Deserialize<'de> for Endpoint {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(from)?;
        if is_endpoint(&text) {
            Ok(Self(text.into_owned()))
        } else {
            Err(D::Error::custom("must be an https URL of at most 1000 characters"))
        }
    }
}

fn is_endpoint(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://") else { return false };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, _) = rest.split_at(end);
    let host = authority.strip_suffix(":443").unwrap_or(authority);
    let is_host_byte = |b: u8| b.is_ascii_alphanumeric() || b".-".contains(&b);
    text.len() <= MAX_ENDPOINT_LENGTH
        && text.bytes().all(|b| b.is_ascii_graphic() && !b"\\\"<>^`{|}#".contains(&b))
        && !host.is_empty()
        && host.bytes().all(is_host_byte)
}

/// Bytes in base64url, as browsers write their keys.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Base64Url<const N: usize>(pub(crate) [u8; N]);

impl<'de, const N: usize> Deserialize<'de> for Base64Url<N> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(from)?;
        let bytes = URL_SAFE_NO_PAD.decode(text.as_bytes()).ok();
        let bytes = bytes.and_then(|bytes| bytes.try_into().ok());
        let wrong = || D::Error::custom(format_args!("must be {N} bytes in base64url"));
        bytes.map(Self).ok_or_else(wrong)
    }
}

/// An uncompressed P-256 point in base64url.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct P256Point(pub(crate) [u8; 65]);

impl<'de> Deserialize<'de> for P256Point {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let Base64Url(bytes) = Base64Url::<65>::deserialize(from)?;
        if bytes[0] == UNCOMPRESSED {
            Ok(Self(bytes))
        } else {
            Err(D::Error::custom("must be an uncompressed P-256 point"))
        }
    }
}

json_scalars! {
    Base64Url<N> where [const N: usize];
    Endpoint;
    P256Point;
}
