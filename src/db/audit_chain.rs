//! The audit's seals: each entry is bound to the one before by a hash under the site's key, so that whoever can
//! write to the database can still not change, take out or reorder what it says without being found out.

use subtle::ConstantTimeEq as _;

use super::error::Error;
use super::key_ring::{KeySet, mac};
use super::transaction::Tx;
use crate::domain::audit::{AuditContext, AuditEntry, AuditRead, ChainError, ChainHead};
use crate::domain::event::Event;
use crate::domain::string_enum::StringEnum as _;
use crate::json::hex;

/// The seal before the first entry.
const NOTHING: [u8; 32] = [0; 32];
/// How many entries a check reads at once.
const AT_ONCE: i64 = 1000;

/// What whoever lacks the chain's key is told.
const NO_KEY: &str =
    "the audit is sealed by a key that this process was not given: set STUFFY_AUDIT_KEY to it";

/// Whether this process may go on with the chain.
///
/// # Errors
/// [`Error::Broken`] where it lacks the key; what the database answers.
pub(crate) fn check_key(tx: &mut Tx<'_>, keys: &KeySet) -> Result<(), Error> {
    head(tx, keys).map(drop)
}

/// Where the chain ends, for whoever may go on from there: without its key they would break it for ever.
fn head(tx: &mut Tx<'_>, keys: &KeySet) -> Result<Option<ChainHead>, Error> {
    match tx.audit_head()? {
        Some(head) if keys.of(&head.key).is_none() => Err(Error::Broken(NO_KEY.to_owned())),
        head => Ok(head),
    }
}

/// What came of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainReport {
    /// How many entries there are, as far as they were read.
    pub entries: i64,
    /// How many of them no key sealed: those from before the site had one.
    pub bare: i64,
    /// The last seal, in hexadecimal.
    pub seal: String,
    /// The first fault.
    pub fault: Option<ChainError>,
}

/// Writes down what was told and seen in this transaction, at the end of the chain. Last of all, so that nobody
/// waits for the chain while they hold what somebody else at its end wants.
pub(crate) fn append(tx: &mut Tx<'_>, errand: &AuditContext, keys: &KeySet) -> Result<(), Error> {
    let told = std::mem::take(&mut tx.deeds);
    let seen = std::mem::take(&mut tx.seen);
    if told.is_empty() && seen.is_empty() {
        return Ok(());
    }
    tx.lock_audit()?;
    let (mut seq, mut before) =
        head(tx, keys)?.map_or((0, NOTHING.to_vec()), |head| (head.seq, head.seal));
    let (key, secret) = keys.current();
    let change = |event: &Event| AuditRead::of_change(event, errand.clone());
    let notes = told.iter().map(change).chain(seen);
    let entries: Vec<_> = notes
        .map(|note| {
            seq += 1;
            before = seal(secret, &before, seq, &key, &note);
            AuditEntry { seq, note, key: key.clone(), seal: before.clone() }
        })
        .collect();
    tx.add_audit(&entries)?;
    let end = ending(secret, seq, &before);
    tx.save_audit_head(&ChainHead { seq, seal: before, key, end })
}

/// How far a chain was followed.
#[derive(Clone, Debug)]
pub(crate) struct ChainProgress {
    last: i64,
    seal: Vec<u8>,
    /// By which key the last entry is sealed.
    key: String,
    /// How many entries no key sealed.
    bare: i64,
}

impl Default for ChainProgress {
    fn default() -> Self {
        Self { last: 0, seal: NOTHING.to_vec(), key: String::new(), bare: 0 }
    }
}

/// Follows the chain for some entries more; says so when it has come to its end or its first fault.
///
/// # Errors
/// What the database answers.
pub(crate) fn verify_batch(
    tx: &mut Tx<'_>,
    keys: &KeySet,
    mut so_far: ChainProgress,
) -> Result<Result<ChainReport, ChainProgress>, Error> {
    let entries = tx.audit_after(so_far.last, AT_ONCE)?;
    if entries.is_empty() {
        let fault = so_far.fault_at_the_end(tx.audit_head()?.as_ref(), keys);
        return Ok(Ok(so_far.checked(fault)));
    }
    for entry in entries {
        if let Some(fault) = so_far.fault_of(&entry, keys) {
            return Ok(Ok(so_far.checked(Some(fault))));
        }
        so_far.bare += i64::from(entry.key.is_empty());
        (so_far.last, so_far.seal, so_far.key) = (entry.seq, entry.seal, entry.key);
    }
    Ok(Err(so_far))
}

impl ChainProgress {
    fn checked(self, fault: Option<ChainError>) -> ChainReport {
        ChainReport { entries: self.last, bare: self.bare, seal: hex(&self.seal), fault }
    }

    fn fault_of(&self, entry: &AuditEntry, keys: &KeySet) -> Option<ChainError> {
        if entry.seq != self.last + 1 {
            return Some(ChainError::Missing(self.last));
        }
        if self.bare < self.last && entry.key.is_empty() {
            return Some(ChainError::Unsealed(entry.seq));
        }
        let Some(secret) = keys.of(&entry.key) else {
            return Some(ChainError::UnknownKey(entry.seq));
        };
        let expected = seal(secret, &self.seal, entry.seq, &entry.key, &entry.note);
        (!same(&expected, &entry.seal)).then_some(ChainError::Altered(entry.seq))
    }

    /// The head says where the chain ends, under the key that sealed its last entry.
    fn fault_at_the_end(&self, head: Option<&ChainHead>, keys: &KeySet) -> Option<ChainError> {
        let Some(head) = head else {
            return (self.last > 0).then_some(ChainError::Altered(self.last));
        };
        let sealed = |secret: &[u8]| same(&ending(secret, head.seq, &head.seal), &head.end);
        let whole = head.seq == self.last
            && head.key == self.key
            && same(&head.seal, &self.seal)
            && keys.of(&head.key).is_some_and(sealed);
        (!whole).then_some(ChainError::Shortened(self.last))
    }
}

/// Everything that an entry says, each part with its length before it, so that no two entries are written alike.
fn seal(secret: &[u8], before: &[u8], seq: i64, key: &str, note: &AuditRead) -> Vec<u8> {
    let AuditRead { at, deed, errand, topic } = note;
    let about = &errand.about;
    let uuid = |id: Option<uuid::Uuid>| id.map(|id| id.into_bytes().to_vec()).unwrap_or_default();
    let parts: [Vec<u8>; 12] = [
        seq.to_be_bytes().to_vec(),
        at.millis().to_be_bytes().to_vec(),
        deed.key().into(),
        errand.doer.key().into(),
        uuid(errand.id),
        errand.way.clone().into(),
        uuid(errand.request),
        topic.clone().unwrap_or_default().into(),
        uuid(about.subject),
        uuid(about.journey.map(crate::domain::id::JourneyId::uuid)),
        uuid(about.visit.map(crate::domain::id::VisitId::uuid)),
        key.into(),
    ];
    let parts: Vec<&[u8]> =
        std::iter::once(before).chain(parts.iter().map(Vec::as_slice)).collect();
    mac(secret, &parts)
}

fn ending(secret: &[u8], seq: i64, seal: &[u8]) -> Vec<u8> {
    mac(secret, &[b"the end", &seq.to_be_bytes(), seal])
}

fn same(one: &[u8], other: &[u8]) -> bool {
    one.ct_eq(other).into()
}
