//! The encrypted texts, for re-encryption with a new key.

use uuid::Uuid;

/// A group of encrypted texts: one column of one table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EncryptedTable {
    /// Children's aliases.
    Aliases,
    /// Patient references.
    References,
    /// Descriptions of companions.
    Descriptions,
    /// Reasons of holds.
    Holds,
    /// Stored responses to scans.
    Answers,
    /// Notes on resolved alerts.
    Alerts,
    /// Names on family links.
    Links,
    /// Messages of finders.
    Finders,
}

impl EncryptedTable {
    /// All of them, aliases last. A process checks the aliases at its start to see whether it has all keys, so
    /// everything else must be re-encrypted before.
    pub const ALL: [Self; 8] = [
        Self::Descriptions,
        Self::Holds,
        Self::Answers,
        Self::Alerts,
        Self::Links,
        Self::Finders,
        Self::References,
        Self::Aliases,
    ];
}

/// The result of re-encrypting one batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReencryptionBatch {
    /// The last row read; `None` at the end of the table.
    pub last: Option<Uuid>,
    /// The rows whose text was not encrypted with the current key.
    pub stale: Vec<Uuid>,
}
