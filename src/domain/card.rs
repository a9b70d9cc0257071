//! The team's card at the end, and the passport of all the visits there were (R40).
//!
//! What a family reads of either is told in [`Keepsake`] and [`Visa`], which have no field for the name of a
//! person: who signs is for those who print the card and hand it round.

use std::collections::BTreeSet;

use super::error::DomainError;
use super::family::{Appearance, FamilyFeed, FamilyStatus, Moment};
use super::id::StaffId;
use super::journey::step::{HolderKind, Outcome, Step, StepPayload};
use super::journey::{JourneyState, JourneyStatus};
use super::outfit::Outfit;
use super::string_enum::string_enum;
use super::time::Time;
use super::visit::{Hold, VisitStatus, is_permanent};

string_enum! {
    /// In which form a card goes to its family (R40).
    pub enum CardForm {
        /// On paper, and as a page.
        Paper = "paper",
        /// On what can be wiped, or laminated, and as a page.
        Wipeable = "wipeable",
        /// As a page alone; staff print nothing.
        Digital = "digital",
    }
}

/// As many signers as a card has room for.
pub const MAX_SIGNERS: usize = 12;

/// Somebody who had the companion in their hands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Signer {
    /// A member of staff, who said what they did with it.
    Staff(StaffId),
    /// Somebody it was handed to by name, such as a perfusionist who does not scan.
    Named(String),
}

/// Who signs a card, in the order they are asked.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Signers(pub Vec<Signer>);

/// What a card shows, as it was when it was released.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardContent {
    /// What the companion is known by.
    pub looks: Appearance,
    /// Everything it wore on the way.
    pub outfit: Outfit,
    /// The journey as its family was told of it, oldest first.
    pub moments: Vec<Moment>,
}

/// A card as its family has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FamilyCard {
    /// What it shows.
    pub content: CardContent,
    /// How many have signed; not who.
    pub signatures: usize,
    /// When it was released.
    pub released_at: Time,
}

/// A stamp in a companion's passport: one visit that is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PassportStamp {
    /// When the visit began, as far as the family was told.
    pub at: Time,
    /// Whether it stood watch.
    pub stood_watch: bool,
}

impl PassportStamp {
    /// The stamp for a visit of which this was told; none before the companion is back.
    #[must_use]
    pub fn from_feed(told: &FamilyFeed) -> Option<Self> {
        let moments = &told.moments;
        let back = |status| matches!(status, FamilyStatus::BackTogether | FamilyStatus::GoingHome);
        let first = moments.first()?;
        let stood_watch = moments.iter().any(|one| one.status == FamilyStatus::StandingWatch);
        back(moments.last()?.status).then_some(Self { at: first.at, stood_watch })
    }
}

/// The forms to choose from; the first is the usual one. Paper does not go to where nothing goes that cannot be
/// wiped (R40).
#[must_use]
pub const fn allowed_forms(protected: bool) -> &'static [CardForm] {
    if protected {
        &[CardForm::Wipeable, CardForm::Digital]
    } else {
        &[CardForm::Paper, CardForm::Wipeable, CardForm::Digital]
    }
}

/// Who really held the companion, whoever did so most often first: those who said what they did with it, those
/// who confirmed it, and those it was handed to by name (R40). What was taken back does not count.
#[must_use]
pub fn holders(steps: &[Step]) -> Vec<Signer> {
    let voided: BTreeSet<_> = steps.iter().filter_map(|step| step.what.voids()).collect();
    let kept = steps.iter().filter(|step| !voided.contains(&step.id));
    let mut counted: Vec<(Signer, usize)> = Vec::new();
    for signer in kept.flat_map(holders_in_step) {
        match counted.iter_mut().find(|(known, _)| *known == signer) {
            Some((_, times)) => *times += 1,
            None => counted.push((signer, 1)),
        }
    }
    // Sorting is stable: of those who held it as often, who came first comes first.
    counted.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    counted.into_iter().map(|(signer, _)| signer).collect()
}

fn holders_in_step(step: &Step) -> Vec<Signer> {
    if !step.what.is_presence() {
        return Vec::new();
    }
    let named = match &step.what {
        StepPayload::HandedOver { to: HolderKind::Staff, name: Some(name) } => {
            Some(Signer::Named(name.clone()))
        }
        _ => None,
    };
    let confirmed = step.witness.map(Signer::Staff);
    [Some(Signer::Staff(step.by)), confirmed, named].into_iter().flatten().collect()
}

impl JourneyState {
    /// Whether the companion's way is at its end, and a good one: there is something to thank it for.
    #[must_use]
    pub fn has_ended_well(&self) -> bool {
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
/// [`Refusal::FeedHeld`], [`Refusal::VisitCancelled`], [`Refusal::JourneyUnderWay`].
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

/// Whether a card that was released is still shown. A silence leaves it as it was when the hold was put (`was_there`),
/// whatever happens meanwhile, and one for ever takes it away (R36); so does a visit that did not take place, and a
/// companion that is not back after all.
#[must_use]
pub fn is_shown(
    state: &JourneyState,
    visit: VisitStatus,
    hold: Option<&Hold>,
    was_there: bool,
) -> bool {
    match hold {
        Some(_) => was_there && !is_permanent(hold),
        None => check_release(state, visit, None).is_ok(),
    }
}
