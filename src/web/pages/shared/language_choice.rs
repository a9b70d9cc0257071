//! A language to choose from on a page for staff.

use crate::domain::family::Language;
use crate::domain::string_enum::StringEnum as _;
use crate::i18n::{self, FamilyText};

pub(crate) struct LanguageChoice {
    pub key: &'static str,
    /// In the language's own script, so that a parent can point at it.
    pub name: String,
}

impl LanguageChoice {
    pub(crate) fn new(language: Language) -> Self {
        Self { key: language.key(), name: i18n::text(language, FamilyText::LanguageName, &[]) }
    }
}
