//! What the pages for a family share: the layout, the language, and the error page.

use crate::web::family_caller::FamilyCaller;
use askama::Template;

use super::super::shared::assets;
use super::super::shared::error::PageError;
use super::super::shared::request::HtmlRequest;
use crate::domain::family::Language;
use crate::domain::string_enum::StringEnum as _;
use crate::i18n::{self, FamilyText};
use crate::use_cases::family::family_view::{self, FamilyView};

pub(super) struct FamilyLayout {
    pub language: Language,
    pub title: String,
}

impl FamilyLayout {
    pub(super) fn language_tag(&self) -> &'static str {
        self.language.key()
    }

    pub(super) const fn direction(&self) -> &'static str {
        if self.language.is_right_to_left() { "rtl" } else { "ltr" }
    }

    /// A translated text by its key.
    pub(super) fn text(&self, key: &str) -> String {
        let text = FamilyText::from_key(key);
        text.map(|text| i18n::text(self.language, text, &[])).unwrap_or_default()
    }

    #[expect(clippy::unused_self, reason = "templates call it on the layout")]
    pub(super) fn file(&self, name: &str) -> String {
        assets::url(name)
    }
}

/// The page in another language.
pub(super) struct LanguageLink {
    pub tag: &'static str,
    /// The language's name in the language itself.
    pub own_name: String,
    pub url: String,
    pub current: bool,
}

#[derive(Template)]
#[template(path = "family/closed.html")]
struct ClosedTemplate {
    layout: FamilyLayout,
    sentence: String,
}

/// What the link shows, and the language: the requested one, otherwise the link's own.
pub(super) async fn load_view(
    request: &HtmlRequest,
    family: FamilyCaller,
) -> Result<(FamilyView, Language), PageError> {
    let view = family_view::view(request.app(), &family.token, family.network).await;
    let view = family.admission.count(view)?;
    let requested = request.query().get("lang").and_then(Language::from_key);
    let language = requested.unwrap_or(view.language);
    Ok((view, language))
}

pub(super) fn companion_names(view: &FamilyView) -> Vec<&str> {
    view.companions.iter().map(|companion| companion.name.as_str()).collect()
}

/// A link to the page in every language.
pub(super) fn language_links(
    current: Language,
    url: impl Fn(Language) -> String,
) -> Vec<LanguageLink> {
    let link = |&language: &Language| LanguageLink {
        tag: language.key(),
        own_name: i18n::text(language, FamilyText::LanguageName, &[]),
        url: url(language),
        current: language == current,
    };
    Language::ALL.iter().map(link).collect()
}

/// The path of the family's page.
pub(super) fn page_path(token: &str, language: Language, child_view: bool) -> String {
    let view = if child_view { "&view=child" } else { "" };
    format!("/f/{token}?lang={}{view}", language.key())
}

/// The path of the card or the passport.
pub(super) fn subpage_path(token: &str, name: &str, language: Language) -> String {
    format!("/f/{token}/{name}?lang={}", language.key())
}
