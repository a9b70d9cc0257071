//! People who act: their roles, and the credentials they act by.

use std::time::Duration;

use crate::domain::id::{ServiceTokenId, StaffId};
use crate::domain::string_enum::string_enum;
use crate::domain::time::Time;

string_enum! {
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

string_enum! {
    /// What a service token may be used for.
    pub enum Scope {
        /// Reads visits.
        VisitsRead = "visits:read",
        /// Opens visits, changes them and moves the child.
        VisitsWrite = "visits:write",
        /// Watches the board, as a screen on a wall does.
        BoardRead = "board:read",
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
pub enum MoveSource {
    /// A member of staff.
    Staff(StaffId),
    /// Another system.
    Service(ServiceTokenId),
}

/// The time that somebody was signed in for. What a phone kept meanwhile may be sent after it, and
/// nothing that happened outside of it: nobody's name goes on what the next user did (R31).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// When they signed in.
    pub from: Time,
    /// When that ended, or will at the latest.
    pub to: Time,
}

/// As much as a phone's clock may be off without being put right.
const CLOCK_SLACK: Duration = Duration::from_secs(10);

impl Shift {
    /// Whether it happened then.
    #[must_use]
    pub fn covers(&self, at: Time) -> bool {
        (self.from.minus(CLOCK_SLACK)..=self.to.plus(CLOCK_SLACK)).contains(&at)
    }
}
