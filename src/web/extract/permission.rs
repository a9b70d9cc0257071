//! Who may call a route.

use crate::domain::account::person::{Role, Scope};

/// A route's permission, as the contract's `x-roles` states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Anybody. Pages for staff and strangers alike decide themselves what to show.
    Open,
    /// Whoever has the link.
    Family,
    /// Staff whose role is at least this.
    Role(Role),
    /// Staff, or another system whose token has this scope.
    Scope(Scope),
    /// Staff, or what a phone queued for them while it was offline.
    OfflineQueue,
    /// Whoever has the metrics token.
    Metrics,
}
