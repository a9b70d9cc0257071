//! What names a child rests sealed under the site's key: names, references, and whatever somebody wrote in words.
//!
//! A store's threads each have its ring of keys at hand, and so a column, or a word inside JSON, seals itself as
//! it is written and opens itself as it is read. Without a key texts rest as they are. Each seal is
//! XChaCha20-Poly1305 under a nonce of its own: two like names are not alike at rest, and so a reference is found
//! again by its mark, an HMAC of it.

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

/// What a sealed text begins with: a control character, which no door lets in.
const SEALED: char = '\u{1}';
const NONCE: usize = 24;

thread_local! {
    static RING: RefCell<Option<Arc<KeyRing>>> = const { RefCell::new(None) };
    static STALE: Cell<u64> = const { Cell::new(0) };
}

/// The keys in their use: the first seals, all of them open.
pub(crate) struct KeyRing(Vec<FieldCipher>);

struct FieldCipher {
    id: String,
    cipher: XChaCha20Poly1305,
    marking: Vec<u8>,
}

impl KeyRing {
    pub(crate) fn of(keys: &KeySet) -> Self {
        Self(keys.all().iter().map(FieldCipher::of).collect())
    }

    fn seal(&self, text: &str) -> Result<String, &'static str> {
        match self.0.first() {
            // Of nothing, nothing is to be hidden; what was purged stays empty.
            Some(sealer) if !text.is_empty() => sealer.seal(text),
            _ => Ok(text.to_owned()),
        }
    }

    fn open(&self, rested: String) -> Result<String, &'static str> {
        if !self.is_fresh(&rested) {
            STALE.set(STALE.get() + 1);
        }
        if !rested.starts_with(SEALED) {
            return Ok(rested);
        }
        let (id, sealed) = parts(&rested).ok_or(BROKEN)?;
        self.by(id).ok_or(NO_KEY)?.open(sealed)
    }

    fn by(&self, id: &str) -> Option<&FieldCipher> {
        self.0.iter().find(|sealer| sealer.id == id)
    }

    /// Whether a text rests as it would if it were written now.
    fn is_fresh(&self, rested: &str) -> bool {
        match (self.0.first(), parts(rested)) {
            (Some(sealer), Some((id, _))) => sealer.id == id,
            (Some(_), None) => rested.is_empty(),
            (None, by) => by.is_none(),
        }
    }
}

/// By which key a text is sealed, and what is sealed; nothing where it rests open.
fn parts(rested: &str) -> Option<(&str, &str)> {
    rested.strip_prefix(SEALED)?.split_once('.')
}

const BROKEN: &str = "a sealed text was altered";
const NO_KEY: &str = "a text is sealed by a key that this process was not given";

impl FieldCipher {
    fn of(key: &key_ring::Key) -> Self {
        let sealing: [u8; 32] =
            mac(&key.secret, &[b"sealing"]).try_into().expect("an HMAC-SHA256 is 32 bytes long");
        Self {
            id: key.id.clone(),
            cipher: XChaCha20Poly1305::new(&Key::from(sealing)),
            marking: mac(&key.secret, &[b"marking"]),
        }
    }

    fn seal(&self, text: &str) -> Result<String, &'static str> {
        let nonce = random::bytes::<NONCE>();
        let sealed = self.cipher.encrypt(&XNonce::from(nonce), text.as_bytes());
        let sealed = sealed.map_err(|_| "a text could not be sealed")?;
        Ok(format!("{SEALED}{}.{}", self.id, BASE64.encode([&nonce[..], &sealed].concat())))
    }

    fn open(&self, sealed: &str) -> Result<String, &'static str> {
        let bytes = BASE64.decode(sealed).map_err(|_| BROKEN)?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>().ok_or(BROKEN)?;
        let text = self.cipher.decrypt(&XNonce::from(*nonce), sealed).map_err(|_| BROKEN)?;
        String::from_utf8(text).map_err(|_| BROKEN)
    }
}

/// Gives this thread its store's ring.
pub(crate) fn with_key_ring(ring: Arc<KeyRing>) {
    RING.set(Some(ring));
}

/// A thread without a ring must not write a name down open.
fn with_ring<T>(work: impl FnOnce(&KeyRing) -> Result<T, &'static str>) -> Result<T, &'static str> {
    let outside = "names are sealed and opened on a store's own threads alone";
    RING.with_borrow(|ring| work(ring.as_deref().ok_or(outside)?))
}

/// Does some reading, and tells whether it met a text that would rest otherwise if it were written now.
pub(crate) fn track_stale<T>(work: impl FnOnce() -> T) -> (T, bool) {
    let before = STALE.get();
    let read = work();
    (read, STALE.get() != before)
}

/// What a reference is found by at rest, under each key, the one in use first; nothing where there is no key.
pub(crate) fn reference_hashes(reference: &str) -> Vec<(String, Vec<u8>)> {
    let mark =
        |sealer: &FieldCipher| (sealer.id.clone(), mac(&sealer.marking, &[reference.as_bytes()]));
    with_ring(|ring| Ok(ring.0.iter().map(mark).collect())).unwrap_or_default()
}

/// The names of the keys at hand.
pub(crate) fn key_ids() -> Vec<String> {
    let ids = |ring: &KeyRing| Ok(ring.0.iter().map(|sealer| sealer.id.clone()).collect());
    with_ring(ids).unwrap_or_default()
}

/// How a text rests that is written anew, where it would rest otherwise than it does; opened, it is the same.
pub(crate) fn reencrypted(rested: &str) -> Result<Option<String>, &'static str> {
    with_ring(|ring| {
        if ring.is_fresh(rested) {
            return Ok(None);
        }
        ring.seal(&ring.open(rested.to_owned())?).map(Some)
    })
}

/// Whether a text that begins so can be opened by a key that is at hand.
pub(crate) fn is_known(beginning: &str) -> bool {
    let known = |id: &str| with_ring(|ring| Ok(ring.by(id).is_some()));
    parts(beginning).is_none_or(|(id, _)| known(id) == Ok(true))
}

/// How many signs tell by which key a text is sealed: the mark, 16 hexadecimal digits and a dot.
pub(crate) const TELLING: i32 = 18;

/// A text that is sealed in its column or in its JSON, and open in hand.
#[derive(Clone, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct Encrypted(pub(crate) String);

impl std::fmt::Debug for Encrypted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sealed")
    }
}

impl From<String> for Encrypted {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<Encrypted> for String {
    fn from(sealed: Encrypted) -> Self {
        sealed.0
    }
}

impl ToSql<Text, Sqlite> for Encrypted {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(with_ring(|ring| ring.seal(&self.0))?);
        Ok(IsNull::No)
    }
}

impl ToSql<Text, Pg> for Encrypted {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        use std::io::Write as _;
        out.write_all(with_ring(|ring| ring.seal(&self.0))?.as_bytes())?;
        Ok(IsNull::No)
    }
}

impl<DB> FromSql<Text, DB> for Encrypted
where
    DB: Backend,
    String: FromSql<Text, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        let rested = String::from_sql(value)?;
        Ok(Self(with_ring(|ring| ring.open(rested))?))
    }
}

impl Serialize for Encrypted {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let sealed = with_ring(|ring| ring.seal(&self.0)).map_err(serde::ser::Error::custom)?;
        to.serialize_str(&sealed)
    }
}

impl<'de> Deserialize<'de> for Encrypted {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let rested = String::deserialize(from)?;
        with_ring(|ring| ring.open(rested)).map(Self).map_err(serde::de::Error::custom)
    }
}

/// The same where there may be no text.
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
