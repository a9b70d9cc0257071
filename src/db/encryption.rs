//! Encryption at rest of everything that identifies a child: names, patient references and free text.
//!
//! Each worker thread has the key ring in a thread-local, so that columns and texts inside JSON are encrypted when
//! written and decrypted when read. Without a key, texts are stored in plain. The cipher is XChaCha20-Poly1305 with a
//! random nonce, so equal texts have different ciphertexts. A patient reference is therefore looked up by its hash,
//! an HMAC.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use chacha20poly1305::aead::{Aead as _, KeyInit as _};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::Pg;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{Nullable, Text};
use diesel::sqlite::Sqlite;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::key_ring::{self, KeySet, mac};
use crate::random;

/// The prefix of an encrypted text: a control character, which no input may contain.
const PREFIX: char = '\u{1}';
const NONCE: usize = 24;

thread_local! {
    static KEY_RING: RefCell<Option<Arc<KeyRing>>> = const { RefCell::new(None) };
    static STALE_READS: Cell<u64> = const { Cell::new(0) };
}

/// The ciphers of all keys: the first encrypts, all of them decrypt.
pub(crate) struct KeyRing(Vec<FieldCipher>);

struct FieldCipher {
    id: String,
    cipher: XChaCha20Poly1305,
    hash_key: Vec<u8>,
}

impl KeyRing {
    pub(crate) fn new(keys: &KeySet) -> Self {
        Self(keys.all().iter().map(FieldCipher::new).collect())
    }

    fn encrypt(&self, text: &str) -> Result<String, &'static str> {
        match self.0.first() {
            // An empty text hides nothing, and purged texts stay empty.
            Some(cipher) if !text.is_empty() => cipher.encrypt(text),
            _ => Ok(text.to_owned()),
        }
    }

    fn decrypt(&self, stored: String) -> Result<String, &'static str> {
        if !self.is_current(&stored) {
            STALE_READS.set(STALE_READS.get() + 1);
        }
        if !stored.starts_with(PREFIX) {
            return Ok(stored);
        }
        let (id, encrypted) = parts(&stored).ok_or(ALTERED)?;
        self.cipher(id).ok_or(NO_KEY)?.decrypt(encrypted)
    }

    fn cipher(&self, id: &str) -> Option<&FieldCipher> {
        self.0.iter().find(|cipher| cipher.id == id)
    }

    /// Whether a text is stored as it would be stored now.
    fn is_current(&self, stored: &str) -> bool {
        match (self.0.first(), parts(stored)) {
            (Some(cipher), Some((id, _))) => cipher.id == id,
            (Some(_), None) => stored.is_empty(),
            (None, key) => key.is_none(),
        }
    }
}

/// The key id and ciphertext of a stored text; `None` if it is plain text.
fn parts(stored: &str) -> Option<(&str, &str)> {
    stored.strip_prefix(PREFIX)?.split_once('.')
}

const ALTERED: &str = "an encrypted field was altered";
const NO_KEY: &str = "a field is encrypted with a key that is not configured";

impl FieldCipher {
    fn new(key: &key_ring::Key) -> Self {
        // The labels are fixed: changing one would make stored data unreadable.
        let encryption_key: [u8; 32] =
            mac(&key.secret, &[b"sealing"]).try_into().expect("an HMAC-SHA256 is 32 bytes long");
        Self {
            id: key.id.clone(),
            cipher: XChaCha20Poly1305::new(&Key::from(encryption_key)),
            hash_key: mac(&key.secret, &[b"marking"]),
        }
    }

    fn encrypt(&self, text: &str) -> Result<String, &'static str> {
        let nonce = random::bytes::<NONCE>();
        let encrypted = self.cipher.encrypt(&XNonce::from(nonce), text.as_bytes());
        let encrypted = encrypted.map_err(|_| "a text could not be encrypted")?;
        Ok(format!("{PREFIX}{}.{}", self.id, BASE64.encode([&nonce[..], &encrypted].concat())))
    }

    fn decrypt(&self, encrypted: &str) -> Result<String, &'static str> {
        let bytes = BASE64.decode(encrypted).map_err(|_| ALTERED)?;
        let (nonce, encrypted) = bytes.split_first_chunk::<NONCE>().ok_or(ALTERED)?;
        let text = self.cipher.decrypt(&XNonce::from(*nonce), encrypted).map_err(|_| ALTERED)?;
        String::from_utf8(text).map_err(|_| ALTERED)
    }
}

/// Sets the key ring of this thread.
pub(crate) fn set_key_ring(ring: Arc<KeyRing>) {
    KEY_RING.set(Some(ring));
}

/// Fails on a thread without a key ring, which must not store names in plain.
fn with_ring<T>(work: impl FnOnce(&KeyRing) -> Result<T, &'static str>) -> Result<T, &'static str> {
    let outside = "texts are encrypted and decrypted only on database threads";
    KEY_RING.with_borrow(|ring| work(ring.as_deref().ok_or(outside)?))
}

/// Runs `work` and reports whether it read a text that would be stored differently now.
pub(crate) fn track_stale<T>(work: impl FnOnce() -> T) -> (T, bool) {
    let before = STALE_READS.get();
    let result = work();
    (result, STALE_READS.get() != before)
}

/// The hashes of a patient reference under every key, with the key ids. Empty without a key.
pub(crate) fn reference_hashes(reference: &str) -> Vec<(String, Vec<u8>)> {
    let hash =
        |cipher: &FieldCipher| (cipher.id.clone(), mac(&cipher.hash_key, &[reference.as_bytes()]));
    with_ring(|ring| Ok(ring.0.iter().map(hash).collect())).unwrap_or_default()
}

pub(crate) fn key_ids() -> Vec<String> {
    let ids = |ring: &KeyRing| Ok(ring.0.iter().map(|cipher| cipher.id.clone()).collect());
    with_ring(ids).unwrap_or_default()
}

/// The text encrypted with the current key, or `None` if it is stored that way already.
pub(crate) fn reencrypted(stored: &str) -> Result<Option<String>, &'static str> {
    with_ring(|ring| {
        if ring.is_current(stored) {
            return Ok(None);
        }
        ring.encrypt(&ring.decrypt(stored.to_owned())?).map(Some)
    })
}

/// Whether a stored text with this prefix can be decrypted.
pub(crate) fn can_decrypt(prefix: &str) -> bool {
    let known = |id: &str| with_ring(|ring| Ok(ring.cipher(id).is_some()));
    parts(prefix).is_none_or(|(id, _)| known(id) == Ok(true))
}

/// The length of the prefix that identifies the key: a control character, 16 hexadecimal digits and a dot.
pub(crate) const KEY_PREFIX_LENGTH: i32 = 18;

/// A text that is encrypted in its column or JSON, and plain in memory.
#[derive(Clone, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct Encrypted(pub(crate) String);

impl std::fmt::Debug for Encrypted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Encrypted")
    }
}

impl From<String> for Encrypted {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<Encrypted> for String {
    fn from(encrypted: Encrypted) -> Self {
        encrypted.0
    }
}

impl ToSql<Text, Sqlite> for Encrypted {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(with_ring(|ring| ring.encrypt(&self.0))?);
        Ok(IsNull::No)
    }
}

impl ToSql<Text, Pg> for Encrypted {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        use std::io::Write as _;
        out.write_all(with_ring(|ring| ring.encrypt(&self.0))?.as_bytes())?;
        Ok(IsNull::No)
    }
}

impl<DB> FromSql<Text, DB> for Encrypted
where
    DB: Backend,
    String: FromSql<Text, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        let stored = String::from_sql(value)?;
        Ok(Self(with_ring(|ring| ring.decrypt(stored))?))
    }
}

impl Serialize for Encrypted {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let encrypted =
            with_ring(|ring| ring.encrypt(&self.0)).map_err(serde::ser::Error::custom)?;
        to.serialize_str(&encrypted)
    }
}

impl<'de> Deserialize<'de> for Encrypted {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let stored = String::deserialize(from)?;
        with_ring(|ring| ring.decrypt(stored)).map(Self).map_err(serde::de::Error::custom)
    }
}

/// An optional encrypted text.
#[derive(Clone, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Nullable<Text>)]
pub struct MaybeEncrypted(Option<Encrypted>);

impl From<Option<String>> for MaybeEncrypted {
    fn from(text: Option<String>) -> Self {
        Self(text.map(Encrypted))
    }
}

impl From<MaybeEncrypted> for Option<String> {
    fn from(maybe: MaybeEncrypted) -> Self {
        maybe.0.map(String::from)
    }
}

impl<DB> ToSql<Nullable<Text>, DB> for MaybeEncrypted
where
    DB: Backend,
    Option<Encrypted>: ToSql<Nullable<Text>, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.to_sql(out)
    }
}

impl<DB> FromSql<Nullable<Text>, DB> for MaybeEncrypted
where
    DB: Backend,
    Option<Encrypted>: FromSql<Nullable<Text>, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        Option::from_sql(value).map(Self)
    }

    fn from_nullable_sql(value: Option<DB::RawValue<'_>>) -> deserialize::Result<Self> {
        Option::from_nullable_sql(value).map(Self)
    }
}
