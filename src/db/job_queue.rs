//! The bounded queue of jobs in front of the worker threads.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::error::Error;
use super::job::Job;
use super::notify::CommitSignal;

pub(crate) struct JobQueue {
    state: Mutex<State>,
    changed: Condvar,
    limit: usize,
    signal: Arc<CommitSignal>,
}

struct State {
    jobs: VecDeque<Box<dyn Job>>,
    closed: bool,
}

impl JobQueue {
    pub(crate) fn new(limit: usize, signal: &Arc<CommitSignal>) -> Self {
        let state = State { jobs: VecDeque::new(), closed: false };
        let signal = Arc::clone(signal);
        Self { state: Mutex::new(state), changed: Condvar::new(), limit, signal }
    }

    /// The signal that workers send after a commit that added events.
    pub(crate) fn signal(&self) -> Arc<CommitSignal> {
        Arc::clone(&self.signal)
    }

    /// Fails at once if the queue is full or closed.
    pub(crate) fn push(&self, job: Box<dyn Job>) -> Result<(), Error> {
        let mut state = self.lock();
        if state.closed {
            return Err(Error::Unavailable);
        }
        if state.jobs.len() >= self.limit {
            return Err(Error::Busy);
        }
        state.jobs.push_back(job);
        drop(state);
        self.changed.notify_one();
        Ok(())
    }

    /// Waits for jobs and takes up to `max`. Returns `None` once the queue is closed and empty.
    pub(crate) fn pop(&self, max: usize) -> Option<Vec<Box<dyn Job>>> {
        let mut state = self
            .changed
            .wait_while(self.lock(), |state| state.jobs.is_empty() && !state.closed)
            .unwrap_or_else(PoisonError::into_inner);
        let count = state.jobs.len().min(max);
        (count > 0).then(|| state.jobs.drain(..count).collect())
    }

    /// Accepts no more jobs; those in the queue still run.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    /// No job runs while the lock is held, so the state is valid even if the lock is poisoned.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
