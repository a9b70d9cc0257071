//! A step: one thing that happened to a companion. Steps are never changed or deleted.

use std::collections::BTreeSet;

use super::action::Action;
use super::rule::Rule;
use crate::domain::companion::Screening;
use crate::domain::id::{JourneyId, ScanId, StaffId, StepId};
use crate::domain::place::PlaceSnapshot;
use crate::domain::site_rules::RulesSnapshot;
use crate::domain::tag::TagCode;
use crate::domain::time::Time;

/// What happened: what a user reported, or what the server records by itself and nobody can request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepPayload {
    CheckedIn {
        /// None if nobody recorded it.
        place: Option<PlaceSnapshot>,
        screening: Screening,
        /// Whether the child, and so the companion, comes from isolation.
        isolation: bool,
        /// The rules that apply to the whole journey.
        rules: RulesSnapshot,
    },
    /// The tag was read, and nothing else happened.
    Sighted,
    Action(Action),
    /// An earlier step never happened.
    Voided {
        step: StepId,
        reason: String,
    },
}

impl From<Action> for StepPayload {
    fn from(action: Action) -> Self {
        Self::Action(action)
    }
}

impl StepPayload {
    /// The key of the kind in the API and in the database.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::CheckedIn { .. } => "checked_in",
            Self::Sighted => "sighted",
            Self::Action(action) => action.kind(),
            Self::Voided { .. } => "voided",
        }
    }

    /// The step that this one voids.
    #[must_use]
    pub const fn voids(&self) -> Option<StepId> {
        match self {
            Self::Voided { step, .. } => Some(*step),
            _ => None,
        }
    }

    /// The place where it happened, if it says so.
    #[must_use]
    pub const fn place(&self) -> Option<&PlaceSnapshot> {
        match self {
            Self::Action(Action::Moved { place, .. }) => Some(place),
            Self::CheckedIn { place, .. } | Self::Action(Action::Found { place }) => place.as_ref(),
            _ => None,
        }
    }

    /// Whether somebody had the companion in front of them when this happened.
    #[must_use]
    pub const fn is_presence(&self) -> bool {
        match self {
            Self::CheckedIn { .. } | Self::Sighted => true,
            Self::Action(action) => action.is_presence(),
            Self::Voided { .. } => false,
        }
    }

    /// Whether this counts as an update on the family page.
    pub(crate) const fn updates_family(&self) -> bool {
        match self {
            Self::CheckedIn { .. } | Self::Sighted => true,
            Self::Action(action) => action.updates_family(),
            Self::Voided { .. } => false,
        }
    }

    /// Whether a closed journey still accepts it.
    #[must_use]
    pub const fn is_allowed_when_closed(&self) -> bool {
        match self {
            Self::Sighted => true,
            Self::Action(action) => action.is_allowed_when_closed(),
            Self::CheckedIn { .. } | Self::Voided { .. } => false,
        }
    }

    /// Removes all free text.
    pub fn redact(&mut self) {
        match self {
            Self::Action(action) => action.redact(),
            Self::Voided { reason, .. } => reason.clear(),
            Self::CheckedIn { .. } | Self::Sighted => {}
        }
    }
}

/// Blockers that the author of a step has overridden.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    pub rules: BTreeSet<Rule>,
    pub reason: String,
    /// Whether the hand-held magnet test was done; required for imaging (R2).
    pub hand_magnet_test: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub id: StepId,
    pub journey: JourneyId,
    /// None if it was recorded without a scan.
    pub scan: Option<ScanId>,
    pub payload: StepPayload,
    pub occurred_at: Time,
    pub recorded_at: Time,
    /// Whether it was recorded later than the site's limit after it happened (R29).
    pub late: bool,
    /// Who recorded it (R31).
    pub by: StaffId,
    /// Who confirmed it, without a scan (R16).
    pub witness: Option<StaffId>,
    /// The tag that was read.
    pub tag: Option<TagCode>,
    pub overrode: Option<Override>,
}

impl Step {
    /// The key by which the steps of a journey are ordered.
    #[must_use]
    pub const fn order(&self) -> (Time, StepId) {
        (self.occurred_at, self.id)
    }
}
