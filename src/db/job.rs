//! A job: a closure that runs in a transaction on a worker thread, and the channel for its result.

use std::sync::Arc;

use tokio::sync::oneshot;
use tracing::Span;

use super::audit_chain;
use super::error::Error;
use super::key_ring::KeySet;
use super::transaction::{Tx, ignored_failure};
use crate::domain::audit::AuditContext;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Reads one consistent snapshot.
    Read,
    Write,
}

/// How a job's transaction or savepoint ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TxOutcome {
    Commit,
    Rollback,
    /// Roll back after a conflict, and run the job again if attempts are left.
    Retry,
}

/// A [`QueuedJob`] without its types.
pub(crate) trait Job: Send {
    fn access(&self) -> Access;
    /// Runs the closure and keeps its result.
    fn run(&mut self, tx: &mut Tx<'_>) -> TxOutcome;
    /// Whether it added to the event log.
    fn added_events(&self) -> bool;
    /// Sends the result, once the transaction has ended.
    fn reply(self: Box<Self>);
    fn fail(self: Box<Self>, why: Error);
    /// Of the request that submitted it.
    fn span(&self) -> &Span;
}

/// What the audit entries of a job need: who is acting, and the keys of the chain.
pub(crate) struct AuditScope {
    pub(crate) context: AuditContext,
    pub(crate) keys: Arc<KeySet>,
}

pub(crate) struct QueuedJob<F, T, E> {
    /// `None` for a read job, which writes no audit entries.
    pub(crate) audit: Option<AuditScope>,
    pub(crate) span: Span,
    pub(crate) work: F,
    pub(crate) result: Option<Result<T, E>>,
    pub(crate) added_events: bool,
    pub(crate) reply: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> Job for QueuedJob<F, T, E>
where
    F: Fn(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<Error> + Send,
{
    fn access(&self) -> Access {
        if self.audit.is_some() { Access::Write } else { Access::Read }
    }

    fn run(&mut self, tx: &mut Tx<'_>) -> TxOutcome {
        let span = self.span.clone();
        let _entered = span.enter();
        let result = (self.work)(tx).and_then(|value| match &self.audit {
            Some(audit) if !tx.failed => audit_chain::append(tx, &audit.context, &audit.keys)
                .map(|()| value)
                .map_err(E::from),
            _ => Ok(value),
        });
        let (result, outcome) = match result {
            Ok(_) if tx.failed => (Err(ignored_failure().into()), TxOutcome::Rollback),
            Ok(value) => (Ok(value), TxOutcome::Commit),
            Err(error) if tx.conflict => (Err(error), TxOutcome::Retry),
            Err(error) => (Err(error), TxOutcome::Rollback),
        };
        self.result = Some(result);
        self.added_events = tx.added_events && outcome == TxOutcome::Commit;
        outcome
    }

    fn added_events(&self) -> bool {
        self.added_events
    }

    fn reply(self: Box<Self>) {
        // The caller may have given up; the transaction counts nevertheless.
        let _ = self.reply.send(self.result.unwrap_or_else(|| Err(Error::Unavailable.into())));
    }

    fn fail(self: Box<Self>, why: Error) {
        // The worker's own line names one request only, and a group holds jobs of several.
        self.span.in_scope(|| tracing::warn!(cause = %why, "Database job failed"));
        let _ = self.reply.send(Err(why.into()));
    }

    fn span(&self) -> &Span {
        &self.span
    }
}
