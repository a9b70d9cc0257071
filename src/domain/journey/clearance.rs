//! Clearance: the rules that block a companion from a place (R1 to R6, R9, R11).

use super::cleanliness::{CleanStatus, UncleanReason};
use super::rule::Rule;
use crate::domain::account::person::Role;
use crate::domain::companion::{Screening, ScreeningAnswer, ScreeningQuestion};
use crate::domain::outfit::{Outfit, Worn};
use crate::domain::place::{EntryPolicy, PlaceKind, PlacePolicy};
use crate::domain::string_enum::StringEnum;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocker {
    pub rule: Rule,
    /// Shown to staff.
    pub detail: String,
    /// The lowest role that may override it; none if it cannot be overridden.
    pub override_role: Option<Role>,
}

impl Blocker {
    pub(crate) fn new(rule: Rule, override_role: Option<Role>, detail: impl Into<String>) -> Self {
        Self { rule, detail: detail.into(), override_role }
    }

    /// Pieces that may contain latex (R11): only other pieces help.
    #[must_use]
    pub fn latex(pieces: &[Worn]) -> Self {
        let keys = keys(pieces.iter().map(|worn| worn.item));
        let detail = format!("latex precaution; these items are not marked latex-free: {keys}");
        Self::new(Rule::LatexItem, None, detail)
    }

    /// Leaves an isolation room neither bagged for the laundry nor with its child (R7).
    #[must_use]
    pub fn leaving_isolation() -> Self {
        let detail = "from isolation it must go to the laundry or stay with the child";
        Self::new(Rule::CleanMissing, Some(Role::Lead), detail)
    }

    /// Pieces that must be accounted for before it goes home (R13).
    #[must_use]
    pub fn still_dressed(pieces: &Outfit) -> Self {
        let detail = format!("still on: {}", keys(pieces.iter().copied()));
        Self::new(Rule::StillDressed, Some(Role::Staff), detail)
    }
}

/// What clearance is decided from.
#[derive(Clone, Debug)]
pub struct Candidate<'a> {
    pub screening: Screening,
    pub clean: CleanStatus,
    pub worn: &'a [Worn],
    /// What the site requires it to wear.
    pub required: &'a Outfit,
    /// Whether the child already has as many companions in the operating room as the site allows.
    pub or_is_full: bool,
}

/// What blocks a companion from a place of this kind and policy; empty if it is cleared.
#[must_use]
pub fn blockers(candidate: &Candidate<'_>, kind: PlaceKind, policy: PlacePolicy) -> Vec<Blocker> {
    let mut blockers = Vec::new();
    if policy.entry == EntryPolicy::Prohibited {
        let detail = "companions are not allowed here";
        blockers.push(Blocker::new(Rule::PlaceProhibited, Some(Role::Lead), detail));
    }
    if kind == PlaceKind::Imaging {
        blockers.extend(imaging_blockers(candidate));
    } else if policy.entry == EntryPolicy::IfCleared && kind == PlaceKind::OperatingRoom {
        blockers.extend(screening_blockers(candidate.screening));
        blockers.extend(cleanliness_blocker(candidate.clean));
        blockers.extend(gowning_blocker(candidate));
        blockers.extend(other_companion_blocker(candidate));
    } else if policy.entry == EntryPolicy::IfCleared {
        blockers.extend(cleanliness_blocker(candidate.clean));
    }
    blockers
}

fn keys<T: StringEnum>(values: impl IntoIterator<Item = T>) -> String {
    values.into_iter().map(StringEnum::key).collect::<Vec<_>>().join(", ")
}

fn screening_blockers(screening: Screening) -> Vec<Blocker> {
    let mut blockers = Vec::new();
    let open = screening.answered(ScreeningQuestion::ALL, ScreeningAnswer::Unknown);
    if !open.is_empty() {
        let detail = format!("not screened: {}", keys(open));
        blockers.push(Blocker::new(Rule::ScreeningIncomplete, Some(Role::Lead), detail));
    }
    let hazards = screening.answered(&ScreeningQuestion::HAZARDS, ScreeningAnswer::Yes);
    if !hazards.is_empty() {
        let detail = format!("the screening found: {}", keys(hazards));
        blockers.push(Blocker::new(Rule::ScreeningFlag, Some(Role::Lead), detail));
    }
    blockers
}

fn cleanliness_blocker(clean: CleanStatus) -> Option<Blocker> {
    let reason = clean.unclean_reason?;
    let (rule, detail) = match reason {
        UncleanReason::NeverCleaned => (Rule::CleanMissing, "no cleaning recorded"),
        UncleanReason::NotBagged => {
            (Rule::CleanMissing, "washed at home, but not brought in a sealed bag")
        }
        UncleanReason::Dropped => (Rule::CleanMissing, "dropped since the last cleaning"),
        UncleanReason::Spill => {
            (Rule::CleanMissing, "something was spilled on it since the last cleaning")
        }
        UncleanReason::Isolation => {
            (Rule::CleanMissing, "it has been in isolation: bag it for the laundry")
        }
        UncleanReason::Expired => (Rule::CleanExpired, "the last cleaning was too long ago"),
        UncleanReason::TooLongOnWard => {
            (Rule::CleanExpired, "too long on a ward since the last cleaning")
        }
    };
    Some(Blocker::new(rule, Some(Role::Lead), detail))
}

fn gowning_blocker(candidate: &Candidate<'_>) -> Option<Blocker> {
    let on: Outfit = candidate.worn.iter().map(|worn| worn.item).collect();
    let missing: Vec<_> = candidate.required.difference(&on).copied().collect();
    (!missing.is_empty()).then(|| {
        let detail = format!("still needs: {}", keys(missing));
        Blocker::new(Rule::NotGowned, Some(Role::Staff), detail)
    })
}

fn other_companion_blocker(candidate: &Candidate<'_>) -> Option<Blocker> {
    let detail = "another companion of this child is already in the operating room";
    candidate.or_is_full.then(|| Blocker::new(Rule::OneCompanionOnly, Some(Role::Lead), detail))
}

fn imaging_blockers(candidate: &Candidate<'_>) -> Vec<Blocker> {
    let mut blockers = Vec::new();
    let metal = candidate.worn.iter().filter(|worn| !worn.metal_free);
    let pieces: Vec<_> = metal.map(|worn| worn.item).collect();
    if !pieces.is_empty() {
        let detail = format!("remove first (not marked metal-free): {}", keys(pieces));
        blockers.push(Blocker::new(Rule::ImagingMetal, None, detail));
    }
    let ferrous = |answer| candidate.screening.answered(&ScreeningQuestion::FERROUS, answer);
    let inside = [ferrous(ScreeningAnswer::Yes), ferrous(ScreeningAnswer::Unknown)].concat();
    if !inside.is_empty() {
        let detail = format!("flagged or not screened: {}; needs a hand magnet test", keys(inside));
        blockers.push(Blocker::new(Rule::ImagingMetal, Some(Role::Lead), detail));
    }
    blockers
}
