//! The rows of CSV imports.

use crate::domain::account::person::Role;
use crate::domain::place::{EntryPolicy, PlaceKind, PlacePolicy};

/// A CSV row for a staff account, matched by username.
#[derive(Clone, Debug)]
pub struct StaffRow {
    /// New accounts have no password and cannot sign in until an admin sets one.
    pub username: String,
    pub display_name: String,
    pub role: Role,
    /// `None` leaves it as it is.
    pub disabled: Option<bool>,
}

/// A CSV row for a place, matched by name.
#[derive(Clone, Debug)]
pub struct PlaceRow {
    pub name: String,
    pub kind: PlaceKind,
    /// `None` keeps the current value, or the default of the kind for a new place. The other
    /// options do the same.
    pub entry: Option<EntryPolicy>,
    pub rewash: Rewash,
    pub isolation: Option<bool>,
    pub active: Option<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rewash {
    /// The column is empty: keep the current value.
    Unspecified,
    Never,
    Every(u32),
}

impl PlaceRow {
    /// The policy of the row; unspecified values come from `default`.
    pub(super) fn policy(&self, default: PlacePolicy) -> PlacePolicy {
        PlacePolicy {
            entry: self.entry.unwrap_or(default.entry),
            rewash_hours: match self.rewash {
                Rewash::Unspecified => default.rewash_hours,
                Rewash::Never => None,
                Rewash::Every(hours) => Some(hours),
            },
            isolation: self.isolation.unwrap_or(default.isolation),
        }
    }
}
