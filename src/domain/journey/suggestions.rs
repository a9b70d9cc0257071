//! What may be done next, the likeliest first: the big button on the phone.

use super::cleanliness::CleanStatus;
use super::step::HolderKind;
use super::{JourneyState, JourneyStatus};
use crate::domain::companion::{ScreeningAnswer, ScreeningQuestion};
use crate::domain::outfit::{Item, Outfit};
use crate::domain::place::{PlaceKind, Stage};
use crate::domain::string_enum::StringEnum as _;

/// An action that is likely now, as far as it can be filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suggestion {
    /// Say that it was cleaned.
    Clean,
    /// Answer what is open in the screening.
    Screen,
    /// Put these on.
    Dress(Vec<Item>),
    /// Take these off.
    Undress(Vec<Item>),
    /// Bring it to a place of this kind.
    Move(PlaceKind),
    /// Give it to this holder.
    HandOver(HolderKind),
    /// Say that it was found.
    Find,
    /// Say that it is back with its child.
    Reunite,
    /// End the journey.
    Close,
}

impl JourneyState {
    /// What is likely to be done next, the likeliest first.
    #[must_use]
    pub fn next(&self, clean: CleanStatus, required: &Outfit) -> Vec<Suggestion> {
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
        let mut next = Vec::new();
        if !self.screening.answered(ScreeningQuestion::ALL, ScreeningAnswer::Unknown).is_empty() {
            next.push(Suggestion::Screen);
        }
        if clean.unclean_reason.is_some() {
            next.push(Suggestion::Clean);
        }
        let missing: Vec<_> = required.difference(&self.worn()).copied().collect();
        if !missing.is_empty() {
            next.push(Suggestion::Dress(missing));
        }
        if self.holder.kind != HolderKind::Staff {
            next.push(Suggestion::HandOver(HolderKind::Staff));
        }
        if self.stage == Stage::CheckedIn {
            next.push(Suggestion::Move(PlaceKind::PreOp));
        }
        next.push(Suggestion::Move(PlaceKind::OperatingRoom));
        next
    }

    fn in_operating_room(&self) -> Vec<Suggestion> {
        let mut next = vec![Suggestion::Move(PlaceKind::Recovery)];
        let on: Vec<_> = self.removable_items().into_iter().collect();
        if !on.is_empty() {
            next.push(Suggestion::Undress(on));
        }
        next
    }

    fn after_surgery(&self) -> Vec<Suggestion> {
        let mut next = vec![Suggestion::Reunite];
        let on: Vec<_> = self.removable_items().into_iter().collect();
        if !on.is_empty() {
            next.push(Suggestion::Undress(on));
        }
        if self.holder.kind != HolderKind::Child {
            next.push(Suggestion::HandOver(HolderKind::Child));
        }
        next.push(Suggestion::Close);
        next
    }
}
