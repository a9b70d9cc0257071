//! Labels of ward terms in English, short enough for a button, and helpers to join words into text.

use std::time::Duration;

use crate::domain::alert::AlertKind;
use crate::domain::journey::action::{Alternative, CleaningMethod, HolderKind, Outcome, Soiling};
use crate::domain::journey::cleanliness::UncleanReason;
use crate::domain::outfit::{Gowning, Item};
use crate::domain::place::PlaceKind;
use crate::domain::string_enum::StringEnum as _;
use crate::domain::time::{Time, minutes};

/// A key as text: underscores become spaces.
pub(crate) fn humanize(key: &str) -> String {
    key.replace('_', " ")
}

pub(crate) fn capitalize(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Joins words: "gown, mask and cap".
pub(crate) fn join_with_and(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

pub(crate) fn item_names<'a>(items: impl IntoIterator<Item = &'a Item>) -> String {
    let name = |item: &Item| match item {
        Item::IdBand => "name band".to_owned(),
        other => humanize(other.key()),
    };
    join_with_and(&items.into_iter().map(name).collect::<Vec<_>>())
}

/// A duration in one unit: minutes below 2 hours, hours below 48 hours, then days.
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

pub(crate) const fn move_label(kind: PlaceKind) -> &'static str {
    match kind {
        PlaceKind::CheckIn => "To check-in",
        PlaceKind::PreOp => "To pre-op",
        PlaceKind::OperatingRoom => "To the OR",
        PlaceKind::Imaging => "To imaging",
        PlaceKind::Recovery => "To recovery",
        PlaceKind::IntensiveCare => "To intensive care",
        PlaceKind::Ward => "To the ward",
        PlaceKind::Laundry => "To the laundry",
        PlaceKind::LostProperty => "To lost property",
        PlaceKind::Other => "To another place",
    }
}

/// The holder, if no name is known.
pub(crate) const fn holder(kind: HolderKind) -> &'static str {
    match kind {
        HolderKind::Child => "the child",
        HolderKind::Guardian => "a guardian",
        HolderKind::Staff => "staff",
        HolderKind::Place => "nobody (left in place)",
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

pub(crate) const fn unclean_reason(why: UncleanReason) -> &'static str {
    match why {
        UncleanReason::NeverCleaned => "no cleaning recorded",
        UncleanReason::NotBagged => "washed at home, not in a sealed bag",
        UncleanReason::Expired => "cleaned too long ago",
        UncleanReason::TooLongOnWard => "on a ward for too long since cleaning",
        UncleanReason::Dropped => "dropped since cleaning",
        UncleanReason::Spill => "spill since cleaning",
        UncleanReason::Isolation => "in isolation since cleaning",
    }
}

pub(crate) const fn alert(kind: AlertKind) -> &'static str {
    match kind {
        AlertKind::LeftBehind => "Left behind?",
        AlertKind::Missing => "Missing",
        AlertKind::UnclearedEntry => "Entered without clearance",
        AlertKind::ImagingHazard => "Metal in imaging?",
        AlertKind::CopiedTag => "Duplicate tag?",
        AlertKind::RewashDue => "Wash due",
        AlertKind::StillDressed => "Left the OR still gowned",
        AlertKind::LatexItem => "Latex item",
    }
}

pub(crate) const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::WithChild => "Home with the child",
        Outcome::WithGuardian => "Home with a guardian",
        Outcome::ToBePosted => "To be sent by post",
        Outcome::Lost => "Lost (search continues)",
        Outcome::Discarded => "Discarded (guardian agreed)",
    }
}

/// What happens instead of going to the operating room.
pub(crate) const fn alternative(alternative: Alternative) -> &'static str {
    match alternative {
        Alternative::WithGuardian => "Stays with a guardian",
        Alternative::Loaner => "Replacement toy to keep",
        Alternative::Photo => "Photo instead",
        Alternative::None => "No replacement",
    }
}

pub(crate) const fn cleaned(method: CleaningMethod) -> &'static str {
    match method {
        CleaningMethod::Wash => "Washed",
        CleaningMethod::Dryer => "Cleaned in hot dryer",
        CleaningMethod::Wipe => "Wiped",
    }
}

pub(crate) const fn soiling(why: Soiling) -> &'static str {
    match why {
        Soiling::Dropped => "Dropped",
        Soiling::Spill => "Spill",
        Soiling::Isolation => "Was in isolation",
    }
}
