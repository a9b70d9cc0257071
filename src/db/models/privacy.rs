//! Where texts rest that are sealed, and what came of looking at some of them.

use uuid::Uuid;

/// A column of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EncryptedTable {
    /// What children are called.
    Aliases,
    /// The hospital's keys for them.
    References,
    /// What companions look like.
    Descriptions,
    /// Why a silence was put on.
    Holds,
    /// First answers to scans.
    Answers,
    /// What was said when an alert was resolved.
    Alerts,
    /// Whom family links are for.
    Links,
    /// What finders said.
    Finders,
}

impl EncryptedTable {
    /// All of them, names last: by those a process sees at its start whether it has every key, so whatever else rests
    /// under an old one must be done before.
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

/// What came of looking at some rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReencryptionBatch {
    /// The last row that was looked at; none where there was none left.
    pub last: Option<Uuid>,
    /// The rows whose text rested otherwise than it would if it were written now.
    pub stale: Vec<Uuid>,
}
