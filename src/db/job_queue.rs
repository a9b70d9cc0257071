//! The line in front of the threads: as long as it may get and no longer.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::error::Error;
use super::job::Job;
use super::notify::CommitSignal;

/// Jobs that wait for a thread.
pub(crate) struct JobQueue {
    waiting: Mutex<Waiting>,
    changed: Condvar,
    limit: usize,
    signal: Arc<CommitSignal>,
}

struct Waiting {
    jobs: VecDeque<Box<dyn Job>>,
    closed: bool,
}

impl JobQueue {
    pub(crate) fn new(limit: usize, signal: &Arc<CommitSignal>) -> Self {
        let waiting = Waiting { jobs: VecDeque::new(), closed: false };
        Self {
            waiting: Mutex::new(waiting),
            changed: Condvar::new(),
            limit,
            signal: Arc::clone(signal),
        }
    }

    /// What is rung when a job of this line has told something.
    pub(crate) fn signal(&self) -> Arc<CommitSignal> {
        Arc::clone(&self.signal)
    }

    /// Lines a job up, or says at once that there is no room.
    pub(crate) fn put(&self, job: Box<dyn Job>) -> Result<(), Error> {
        let mut waiting = self.lock();
        if waiting.closed {
            return Err(Error::Away);
        }
        if waiting.jobs.len() >= self.limit {
            return Err(Error::Busy);
        }
        waiting.jobs.push_back(job);
        drop(waiting);
        self.changed.notify_one();
        Ok(())
    }

    /// Waits for work and takes what is there, up to `most`; nothing once the line is closed and empty.
    pub(crate) fn take(&self, most: usize) -> Option<Vec<Box<dyn Job>>> {
        let mut waiting = self
            .changed
            .wait_while(self.lock(), |waiting| waiting.jobs.is_empty() && !waiting.closed)
            .unwrap_or_else(PoisonError::into_inner);
        let count = waiting.jobs.len().min(most);
        (count > 0).then(|| waiting.jobs.drain(..count).collect())
    }

    /// Takes no more; what waits is still served.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    /// No job runs while the lock is held, so a poisoned one still holds a sound line.
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
