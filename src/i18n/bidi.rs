//! Names in the other writing direction than the sentence around them.

use std::borrow::Cow;

use unicode_bidi::{BidiClass, bidi_class};

use crate::domain::family::Language;

/// Puts invisible isolation marks around a name of the other direction. Without them, the words beside it would be
/// shown in the wrong order.
#[must_use]
pub fn isolate_bidi(language: Language, name: &str) -> Cow<'_, str> {
    let is_opposite = |c: char| match bidi_class(c) {
        BidiClass::L => language.is_right_to_left(),
        BidiClass::R | BidiClass::AL => !language.is_right_to_left(),
        _ => false,
    };
    if name.chars().any(is_opposite) {
        format!("\u{2068}{name}\u{2069}").into()
    } else {
        name.into()
    }
}
