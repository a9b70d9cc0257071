//! The sentence of each family status.

use super::messages::message;
use crate::domain::family::{FamilyStatus, Language};
use crate::domain::string_enum::StringEnum as _;

#[must_use]
pub fn status_text(language: Language, status: FamilyStatus, name: &str) -> String {
    message(language, &format!("status-{}", status.key()), &[("name", name)])
}

/// The same for children, in fewer words (R39).
#[must_use]
pub fn child_status_text(language: Language, status: FamilyStatus, name: &str) -> String {
    message(language, &format!("child-{}", status.key()), &[("name", name)])
}

/// What the companion did, for the card. A lack of news is not something it did and has no text.
#[must_use]
pub fn past_status(language: Language, status: FamilyStatus) -> Option<String> {
    let id = format!("past-{}", status.key());
    (status != FamilyStatus::NoNewWord).then(|| message(language, &id, &[]))
}
