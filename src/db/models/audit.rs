//! Which entries of the audit are wanted.

use uuid::Uuid;

use crate::domain::id::VisitId;
use crate::domain::time::Time;

/// Which entries are wanted; none leaves open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AuditWanted {
    /// From then on.
    pub from: Option<Time>,
    /// Before then.
    pub to: Option<Time>,
    /// By this one.
    pub doer: Option<Uuid>,
    /// About this visit.
    pub visit: Option<VisitId>,
}
