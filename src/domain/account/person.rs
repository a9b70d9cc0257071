//! Staff roles, token scopes, and who acts.

use std::time::Duration;

use crate::domain::id::{ServiceTokenId, StaffId};
use crate::domain::string_enum::string_enum;
use crate::domain::time::Time;

string_enum! {
    /// A staff role. Each may do everything the one before may.
    pub enum Role {
        /// Scans, dresses, moves, adds notes, checks in.
        Staff = "staff",
        /// Also overrides blockers, voids steps and releases holds.
        Lead = "lead",
        /// Also manages staff, places, tags and tokens.
        Admin = "admin",
    }
}

string_enum! {
    /// What a service token may do.
    pub enum Scope {
        VisitsRead = "visits:read",
        /// Opens and changes visits and moves the child.
        VisitsWrite = "visits:write",
        /// Reads the board, for a wall display.
        BoardRead = "board:read",
    }
}

/// A signed-in member of staff. Every action names one, on a shared phone too (R31).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    pub id: StaffId,
    pub role: Role,
}

/// Who moves the child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoveSource {
    Staff(StaffId),
    /// Another system.
    Service(ServiceTokenId),
}

/// The time span of a session. A phone may send what it queued after the session has ended, but nothing that happened
/// outside it: a step must not carry the name of somebody who was not signed in (R31).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    pub from: Time,
    /// When the session ended, or will end at the latest.
    pub to: Time,
}

/// How far a phone's clock may be off without a correction.
const CLOCK_SLACK: Duration = Duration::from_secs(10);

impl Shift {
    #[must_use]
    pub fn covers(&self, at: Time) -> bool {
        (self.from.minus(CLOCK_SLACK)..=self.to.plus(CLOCK_SLACK)).contains(&at)
    }
}
