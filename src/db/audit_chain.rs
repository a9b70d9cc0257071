//! The hash chain of the audit log. Each entry has a MAC over the previous one under the site's key, so that a change,
//! deletion or reordering in the database is detected.

use subtle::ConstantTimeEq as _;

use super::error::Error;
use super::key_ring::{KeySet, mac};
use super::transaction::Tx;
use crate::domain::audit::{AuditContext, AuditEntry, AuditRecord, ChainError, ChainHead};
use crate::domain::event::Event;
use crate::domain::string_enum::StringEnum as _;
use crate::json::hex;

/// Stands for the previous MAC at the first entry.
const INITIAL_MAC: [u8; 32] = [0; 32];
/// How many entries one read verifies.
const BATCH_SIZE: i64 = 1000;

const NO_KEY: &str =
    "the audit log is signed with a key that is not configured: set STUFFY_AUDIT_KEY to it";

/// Fails if this process lacks the key of the last entry. Appending without it would break the chain permanently.
pub(crate) fn check_key(tx: &mut Tx<'_>, keys: &KeySet) -> Result<(), Error> {
    head(tx, keys).map(drop)
}

fn head(tx: &mut Tx<'_>, keys: &KeySet) -> Result<Option<ChainHead>, Error> {
    match tx.audit_head()? {
        Some(head) if keys.secret(&head.key).is_none() => Err(Error::Internal(NO_KEY.to_owned())),
        head => Ok(head),
    }
}

/// The result of verifying the whole chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainReport {
    /// How many entries were read until the end or the first error.
    pub entries: i64,
    /// How many of them are unsigned, from before the site had a key.
    pub unsigned: i64,
    /// The MAC of the last entry, in hexadecimal.
    pub last_hash: String,
    pub error: Option<ChainError>,
}

/// Appends what this transaction changed and read. It runs last in the transaction: the lock on the end of the chain
/// must not be held while the transaction waits for other locks.
pub(crate) fn append(tx: &mut Tx<'_>, context: &AuditContext, keys: &KeySet) -> Result<(), Error> {
    let changes = std::mem::take(&mut tx.changes);
    let reads = std::mem::take(&mut tx.audit_records);
    if changes.is_empty() && reads.is_empty() {
        return Ok(());
    }
    tx.lock_audit()?;
    let (mut seq, mut previous) =
        head(tx, keys)?.map_or((0, INITIAL_MAC.to_vec()), |head| (head.seq, head.last_mac));
    let (key, secret) = keys.current();
    let change = |event: &Event| AuditRecord::of_change(event, context.clone());
    let records = changes.iter().map(change).chain(reads);
    let entries: Vec<_> = records
        .map(|record| {
            seq += 1;
            previous = entry_mac(secret, &previous, seq, &key, &record);
            AuditEntry { seq, record, key: key.clone(), mac: previous.clone() }
        })
        .collect();
    tx.add_audit(&entries)?;
    let closing = closing_mac(secret, seq, &previous);
    tx.save_audit_head(&ChainHead { seq, last_mac: previous, key, closing })
}

/// How far the chain has been verified.
#[derive(Clone, Debug)]
pub(crate) struct ChainProgress {
    last: i64,
    last_mac: Vec<u8>,
    /// The id of the key of the last entry.
    key: String,
    unsigned: i64,
}

impl Default for ChainProgress {
    fn default() -> Self {
        Self { last: 0, last_mac: INITIAL_MAC.to_vec(), key: String::new(), unsigned: 0 }
    }
}

/// The outcome of verifying one batch.
pub(crate) enum BatchResult {
    /// The chain ended, or an error was found.
    Done(ChainReport),
    Continue(ChainProgress),
}

pub(crate) fn verify_batch(
    tx: &mut Tx<'_>,
    keys: &KeySet,
    mut progress: ChainProgress,
) -> Result<BatchResult, Error> {
    let entries = tx.audit_after(progress.last, BATCH_SIZE)?;
    if entries.is_empty() {
        let error = progress.error_at_end(tx.audit_head()?.as_ref(), keys);
        return Ok(BatchResult::Done(progress.report(error)));
    }
    for entry in entries {
        if let Some(error) = progress.error_of(&entry, keys) {
            return Ok(BatchResult::Done(progress.report(Some(error))));
        }
        progress.unsigned += i64::from(entry.key.is_empty());
        (progress.last, progress.last_mac, progress.key) = (entry.seq, entry.mac, entry.key);
    }
    Ok(BatchResult::Continue(progress))
}

impl ChainProgress {
    fn report(self, error: Option<ChainError>) -> ChainReport {
        ChainReport {
            entries: self.last,
            unsigned: self.unsigned,
            last_hash: hex(&self.last_mac),
            error,
        }
    }

    fn error_of(&self, entry: &AuditEntry, keys: &KeySet) -> Option<ChainError> {
        if entry.seq != self.last + 1 {
            return Some(ChainError::Missing(self.last));
        }
        if self.unsigned < self.last && entry.key.is_empty() {
            return Some(ChainError::Unsigned(entry.seq));
        }
        let Some(secret) = keys.secret(&entry.key) else {
            return Some(ChainError::UnknownKey(entry.seq));
        };
        let expected = entry_mac(secret, &self.last_mac, entry.seq, &entry.key, &entry.record);
        (!same(&expected, &entry.mac)).then_some(ChainError::Altered(entry.seq))
    }

    /// The head must name the last entry and be signed with the same key.
    fn error_at_end(&self, head: Option<&ChainHead>, keys: &KeySet) -> Option<ChainError> {
        let Some(head) = head else {
            return (self.last > 0).then_some(ChainError::Altered(self.last));
        };
        let valid_mac =
            |secret: &[u8]| same(&closing_mac(secret, head.seq, &head.last_mac), &head.closing);
        let complete = head.seq == self.last
            && head.key == self.key
            && same(&head.last_mac, &self.last_mac)
            && keys.secret(&head.key).is_some_and(valid_mac);
        (!complete).then_some(ChainError::Shortened(self.last))
    }
}

/// The MAC over every field of an entry. Each part is prefixed by its length, so no two entries share an encoding.
/// The values are covered and the column names are not.
fn entry_mac(secret: &[u8], previous: &[u8], seq: i64, key: &str, record: &AuditRecord) -> Vec<u8> {
    let AuditRecord { at, action, context, topic } = record;
    let subject = &context.subject;
    let uuid = |id: Option<uuid::Uuid>| id.map(|id| id.into_bytes().to_vec()).unwrap_or_default();
    let parts: [Vec<u8>; 12] = [
        seq.to_be_bytes().to_vec(),
        at.millis().to_be_bytes().to_vec(),
        action.key().into(),
        context.actor.key().into(),
        uuid(context.actor_id),
        context.route.clone().into(),
        uuid(context.request_id),
        topic.clone().unwrap_or_default().into(),
        uuid(subject.id),
        uuid(subject.journey.map(crate::domain::id::JourneyId::uuid)),
        uuid(subject.visit.map(crate::domain::id::VisitId::uuid)),
        key.into(),
    ];
    let parts: Vec<&[u8]> =
        std::iter::once(previous).chain(parts.iter().map(Vec::as_slice)).collect();
    mac(secret, &parts)
}

fn closing_mac(secret: &[u8], seq: i64, last_mac: &[u8]) -> Vec<u8> {
    // The label is fixed: changing it would make stored audit heads fail verification.
    mac(secret, &[b"the end", &seq.to_be_bytes(), last_mac])
}

fn same(one: &[u8], other: &[u8]) -> bool {
    one.ct_eq(other).into()
}
