//! Clearance: what stands between a companion and a place, each blocker by its name (R1 to R6, R9, R11).

use super::cleanliness::{CleanStatus, UncleanReason};
use crate::domain::account::person::Role;
use crate::domain::companion::{Screening, ScreeningAnswer, ScreeningQuestion};
use crate::domain::outfit::{Outfit, Worn};
use crate::domain::place::{EntryPolicy, PlaceKind, PlacePolicy};
use crate::domain::string_enum::{StringEnum, string_enum};

string_enum! {
    /// The name of a site rule.
    pub enum Rule {
        /// A question of the screening is open, and open counts as yes (R1).
        ScreeningIncomplete = "screening_incomplete",
        /// The screening found something that wants a decision (R1).
        ScreeningFlag = "screening_flag",
        /// It is not known to be clean (R4, R5).
        CleanMissing = "clean_missing",
        /// It was clean, and that has run out (R4).
        CleanExpired = "clean_expired",
        /// It is not dressed as the site wishes; a nudge (R14).
        NotGowned = "not_gowned",
        /// Metal, or perhaps metal, in it or on it (R2, R3).
        ImagingMetal = "imaging_metal",
        /// The place's policy lets no companion in (R6).
        PlaceProhibited = "place_prohibited",
        /// The child already has as many there as the site allows (R9).
        OneCompanionOnly = "one_companion_only",
        /// A piece that may hold latex, for a child with a latex precaution (R11).
        LatexItem = "latex_item",
        /// What was put on has not been taken off (R13).
        StillDressed = "still_dressed",
    }
}

/// Something in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocker {
    /// Which rule.
    pub rule: Rule,
    /// What is amiss, in plain words.
    pub detail: String,
    /// Who may set it aside; none where only mending helps.
    pub override_role: Option<Role>,
}

impl Blocker {
    pub(crate) fn new(rule: Rule, override_role: Option<Role>, detail: impl Into<String>) -> Self {
        Self { rule, detail: detail.into(), override_role }
    }

    /// A piece that may hold latex (R11): only another piece helps.
    #[must_use]
    pub fn latex(pieces: &[Worn]) -> Self {
        let names: Vec<_> = pieces.iter().map(|worn| worn.item.key()).collect();
        let detail =
            format!("this child must not meet latex; not marked latex-free: {}", names.join(", "));
        Self::new(Rule::LatexItem, None, detail)
    }

    /// The way out of an isolation room that is neither "bagged for wash" nor "stays with child" (R7).
    #[must_use]
    pub fn leaving_isolation() -> Self {
        let detail = "out of isolation it goes to the laundry, or stays with the child";
        Self::new(Rule::CleanMissing, Some(Role::Lead), detail)
    }

    /// Pieces that were put on and must be accounted for before it goes home (R13).
    #[must_use]
    pub fn still_dressed(pieces: &Outfit) -> Self {
        let names: Vec<_> = pieces.iter().map(|item| item.key()).collect();
        let detail = format!("still on: {}", names.join(", "));
        Self::new(Rule::StillDressed, Some(Role::Staff), detail)
    }
}

/// Everything that clearance looks at.
#[derive(Clone, Debug)]
pub struct Candidate<'a> {
    /// The screening as far as it goes.
    pub screening: Screening,
    /// Whether it is clean now.
    pub clean: CleanStatus,
    /// What it wears.
    pub worn: &'a [Worn],
    /// What the site requires it to wear.
    pub required: &'a Outfit,
    /// Whether the child already has as many companions in the operating room as allowed.
    pub or_is_full: bool,
}

/// What stands between a companion and a place of this kind and policy; empty when cleared.
#[must_use]
pub fn blockers(candidate: &Candidate<'_>, kind: PlaceKind, policy: PlacePolicy) -> Vec<Blocker> {
    let mut found = Vec::new();
    if policy.entry == EntryPolicy::Prohibited {
        let detail = "companions do not enter here";
        found.push(Blocker::new(Rule::PlaceProhibited, Some(Role::Lead), detail));
    }
    if kind == PlaceKind::Imaging {
        found.extend(imaging_blockers(candidate));
    } else if policy.entry == EntryPolicy::IfCleared && kind == PlaceKind::OperatingRoom {
        found.extend(screening_blockers(candidate.screening));
        found.extend(cleanliness_blocker(candidate.clean));
        found.extend(gowning_blocker(candidate));
        found.extend(other_companion_blocker(candidate));
    } else if policy.entry == EntryPolicy::IfCleared {
        found.extend(cleanliness_blocker(candidate.clean));
    }
    found
}

fn keys(questions: &[ScreeningQuestion]) -> String {
    questions.iter().map(|question| question.key()).collect::<Vec<_>>().join(", ")
}

fn screening_blockers(screening: Screening) -> Vec<Blocker> {
    let mut found = Vec::new();
    let open = screening.answered(ScreeningQuestion::ALL, ScreeningAnswer::Unknown);
    if !open.is_empty() {
        let detail = format!("nobody has answered: {}", keys(&open));
        found.push(Blocker::new(Rule::ScreeningIncomplete, Some(Role::Lead), detail));
    }
    let flags = screening.answered(&ScreeningQuestion::HAZARDS, ScreeningAnswer::Yes);
    if !flags.is_empty() {
        let detail = format!("the screening says yes to: {}", keys(&flags));
        found.push(Blocker::new(Rule::ScreeningFlag, Some(Role::Lead), detail));
    }
    found
}

fn cleanliness_blocker(now: CleanStatus) -> Option<Blocker> {
    let why = now.unclean_reason?;
    let (rule, detail) = match why {
        UncleanReason::NeverCleaned => (Rule::CleanMissing, "nobody has said that it was cleaned"),
        UncleanReason::NotBagged => {
            (Rule::CleanMissing, "washed at home, but not brought in a sealed bag")
        }
        UncleanReason::Dropped => (Rule::CleanMissing, "it fell since it was cleaned"),
        UncleanReason::Spill => {
            (Rule::CleanMissing, "something was spilt on it since it was cleaned")
        }
        UncleanReason::Isolation => {
            (Rule::CleanMissing, "it has been in isolation: bag it for the wash")
        }
        UncleanReason::Expired => (Rule::CleanExpired, "it was cleaned too long ago"),
        UncleanReason::TooLongOnWard => {
            (Rule::CleanExpired, "it has been on a ward too long since it was cleaned")
        }
    };
    Some(Blocker::new(rule, Some(Role::Lead), detail))
}

fn gowning_blocker(candidate: &Candidate<'_>) -> Option<Blocker> {
    let on: Outfit = candidate.worn.iter().map(|worn| worn.item).collect();
    let missing: Vec<_> = candidate.required.difference(&on).map(|item| item.key()).collect();
    let detail = format!("not on yet: {}", missing.join(", "));
    (!missing.is_empty()).then(|| Blocker::new(Rule::NotGowned, Some(Role::Staff), detail))
}

fn other_companion_blocker(candidate: &Candidate<'_>) -> Option<Blocker> {
    let detail = "another companion of this child is already in the operating room";
    candidate.or_is_full.then(|| Blocker::new(Rule::OneCompanionOnly, Some(Role::Lead), detail))
}

fn imaging_blockers(candidate: &Candidate<'_>) -> Vec<Blocker> {
    let mut found = Vec::new();
    let pieces: Vec<_> =
        candidate.worn.iter().filter(|worn| !worn.metal_free).map(|worn| worn.item.key()).collect();
    if !pieces.is_empty() {
        let detail = format!("take off first, not marked metal-free: {}", pieces.join(", "));
        found.push(Blocker::new(Rule::ImagingMetal, None, detail));
    }
    let mut inside =
        candidate.screening.answered(&ScreeningQuestion::FERROUS, ScreeningAnswer::Yes);
    inside.extend(
        candidate.screening.answered(&ScreeningQuestion::FERROUS, ScreeningAnswer::Unknown),
    );
    if !inside.is_empty() {
        let detail =
            format!("flagged or not answered: {}; needs a hand magnet test", keys(&inside));
        found.push(Blocker::new(Rule::ImagingMetal, Some(Role::Lead), detail));
    }
    found
}
