//! The ward's words as a person reads them on a phone, short enough for a button.

use std::time::Duration;

use crate::domain::alert::AlertKind;
use crate::domain::companion::{ScreeningAnswer, ScreeningQuestion};
use crate::domain::journey::cleanliness::UncleanReason;
use crate::domain::journey::step::{Alternative, HolderKind, Outcome, Soiling, StepPayload};
use crate::domain::outfit::{Gowning, Item};
use crate::domain::place::PlaceKind;
use crate::domain::string_enum::StringEnum;
use crate::domain::time::{Time, minutes};

/// A key with its underscores as spaces, where that is all it takes.
#[must_use]
pub fn plain(key: &str) -> String {
    key.replace('_', " ")
}

/// The same, beginning with a capital.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A list as it is spoken: "gown, mask and cap".
#[must_use]
pub fn list(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// Pieces of an outfit as a list.
pub fn pieces<'a>(items: impl IntoIterator<Item = &'a Item>) -> String {
    let names: Vec<_> = items.into_iter().map(|item| plain(item.key())).collect();
    list(&names)
}

/// How long something lasts, in the largest unit that says enough.
#[must_use]
pub fn span(span: Duration) -> String {
    match span.as_secs() {
        seconds if seconds < 60 => "less than a minute".to_owned(),
        seconds if seconds < 2 * 3600 => format!("{} min", seconds / 60),
        seconds if seconds < 48 * 3600 => format!("{} h", seconds / 3600),
        seconds => format!("{} days", seconds / 86_400),
    }
}

/// How long ago something was.
#[must_use]
pub fn ago(at: Time, now: Time) -> String {
    match now.since(at) {
        short if short < minutes(1) => "just now".to_owned(),
        long => format!("{} ago", span(long)),
    }
}

/// Where something is brought that goes to a place of this kind.
#[must_use]
pub const fn towards(kind: PlaceKind) -> &'static str {
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

/// Who has the companion, where no name is known.
#[must_use]
pub const fn holder(kind: HolderKind) -> &'static str {
    match kind {
        HolderKind::Child => "the child",
        HolderKind::Guardian => "a guardian",
        HolderKind::Staff => "staff",
        HolderKind::Place => "nobody; left at its place",
        HolderKind::NobodyKnown => "nobody knows",
    }
}

/// How far the gowning is.
#[must_use]
pub const fn gowning(status: Gowning) -> &'static str {
    match status {
        Gowning::NotStarted => "Not gowned yet",
        Gowning::Partly => "Partly gowned",
        Gowning::Gowned => "Gowned",
        Gowning::TakenOff => "Taken off",
    }
}

/// Why it does not count as clean.
#[must_use]
pub const fn not_clean(why: UncleanReason) -> &'static str {
    match why {
        UncleanReason::NeverCleaned => "nobody has said that it was cleaned",
        UncleanReason::NotBagged => "washed at home, not in a sealed bag",
        UncleanReason::Expired => "cleaned too long ago",
        UncleanReason::TooLongOnWard => "too long on a ward since",
        UncleanReason::Dropped => "it fell since",
        UncleanReason::Spill => "something was spilt on it",
        UncleanReason::Isolation => "it was in isolation",
    }
}

/// The name of an alert.
#[must_use]
pub const fn alert(kind: AlertKind) -> &'static str {
    match kind {
        AlertKind::LeftBehind => "Left behind?",
        AlertKind::Missing => "Missing",
        AlertKind::UnclearedEntry => "Went in without clearance",
        AlertKind::ImagingHazard => "Metal in imaging",
        AlertKind::CopiedTag => "Two tags with this code?",
        AlertKind::RewashDue => "A wash is due",
        AlertKind::StillDressed => "Left the OR still dressed",
        AlertKind::LatexItem => "Latex, and the child must not meet it",
    }
}

/// How a journey ended.
#[must_use]
pub const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::WithChild => "Home with its child",
        Outcome::WithGuardian => "Home with a guardian",
        Outcome::ToBePosted => "To be posted",
        Outcome::Lost => "Lost; the search goes on",
        Outcome::Discarded => "Thrown away, the guardian agreed",
    }
}

/// What is done instead of coming along.
#[must_use]
pub const fn alternative(instead: Alternative) -> &'static str {
    match instead {
        Alternative::WithGuardian => "It waits with a guardian",
        Alternative::Loaner => "A loaner comes along, to keep",
        Alternative::Photo => "Its photo comes along",
        Alternative::None => "Nothing instead",
    }
}

/// Why it is clean no more.
#[must_use]
pub const fn soiling(why: Soiling) -> &'static str {
    match why {
        Soiling::Dropped => "It fell",
        Soiling::Spill => "Something was spilt on it",
        Soiling::Isolation => "It was in isolation",
    }
}

/// What happened in a step; `place` is the name of the place in it, where there is one.
#[must_use]
pub fn happened(what: &StepPayload, place: &str) -> String {
    match what {
        StepPayload::CheckedIn { .. } => "Checked in".to_owned(),
        StepPayload::Sighted => "Seen".to_owned(),
        StepPayload::Moved { resting_place: Some(rests), .. } => {
            format!("In {place}, {}", plain(rests))
        }
        StepPayload::Moved { .. } => format!("In {place}"),
        StepPayload::Dressed { items, .. } => {
            format!("{} on", capital(&pieces(items.iter().map(|worn| &worn.item))))
        }
        StepPayload::Undressed { items } => format!("{} off", capital(&pieces(items))),
        StepPayload::Screened { answers } => screened(answers),
        StepPayload::Cleaned { method, bagged, .. } => {
            format!("Cleaned: {}{}", method.key(), if *bagged { ", sealed bag" } else { "" })
        }
        StepPayload::Soiled { cause: why } => soiling(*why).to_owned(),
        StepPayload::HandedOver { to: HolderKind::Place, .. } => "Left at its place".to_owned(),
        StepPayload::HandedOver { to, name } => {
            format!("Handed to {}", name.as_deref().unwrap_or(holder(*to)))
        }
        StepPayload::ReportedMissing => "Reported missing".to_owned(),
        StepPayload::Found { place: Some(_) } => format!("Found in {place}"),
        StepPayload::Found { place: None } => "Found".to_owned(),
        StepPayload::Declined { reason, alternative: instead } => {
            format!("Declined for the OR: {reason}. {}", alternative(*instead))
        }
        StepPayload::Reunited { with_guardian: false } => "Back with its child".to_owned(),
        StepPayload::Reunited { with_guardian: true } => "Back with a guardian".to_owned(),
        StepPayload::Closed { outcome: ended, .. } => outcome(*ended).to_owned(),
        StepPayload::Noted { text } => format!("Note: {text}"),
        StepPayload::Voided { .. } => "Took back a step".to_owned(),
    }
}

fn screened(answers: &[(ScreeningQuestion, ScreeningAnswer)]) -> String {
    let yes: Vec<_> = answers
        .iter()
        .filter(|(question, answer)| match question {
            ScreeningQuestion::Washable => *answer == ScreeningAnswer::No,
            _ => *answer == ScreeningAnswer::Yes,
        })
        .map(|(question, _)| plain(question.key()))
        .collect();
    if yes.is_empty() {
        "Screened".to_owned()
    } else {
        format!("Screened; look at: {}", list(&yes))
    }
}
