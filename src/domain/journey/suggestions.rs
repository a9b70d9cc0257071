//! Suggested next actions, the most likely first: the large button on the phone.

use super::action::HolderKind;
use super::cleanliness::CleanStatus;
use super::state::{JourneyState, JourneyStatus};
use crate::domain::companion::{ScreeningAnswer, ScreeningQuestion};
use crate::domain::outfit::{Item, Outfit};
use crate::domain::place::{PlaceKind, Stage};
use crate::domain::string_enum::StringEnum as _;

/// A likely action, filled in as far as possible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suggestion {
    /// Record a cleaning.
    Clean,
    /// Answer the open screening questions.
    Screen,
    Dress(Vec<Item>),
    Undress(Vec<Item>),
    Move(PlaceKind),
    HandOver(HolderKind),
    /// Report that it was found.
    Find,
    Reunite,
    Close,
}

impl JourneyState {
    /// The most likely next actions, the likeliest first.
    #[must_use]
    pub fn suggestions(&self, clean: CleanStatus, required: &Outfit) -> Vec<Suggestion> {
        match self.status {
            _ if self.missing_since.is_some() => vec![Suggestion::Find],
            JourneyStatus::Closed => Vec::new(),
            JourneyStatus::Reunited => vec![Suggestion::Close],
            JourneyStatus::Open => match self.stage {
                Stage::CheckedIn | Stage::PreOp => self.before_surgery(clean, required),
                Stage::OperatingRoom => self.in_operating_room(),
                Stage::Imaging => vec![
                    Suggestion::Move(PlaceKind::Ward),
                    Suggestion::Move(PlaceKind::Recovery),
                    Suggestion::HandOver(HolderKind::Child),
                ],
                _ => self.after_surgery(),
            },
        }
    }

    fn before_surgery(&self, clean: CleanStatus, required: &Outfit) -> Vec<Suggestion> {
        if self.declined {
            return vec![Suggestion::HandOver(HolderKind::Guardian), Suggestion::Close];
        }
        let mut suggestions = Vec::new();
        if !self.screening.answered(ScreeningQuestion::ALL, ScreeningAnswer::Unknown).is_empty() {
            suggestions.push(Suggestion::Screen);
        }
        if clean.unclean_reason.is_some() {
            suggestions.push(Suggestion::Clean);
        }
        let missing: Vec<_> = required.difference(&self.worn()).copied().collect();
        if !missing.is_empty() {
            suggestions.push(Suggestion::Dress(missing));
        }
        if self.holder.kind != HolderKind::Staff {
            suggestions.push(Suggestion::HandOver(HolderKind::Staff));
        }
        if self.stage == Stage::CheckedIn {
            suggestions.push(Suggestion::Move(PlaceKind::PreOp));
        }
        suggestions.push(Suggestion::Move(PlaceKind::OperatingRoom));
        suggestions
    }

    fn in_operating_room(&self) -> Vec<Suggestion> {
        let mut suggestions = vec![Suggestion::Move(PlaceKind::Recovery)];
        suggestions.extend(self.undress_suggestion());
        suggestions
    }

    fn after_surgery(&self) -> Vec<Suggestion> {
        let mut suggestions = vec![Suggestion::Reunite];
        suggestions.extend(self.undress_suggestion());
        if self.holder.kind != HolderKind::Child {
            suggestions.push(Suggestion::HandOver(HolderKind::Child));
        }
        suggestions.push(Suggestion::Close);
        suggestions
    }

    fn undress_suggestion(&self) -> Option<Suggestion> {
        let items: Vec<_> = self.removable_items().into_iter().collect();
        (!items.is_empty()).then_some(Suggestion::Undress(items))
    }
}
