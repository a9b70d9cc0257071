//! The door: what the API and the pages have in common when somebody asks, before either speaks.
//!
//! Who asks and from where, how often they may, how text is checked, what somebody says happened, and what sheet of labels they want.
//! Each surface puts a refusal into its own words.

/// A member of what was told that does not fit, as a JSON pointer, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Where.
    pub pointer: String,
    /// What is wrong with it.
    pub detail: String,
}

impl FieldError {
    /// Something amiss at this pointer.
    pub fn new(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), detail: detail.into() }
    }
}
