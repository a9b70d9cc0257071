//! How admin pages show points in time and domain values.

use crate::domain::place::PlaceKind;
use crate::domain::string_enum::StringEnum;
use crate::domain::tag::TagState;
use crate::domain::time::Time;
use crate::json::Timestamp;
use crate::web::pages::shared::text::{capitalize, humanize};

/// A choice of a `<select>`: key, label, and whether it is selected.
pub(super) type SelectOption = (&'static str, String, bool);

/// Date and time, as in "2026-11-22 08:00 UTC".
#[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
pub(super) fn date_time(at: &Time) -> String {
    let text = Timestamp(*at).to_string();
    let (day, time) = text.split_once('T').unwrap_or((&text, ""));
    format!("{day} {} UTC", time.get(..5).unwrap_or_default())
}

pub(super) fn label(value: &impl StringEnum) -> String {
    capitalize(&humanize(value.key()))
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
pub(super) fn kind_label(kind: &PlaceKind) -> String {
    match kind {
        PlaceKind::CheckIn => "Check-in".to_owned(),
        PlaceKind::PreOp => "Pre-op".to_owned(),
        other => label(other),
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
pub(super) fn state_label(state: &TagState) -> String {
    match state {
        TagState::Live => "Active".to_owned(),
        TagState::Void => "Deactivated".to_owned(),
        other => label(other),
    }
}

/// The choices of a `<select>` with their labels.
pub(super) fn select_options<T: StringEnum>(
    selected: Option<T>,
    label: impl Fn(&T) -> String,
) -> Vec<SelectOption> {
    T::ALL.iter().map(|value| (value.key(), label(value), selected == Some(*value))).collect()
}
