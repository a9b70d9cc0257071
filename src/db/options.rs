//! The options of a [`Store`](super::Store).

use std::time::Duration;

use super::key_ring::KeySet;

#[derive(Clone, Debug)]
pub struct Options {
    /// How many jobs may wait. Further ones fail with [`Error::Busy`](super::Error::Busy).
    pub queue: usize,
    /// The number of reader threads on SQLite.
    pub readers: usize,
    /// The number of worker threads on PostgreSQL, each with one connection.
    pub connections: usize,
    /// The keys of the audit log's hash chain.
    pub audit_keys: KeySet,
    /// The keys that encrypt identifying data.
    pub privacy_keys: KeySet,
    /// How long a job may take, including its time in the queue. After that the caller gets
    /// [`Error::Unavailable`](super::Error::Unavailable).
    pub timeout: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            queue: 1024,
            readers: 2,
            connections: 8,
            audit_keys: KeySet::default(),
            privacy_keys: KeySet::default(),
            timeout: Duration::from_secs(15),
        }
    }
}
