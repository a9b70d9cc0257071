//! Looks up messages in the Fluent files.

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader as _, static_loader};

use crate::domain::family::Language;
use crate::domain::string_enum::StringEnum as _;

static_loader! {
    static LOCALES = {
        locales: "./src/i18n/locales",
        fallback_language: "en",
        // Pages isolate a name with <bdi>. In plain text, Fluent's isolation marks would be in the way.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

pub(crate) fn message(language: Language, id: &str, args: &[(&'static str, &str)]) -> String {
    let args: HashMap<_, _> =
        args.iter().map(|(name, text)| (Cow::from(*name), FluentValue::from(*text))).collect();
    LOCALES.lookup_with_args(&identifier(language), id, &args)
}

fn identifier(language: Language) -> LanguageIdentifier {
    language.key().parse().unwrap_or_default()
}
