//! The site's secret keys for one purpose. The first is used for new data; the others still verify or decrypt old data.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::json::hex;

/// Keys, the current one first.
#[derive(Clone, Default)]
pub struct KeySet(Vec<Key>);

#[derive(Clone)]
pub(crate) struct Key {
    /// Identifies the key without revealing it: 8 bytes of an HMAC under it, in hexadecimal.
    pub(crate) id: String,
    pub(crate) secret: Vec<u8>,
}

impl std::fmt::Debug for KeySet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KeySet({})", self.0.len())
    }
}

impl KeySet {
    /// Parses the keys of a setting: each 32 bytes in hexadecimal, the current one first. The error names the setting
    /// and never the key.
    pub fn parse(setting: &str, texts: &[String]) -> Result<Self, String> {
        let key = |text: &String| {
            let secret = unhex(text.trim()).filter(|secret| secret.len() == 32);
            let secret = secret.ok_or_else(|| format!("{setting} is not 64 hexadecimal digits"))?;
            Ok(Key { id: hex(&mac(&secret, &[b"the name of this key"])[..8]), secret })
        };
        let keys: Vec<Key> = texts.iter().map(key).collect::<Result<_, String>>()?;
        let duplicate = keys
            .iter()
            .enumerate()
            .any(|(nth, key)| keys.iter().skip(nth + 1).any(|other| other.id == key.id));
        if duplicate { Err(format!("{setting} contains a key twice")) } else { Ok(Self(keys)) }
    }

    pub(crate) fn all(&self) -> &[Key] {
        &self.0
    }

    /// The id and secret of the current key. Without any key both are empty.
    pub(crate) fn current(&self) -> (String, &[u8]) {
        self.0.first().map_or((String::new(), &[]), |key| (key.id.clone(), &key.secret))
    }

    /// The secret of the key with this id. The empty id has the empty secret.
    pub(crate) fn secret(&self, id: &str) -> Option<&[u8]> {
        if id.is_empty() {
            return Some(&[]);
        }
        self.0.iter().find(|key| key.id == id).map(|key| &key.secret[..])
    }
}

/// HMAC-SHA256 over parts, each prefixed by its length.
pub(crate) fn mac(secret: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    // Any key length is valid. With an empty key this is a hash that anyone can compute.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return Vec::new() };
    for part in parts {
        mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().to_vec()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text
        .chars()
        .map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok()))
        .collect::<Option<_>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    rest.is_empty().then(|| pairs.iter().map(|[high, low]| high << 4 | low).collect())
}
