//! People who act: their roles, and the credentials they act by.

use super::id::{ServiceTokenId, StaffId};
use super::words::keyed;

keyed! {
    /// A role of staff; each may do what the one before may.
    pub enum Role {
        /// Scans, dresses, moves, notes, checks in.
        Staff = "staff",
        /// Also overrides a blocker, voids a step, releases a hold.
        Lead = "lead",
        /// Also keeps staff, places, tags and tokens.
        Admin = "admin",
    }
}

keyed! {
    /// What a service token may be used for.
    pub enum Scope {
        /// Reads visits.
        VisitsRead = "visits:read",
        /// Opens visits, changes them and moves the child.
        VisitsWrite = "visits:write",
    }
}

/// A signed-in member of staff: every act carries one by name, on a shared phone too (R31).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Who it is.
    pub id: StaffId,
    /// In which role.
    pub role: Role,
}

/// Who moves the child: a person, or another system by its token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mover {
    /// A member of staff.
    Staff(StaffId),
    /// Another system.
    Service(ServiceTokenId),
}
