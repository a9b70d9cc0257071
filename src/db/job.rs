//! One piece of work on its way: run on a thread of the store, answered to whoever awaits it.

use std::sync::Arc;

use tokio::sync::oneshot;

use super::audit_chain;
use super::error::Error;
use super::key_ring::KeySet;
use super::transaction::{Tx, ignored_failure};
use crate::domain::audit::AuditContext;

/// What a job may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Look, at one moment's state of everything.
    Read,
    /// Change.
    Write,
}

/// What becomes of what a job did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TxOutcome {
    /// It is to be committed.
    Keep,
    /// It is to be taken back.
    Undo,
    /// It is to be taken back, and run again where that can help.
    Again,
}

/// A piece of work whose types are forgotten.
pub(crate) trait Job: Send {
    /// What it may do.
    fn access(&self) -> Access;
    /// Does the work and holds on to its result.
    fn run(&mut self, tx: &mut Tx<'_>) -> TxOutcome;
    /// Whether it added to the log of events.
    fn told(&self) -> bool;
    /// Hands the held result over, now that its fate is known.
    fn answer(self: Box<Self>);
    /// Hands over that it came to nothing.
    fn fail(self: Box<Self>, why: Error);
}

/// On whose behalf something is written, and what the audit of it is sealed by.
pub(crate) type AuditScope = (AuditContext, Arc<KeySet>);

/// The one kind of job there is.
pub(crate) struct QueuedJob<F, T, E> {
    /// Only who writes leaves a mark in the audit.
    pub(crate) sealing: Option<AuditScope>,
    pub(crate) work: F,
    pub(crate) result: Option<Result<T, E>>,
    pub(crate) told: bool,
    pub(crate) asker: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> Job for QueuedJob<F, T, E>
where
    F: Fn(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<Error> + Send,
{
    fn access(&self) -> Access {
        if self.sealing.is_some() { Access::Write } else { Access::Read }
    }

    fn run(&mut self, tx: &mut Tx<'_>) -> TxOutcome {
        let result = (self.work)(tx).and_then(|value| match &self.sealing {
            Some((errand, keys)) if !tx.failed => {
                audit_chain::append(tx, errand, keys).map(|()| value).map_err(E::from)
            }
            _ => Ok(value),
        });
        let (result, verdict) = match result {
            Ok(_) if tx.failed => (Err(ignored_failure().into()), TxOutcome::Undo),
            Ok(value) => (Ok(value), TxOutcome::Keep),
            Err(error) if tx.raced => (Err(error), TxOutcome::Again),
            Err(error) => (Err(error), TxOutcome::Undo),
        };
        self.result = Some(result);
        self.told = tx.told && verdict == TxOutcome::Keep;
        verdict
    }

    fn told(&self) -> bool {
        self.told
    }

    fn answer(self: Box<Self>) {
        // Nobody listens any more where a caller went away; the work stands all the same.
        let _ = self.asker.send(self.result.unwrap_or_else(|| Err(Error::Away.into())));
    }

    fn fail(self: Box<Self>, why: Error) {
        let _ = self.asker.send(Err(why.into()));
    }
}
