//! The team's card at the end of a journey: its forms, who signs it, and when it is shown (R40).
//!
//! [`FamilyCard`] is what a family reads. It has no field for the name of a person.

use std::collections::BTreeSet;

use super::error::DomainError;
use super::family::feed::Moment;
use super::family::frozen_feed::Appearance;
use super::id::StaffId;
use super::journey::action::{Action, HolderKind, Outcome};
use super::journey::step::{Step, StepPayload};
use super::journey::{JourneyState, JourneyStatus};
use super::outfit::Outfit;
use super::string_enum::string_enum;
use super::time::Time;
use super::visit::{Hold, VisitStatus, is_permanent};

string_enum! {
    /// How a card reaches its family (R40). Every form is also a page.
    pub enum CardForm {
        Paper = "paper",
        /// On a surface that can be wiped, or laminated.
        Wipeable = "wipeable",
        /// Only a page: staff print nothing.
        Digital = "digital",
    }
}

/// How many signatures fit on a card.
pub(crate) const MAX_SIGNERS: usize = 12;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Signer {
    /// A member of staff who recorded or confirmed a step.
    Staff(StaffId),
    /// Somebody it was handed to by name, such as a perfusionist who does not scan.
    Named(String),
}

/// Who signs a card, in the order they are listed.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Signers(pub Vec<Signer>);

/// What a card shows: a snapshot from its release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardContent {
    pub appearance: Appearance,
    /// Everything it wore during the journey.
    pub outfit: Outfit,
    /// The journey as its family read it, oldest first.
    pub moments: Vec<Moment>,
}

/// A card as its family sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FamilyCard {
    pub content: CardContent,
    /// How many have signed, not who.
    pub signatures: usize,
    pub released_at: Time,
}

/// The forms to choose from; the first is the default. A protected child gets nothing that cannot be wiped (R40).
#[must_use]
pub const fn allowed_forms(protected: bool) -> &'static [CardForm] {
    if protected {
        &[CardForm::Wipeable, CardForm::Digital]
    } else {
        &[CardForm::Paper, CardForm::Wipeable, CardForm::Digital]
    }
}

/// Everybody who held the companion, most often first: those who recorded a step with it in hand, those who confirmed
/// one, and those it was handed to by name (R40). Voided steps do not count.
#[must_use]
pub fn holders(steps: &[Step]) -> Vec<Signer> {
    let voided: BTreeSet<_> = steps.iter().filter_map(|step| step.payload.voids()).collect();
    let valid = steps.iter().filter(|step| !voided.contains(&step.id));
    let mut counted: Vec<(Signer, usize)> = Vec::new();
    for signer in valid.flat_map(holders_in_step) {
        match counted.iter_mut().find(|(known, _)| *known == signer) {
            Some((_, times)) => *times += 1,
            None => counted.push((signer, 1)),
        }
    }
    // The sort is stable: with equal counts, whoever held it first comes first.
    counted.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    counted.into_iter().map(|(signer, _)| signer).collect()
}

fn holders_in_step(step: &Step) -> Vec<Signer> {
    if !step.payload.is_presence() {
        return Vec::new();
    }
    let named = match &step.payload {
        StepPayload::Action(Action::HandedOver { to: HolderKind::Staff, name: Some(name) }) => {
            Some(Signer::Named(name.clone()))
        }
        _ => None,
    };
    let confirmed = step.witness.map(Signer::Staff);
    [Some(Signer::Staff(step.by)), confirmed, named].into_iter().flatten().collect()
}

impl JourneyState {
    /// Whether the companion is back or on its way home, so that there is something to thank it for.
    pub(crate) fn has_ended_well(&self) -> bool {
        let well = |outcome| {
            matches!(outcome, Outcome::WithChild | Outcome::WithGuardian | Outcome::ToBePosted)
        };
        match self.status {
            JourneyStatus::Open => false,
            JourneyStatus::Reunited => self.missing_since.is_none(),
            JourneyStatus::Closed => self.outcome.is_some_and(well),
        }
    }
}

/// Whether a card may be released now (R40).
///
/// # Errors
/// [`DomainError::FeedHeld`], [`DomainError::VisitCancelled`] or [`DomainError::JourneyUnderWay`], checked in this
/// order.
pub fn check_release(
    state: &JourneyState,
    visit: VisitStatus,
    hold: Option<&Hold>,
) -> Result<(), DomainError> {
    if hold.is_some() {
        return Err(DomainError::FeedHeld);
    }
    if visit == VisitStatus::Cancelled {
        return Err(DomainError::VisitCancelled);
    }
    if state.has_ended_well() { Ok(()) } else { Err(DomainError::JourneyUnderWay) }
}

/// Whether a released card is still shown. A hold freezes what was shown before it (`shown_before_hold`); a permanent
/// hold hides the card (R36). A cancelled visit hides it too, and so does a companion that is not back after all.
#[must_use]
pub fn is_shown(
    state: &JourneyState,
    visit: VisitStatus,
    hold: Option<&Hold>,
    shown_before_hold: bool,
) -> bool {
    match hold {
        Some(_) => shown_before_hold && !is_permanent(hold),
        None => check_release(state, visit, None).is_ok(),
    }
}
