//! What may be chosen as a password.

use std::collections::BTreeSet;

/// In characters.
pub const MIN_LENGTH: usize = 12;
/// In characters.
pub const MAX_LENGTH: usize = 128;
/// A long text of few different characters is easy to guess.
pub const MIN_DISTINCT: usize = 5;

#[must_use]
pub fn is_acceptable(text: &str) -> bool {
    let distinct: BTreeSet<_> = text.chars().collect();
    (MIN_LENGTH..=MAX_LENGTH).contains(&text.chars().count()) && distinct.len() >= MIN_DISTINCT
}
