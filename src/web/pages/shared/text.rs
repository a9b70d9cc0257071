//! English texts for domain values on staff pages, short enough for a button.

use std::time::Duration;

use crate::domain::alert::AlertKind;
use crate::domain::companion::{ScreeningAnswer, ScreeningQuestion};
use crate::domain::journey::cleanliness::UncleanReason;
use crate::domain::journey::step::{Alternative, HolderKind, Outcome, Soiling, StepPayload};
use crate::domain::outfit::{Gowning, Item};
use crate::domain::place::PlaceKind;
use crate::domain::string_enum::StringEnum;
use crate::domain::time::{Time, minutes};

/// Shows a key as words: `operating_room` becomes "operating room".
pub(crate) fn humanize(key: &str) -> String {
    key.replace('_', " ")
}

pub(crate) fn capitalize(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Joins words as in "gown, mask and cap".
pub(crate) fn join_with_and(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

pub(crate) fn item_names<'a>(items: impl IntoIterator<Item = &'a Item>) -> String {
    let names: Vec<_> = items.into_iter().map(|item| humanize(item.key())).collect();
    join_with_and(&names)
}

pub(crate) fn duration(duration: Duration) -> String {
    match duration.as_secs() {
        seconds if seconds < 60 => "less than a minute".to_owned(),
        seconds if seconds < 2 * 3600 => format!("{} min", seconds / 60),
        seconds if seconds < 48 * 3600 => format!("{} h", seconds / 3600),
        seconds => format!("{} days", seconds / 86_400),
    }
}

pub(crate) fn ago(at: Time, now: Time) -> String {
    match now.since(at) {
        short if short < minutes(1) => "just now".to_owned(),
        long => format!("{} ago", duration(long)),
    }
}

/// The button that moves a companion to a place of this kind.
pub(crate) const fn move_label(kind: PlaceKind) -> &'static str {
    match kind {
        PlaceKind::CheckIn => "To check-in",
        PlaceKind::PreOp => "To pre-op",
        PlaceKind::OperatingRoom => "Into the OR",
        PlaceKind::Imaging => "To imaging",
        PlaceKind::Recovery => "To recovery",
        PlaceKind::IntensiveCare => "To intensive care",
        PlaceKind::Ward => "To the ward",
        PlaceKind::Laundry => "To the laundry",
        PlaceKind::LostProperty => "To lost property",
        PlaceKind::Other => "Elsewhere",
    }
}

/// Who has the companion, if no name is known.
pub(crate) const fn holder(kind: HolderKind) -> &'static str {
    match kind {
        HolderKind::Child => "the child",
        HolderKind::Guardian => "a guardian",
        HolderKind::Staff => "staff",
        HolderKind::Place => "nobody; at its place",
        HolderKind::NobodyKnown => "unknown",
    }
}

pub(crate) const fn gowning(status: Gowning) -> &'static str {
    match status {
        Gowning::NotStarted => "Not gowned yet",
        Gowning::Partly => "Partly gowned",
        Gowning::Gowned => "Gowned",
        Gowning::TakenOff => "Gown removed",
    }
}

/// Why a companion does not count as clean.
pub(crate) const fn unclean_reason(reason: UncleanReason) -> &'static str {
    match reason {
        UncleanReason::NeverCleaned => "no cleaning recorded",
        UncleanReason::NotBagged => "washed at home, not in a sealed bag",
        UncleanReason::Expired => "cleaned too long ago",
        UncleanReason::TooLongOnWard => "too long on a ward since the last cleaning",
        UncleanReason::Dropped => "dropped",
        UncleanReason::Spill => "spill",
        UncleanReason::Isolation => "was in isolation",
    }
}

pub(crate) const fn alert(kind: AlertKind) -> &'static str {
    match kind {
        AlertKind::LeftBehind => "Left behind?",
        AlertKind::Missing => "Missing",
        AlertKind::UnclearedEntry => "Entered without clearance",
        AlertKind::ImagingHazard => "Metal in imaging",
        AlertKind::CopiedTag => "Duplicate tag?",
        AlertKind::RewashDue => "Wash due",
        AlertKind::StillDressed => "Left the OR still gowned",
        AlertKind::LatexItem => "Latex; the child must avoid it",
    }
}

pub(crate) const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::WithChild => "Home with its child",
        Outcome::WithGuardian => "Home with a guardian",
        Outcome::ToBePosted => "To be mailed home",
        Outcome::Lost => "Lost; search continues",
        Outcome::Discarded => "Discarded with the guardian's consent",
    }
}

/// What happens instead when a companion does not go to the OR.
pub(crate) const fn alternative(instead: Alternative) -> &'static str {
    match instead {
        Alternative::WithGuardian => "Waits with a guardian",
        Alternative::Loaner => "A loaner goes instead, to keep",
        Alternative::Photo => "Its photo goes instead",
        Alternative::None => "No replacement",
    }
}

pub(crate) const fn soiling(soiling: Soiling) -> &'static str {
    match soiling {
        Soiling::Dropped => "Dropped",
        Soiling::Spill => "Spill",
        Soiling::Isolation => "Was in isolation",
    }
}

/// A step in one line; `place` is the name of the place in the step, if there is one.
pub(crate) fn step_summary(step: &StepPayload, place: &str) -> String {
    match step {
        StepPayload::CheckedIn { .. } => "Checked in".to_owned(),
        StepPayload::Sighted => "Seen".to_owned(),
        StepPayload::Moved { resting_place: Some(rests), .. } => {
            format!("In {place}, {}", humanize(rests))
        }
        StepPayload::Moved { .. } => format!("In {place}"),
        StepPayload::Dressed { items, .. } => {
            format!("{} on", capitalize(&item_names(items.iter().map(|worn| &worn.item))))
        }
        StepPayload::Undressed { items } => format!("{} off", capitalize(&item_names(items))),
        StepPayload::Screened { answers } => screened(answers),
        StepPayload::Cleaned { method, bagged, .. } => {
            format!("Cleaned: {}{}", method.key(), if *bagged { ", sealed bag" } else { "" })
        }
        StepPayload::Soiled { why } => soiling(*why).to_owned(),
        StepPayload::HandedOver { to: HolderKind::Place, .. } => "Left at its place".to_owned(),
        StepPayload::HandedOver { to, name } => {
            format!("Handed to {}", name.as_deref().unwrap_or(holder(*to)))
        }
        StepPayload::ReportedMissing => "Reported missing".to_owned(),
        StepPayload::Found { place: Some(_) } => format!("Found in {place}"),
        StepPayload::Found { place: None } => "Found".to_owned(),
        StepPayload::Declined { reason, alternative: instead } => {
            format!("Not going to the OR: {reason}. {}", alternative(*instead))
        }
        StepPayload::Reunited { with_guardian: false } => "Back with its child".to_owned(),
        StepPayload::Reunited { with_guardian: true } => "Back with a guardian".to_owned(),
        StepPayload::Closed { outcome: ended, .. } => outcome(*ended).to_owned(),
        StepPayload::Noted { text } => format!("Note: {text}"),
        StepPayload::Voided { .. } => "Step undone".to_owned(),
    }
}

fn screened(answers: &[(ScreeningQuestion, ScreeningAnswer)]) -> String {
    let findings: Vec<_> = answers
        .iter()
        .filter(|(question, answer)| match question {
            ScreeningQuestion::Washable => *answer == ScreeningAnswer::No,
            _ => *answer == ScreeningAnswer::Yes,
        })
        .map(|(question, _)| humanize(question.key()))
        .collect();
    if findings.is_empty() {
        "Screened".to_owned()
    } else {
        format!("Screened; note: {}", join_with_and(&findings))
    }
}
