//! How a text is set.

use unicode_bidi::Level;

#[derive(Clone, Copy)]
pub(crate) enum Weight {
    Bold,
    Regular,
}

#[derive(Clone, Copy)]
pub(crate) struct Style {
    pub(crate) weight: Weight,
    /// The writing direction of the paragraph; `None` to take it from the first letter of the text.
    pub(crate) direction: Option<Level>,
}

impl Style {
    /// For labels and posters.
    pub(crate) const LABEL: Self = Self { weight: Weight::Bold, direction: None };
}
