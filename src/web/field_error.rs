//! An invalid value in a request body or form, by JSON pointer; the API and the pages each render it.

/// The pointers have no leading `#`, such as `/actions/0/items`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FieldError {
    /// What the pointer is relative to in a request body of the API; a form is flat and does not have it.
    pub(crate) parent: String,
    pub(crate) pointer: String,
    pub(crate) detail: String,
}

impl FieldError {
    pub(crate) fn new(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { parent: String::new(), pointer: pointer.into(), detail: detail.into() }
    }

    pub(crate) fn inside(self, parent: String) -> Self {
        Self { parent, ..self }
    }
}
