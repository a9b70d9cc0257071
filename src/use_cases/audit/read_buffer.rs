//! Reads of identifying data that are not in the audit log yet.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;

use crate::domain::audit::{AuditAction, AuditActor, AuditContext, AuditRecord};
use crate::domain::time::Time;

/// Reads above this limit are dropped and counted while the database is unavailable.
const MAX_BUFFERED: usize = 100_000;

/// Reads that are not saved yet.
#[derive(Clone, Default)]
pub struct ReadAccessBuffer {
    pending: Arc<Mutex<Vec<AuditRecord>>>,
    pub(super) notify: Arc<Notify>,
}

impl ReadAccessBuffer {
    /// Buffers a read by a known user.
    pub fn record(&self, context: AuditContext, at: Time) {
        if matches!(context.actor, AuditActor::System | AuditActor::Anonymous) {
            return;
        }
        let mut waiting = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() < MAX_BUFFERED {
            waiting.push(AuditRecord { at, action: AuditAction::Read, context, topic: None });
        } else {
            metrics::counter!("stuffy_audit_lost_total").increment(1);
        }
        self.notify.notify_one();
    }

    pub(super) fn drain(&self) -> Vec<AuditRecord> {
        std::mem::take(&mut *self.pending.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn requeue(&self, mut entries: Vec<AuditRecord>) {
        let mut waiting = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
        entries.append(&mut waiting);
        entries.truncate(MAX_BUFFERED);
        *waiting = entries;
    }
}
