//! Paths of pages that several modules link to.

use crate::domain::tag::TagCode;

/// The page of a tag, and of the companion it is bound to.
pub(crate) fn tag_path(code: TagCode) -> String {
    format!("/T/{}", code.as_str())
}
