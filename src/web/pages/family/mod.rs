//! The family's page: how the companion is, in the family's language, and nothing else.
//!
//! The page is complete without a script and then reloads itself; with a script it receives changes
//! as they happen. The child's view has a bigger picture and fewer words (R39).

pub mod card;
mod error;
mod layout;
pub mod passport;
pub mod push;
mod view;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde_json::json;

use self::error::FamilyPageError;
use self::layout::{
    FamilyLayout, LanguageLink, companion_names, language_links, load_view, page_path,
};
use self::push::PushPanel;
use self::view::{CompanionSection, Reader};
use super::shared::assets;
use super::shared::cookies::FAMILY;
use super::shared::error::PageError;
use super::shared::request::HtmlRequest;
use crate::domain::family::Language;
use crate::domain::string_enum::StringEnum as _;
use crate::i18n::{self, FamilyText};
use crate::use_cases::family::family_view::FamilyView;
use crate::web::family_caller::FamilyCaller;
use crate::web::pages::shared::headers::with_page_headers;
use crate::web::pages::shared::response::page;

#[derive(Template)]
#[template(path = "family/page.html")]
struct FamilyTemplate {
    layout: FamilyLayout,
    companions: Vec<CompanionSection>,
    /// Says whom the page is about, and where to ask about everything else.
    about: String,
    token: String,
    child_view: bool,
    other_view: String,
    languages: Vec<LanguageLink>,
    has_card: bool,
    has_passport: bool,
    push: Option<PushPanel>,
}

/// `GET /f/{token}`. A cookie keeps the token, so that this phone recognises its companion's tag.
pub async fn show(
    family: FamilyCaller,
    request: HtmlRequest,
) -> Result<HttpResponse, FamilyPageError> {
    let page = match load_view(&request, family).await {
        Ok((view, language)) => render(&request, &view, language),
        Err(error) => Err(error),
    };
    page.map_err(|error| FamilyPageError::new(error, &request))
}

fn render(
    request: &HtmlRequest,
    view: &FamilyView,
    language: Language,
) -> Result<HttpResponse, PageError> {
    let token = request.path_param("token");
    let child_view = request.query().get("view") == Some("child");
    let (zone, now) = (&request.app().time_zone, request.app().clock.now());
    let reader = Reader { token, language, child_view, zone, now };
    let names = companion_names(view);
    let title = if names.is_empty() { "Stuffy".to_owned() } else { names.join(" · ") };
    let template = FamilyTemplate {
        layout: FamilyLayout { language, title },
        companions: reader.companions(view),
        about: about(language, &names),
        token: token.to_owned(),
        child_view,
        other_view: page_path(token, language, !child_view),
        languages: language_links(language, |other| page_path(token, other, false)),
        has_card: view.companions.iter().any(|companion| companion.card.is_some()),
        has_passport: view.companions.iter().any(|companion| !companion.passport.is_empty()),
        push: PushPanel::new(request),
    };
    let mut response = page(StatusCode::OK, &template)?;
    FAMILY.set(request.app(), &mut response, token)?;
    Ok(response)
}

fn about(language: Language, names: &[&str]) -> String {
    let names = names.join(&i18n::text(language, FamilyText::ListSeparator, &[]));
    i18n::text(language, FamilyText::PageAbout, &[("name", &names)])
}

/// `GET /f/{token}/app.webmanifest`, for the home screen.
pub async fn manifest(
    family: FamilyCaller,
    request: HtmlRequest,
) -> Result<HttpResponse, PageError> {
    let (view, _) = load_view(&request, family).await?;
    let names = companion_names(&view);
    let icon = |file: &str, sizes: &str, media_type: &str| json!({ "src": assets::url(file), "sizes": sizes, "type": media_type });
    let path = format!("/f/{}", request.path_param("token"));
    let manifest = json!({
        "id": path,
        "name": names.join(" · "),
        "short_name": names.first().copied().unwrap_or("Stuffy"),
        "lang": view.language.key(),
        "start_url": path,
        "scope": "/f/",
        "display": "standalone",
        "background_color": "#fbf7f0",
        "theme_color": "#fbf7f0",
        "icons": [
            icon("icon-192.png", "192x192", "image/png"),
            icon("icon-512.png", "512x512", "image/png"),
        ],
    });
    let mut response = HttpResponse::Ok();
    Ok(with_page_headers(
        response.content_type("application/manifest+json").body(manifest.to_string()),
    ))
}
