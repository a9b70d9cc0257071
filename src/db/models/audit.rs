//! A filter for audit entries.

use uuid::Uuid;

use crate::domain::id::VisitId;
use crate::domain::time::Time;

/// Which entries to list; `None` does not restrict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Inclusive.
    pub from: Option<Time>,
    /// Exclusive.
    pub to: Option<Time>,
    pub actor_id: Option<Uuid>,
    pub visit: Option<VisitId>,
}
