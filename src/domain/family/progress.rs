//! Which status a family reads for a journey's state (R34).

use super::feed::{FamilyStatus, Visible};
use crate::domain::journey::action::{HolderKind, Outcome};
use crate::domain::journey::{JourneyState, JourneyStatus};
use crate::domain::outfit::Gowning;
use crate::domain::place::Stage;

impl JourneyState {
    /// What the family would read of this state. There is no status if staff tell them first: missing and lost (R19).
    pub(crate) fn family_update(&self) -> (Option<FamilyStatus>, Visible) {
        let visible = Visible {
            stage: self.stage,
            gowning: self.gowning(&self.rules.required_outfit),
            outfit: self.worn(),
        };
        (self.family_status(), visible)
    }

    fn family_status(&self) -> Option<FamilyStatus> {
        match (self.status, self.outcome) {
            _ if self.missing_since.is_some() => None,
            (JourneyStatus::Closed, Some(Outcome::WithChild | Outcome::WithGuardian)) => {
                Some(FamilyStatus::GoingHome)
            }
            (JourneyStatus::Closed, _) => None,
            (JourneyStatus::Reunited, _) => Some(FamilyStatus::BackTogether),
            (JourneyStatus::Open, _) => Some(self.open_status()),
        }
    }

    /// Whether its child has it, outside laundry and lost property.
    pub(crate) fn rests_with_child(&self) -> bool {
        let apart = self.whereabouts.as_ref().is_some_and(|at| at.place.kind.is_apart());
        self.holder.kind == HolderKind::Child && !apart
    }

    fn open_status(&self) -> FamilyStatus {
        let gowning = self.gowning(&self.rules.required_outfit);
        match self.stage {
            Stage::CheckedIn | Stage::PreOp if gowning == Gowning::Gowned => {
                FamilyStatus::DressedAndReady
            }
            Stage::PreOp => FamilyStatus::GettingReady,
            Stage::CheckedIn if gowning != Gowning::NotStarted => FamilyStatus::GettingReady,
            Stage::CheckedIn => FamilyStatus::Arrived,
            Stage::OperatingRoom => FamilyStatus::StandingWatch,
            Stage::Recovery | Stage::IntensiveCare | Stage::Ward if self.rests_with_child() => {
                FamilyStatus::RestingTogether
            }
            Stage::Imaging | Stage::Recovery | Stage::IntensiveCare | Stage::Ward => {
                FamilyStatus::WaitingCloseBy
            }
            Stage::Home => FamilyStatus::GoingHome,
        }
    }
}
