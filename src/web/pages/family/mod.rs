//! The family's page: how their friend is, in their language, and nothing else (rule 7 of the house).
//!
//! `shown.rs` puts what is seen into words, `keepsakes.rs` shows the team's card and the passport. The page is whole without script and looks again by itself; with
//! script it is told of news as they come. A child's view of it has a bigger picture and fewer words (R39).

mod card_and_passport;
mod view;
pub mod push;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT_LANGUAGE, RETRY_AFTER};
use askama::Template;
use serde_json::json;

use super::family::push::PushPanel as Push;
use super::page;
use super::shared::assets;
use super::shared::cookies::FAMILY;
use super::shared::error::PageError;
use super::shared::request::HtmlRequest;
use crate::domain::family::Language;
use crate::domain::string_enum::StringEnum as _;
use crate::i18n::{self, NotificationText};
use crate::use_cases::family::family_view::{self, FamilyView};
use crate::web::rate_limit::RateLimitKind;
use view::{Friend, Reader, shown};

pub use card_and_passport::{card, passport};

#[derive(Template)]
#[template(path = "family/page.html")]
struct FamilyTemplate {
    frame: Frame,
    friends: Vec<Friend>,
    about: String,
    token: String,
    child: bool,
    /// The way to the other view.
    other_view: String,
    languages: Vec<LanguageChoice>,
    /// Whether there is a card to see.
    card: bool,
    /// Whether there is a passport to see.
    passport: bool,
    push: Option<Push>,
}

/// A language as it is offered.
struct LanguageChoice {
    tag: &'static str,
    own_name: String,
    way: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "family/closed.html")]
struct ClosedTemplate {
    frame: Frame,
    sentence: String,
}

/// What every page for a family is framed by.
struct Frame {
    language: Language,
    title: String,
}

impl Frame {
    fn tag(&self) -> &'static str {
        self.language.key()
    }

    const fn direction(&self) -> &'static str {
        if self.language.is_right_to_left() { "rtl" } else { "ltr" }
    }

    /// What a family reads beside the status; the template names it by its key.
    fn say(&self, key: &str) -> String {
        let words = NotificationText::from_key(key);
        words.map(|words| i18n::say(self.language, words, &[])).unwrap_or_default()
    }
}

/// The address of one of the files that the page loads, for its template.
fn file(name: &str) -> String {
    assets::address(name)
}

/// What the companions are called.
fn names(view: &FamilyView) -> Vec<&str> {
    view.companions.iter().map(|friend| friend.name.as_str()).collect()
}

/// Whom the page is about, and where to ask for the rest.
fn about(language: Language, names: &[&str]) -> String {
    let names = names.join(&i18n::say(language, NotificationText::ListComma, &[]));
    i18n::say(language, NotificationText::About, &[("name", &names)])
}

/// `GET /f/{token}`: the phone keeps the link, so that it knows its friend's tag.
///
/// # Errors
/// A page that says so in plain words: for a link that is unknown, revoked or over, and for too many looks.
pub async fn show(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    match look(&asked).await {
        Ok(view) => shown_to(&asked, &view),
        Err(turned) => turned_away(&asked, &turned),
    }
}

/// Every language there is, each as its readers call it, with the way to the page in it.
fn tongues(current: Language, way: impl Fn(Language) -> String) -> Vec<LanguageChoice> {
    let tongue = |&other: &Language| LanguageChoice {
        tag: other.key(),
        own_name: i18n::say(other, NotificationText::OwnName, &[]),
        way: way(other),
        current: other == current,
    };
    Language::ALL.iter().map(tongue).collect()
}

/// The language to say it in: the one that is asked for, else the link's own.
fn spoken(asked: &HtmlRequest, view: &FamilyView) -> Language {
    asked.query().get("lang").and_then(Language::from_key).unwrap_or(view.language)
}

/// The page in this language and this view.
fn way(token: &str, language: Language, child: bool) -> String {
    let view = if child { "&view=child" } else { "" };
    format!("/f/{token}?lang={}{view}", language.key())
}

async fn look(asked: &HtmlRequest) -> Result<FamilyView, PageError> {
    asked.count(RateLimitKind::Family, &asked.address())?;
    Ok(family_view::view(asked.app(), asked.part("token"), &asked.address()).await?)
}

fn shown_to(asked: &HtmlRequest, view: &FamilyView) -> Result<HttpResponse, PageError> {
    let (query, token) = (asked.query(), asked.part("token"));
    let language = spoken(asked, view);
    let child = query.get("view") == Some("child");
    let (zone, now) = (&asked.app().time_zone, asked.app().clock.now());
    let friends = shown(view, &Reader { token, language, child, zone, now });
    let names = names(view);
    let title = if names.is_empty() { "Stuffy".to_owned() } else { names.join(" · ") };
    let page_of = FamilyTemplate {
        frame: Frame { language, title },
        friends,
        about: about(language, &names),
        token: token.to_owned(),
        child,
        other_view: way(token, language, !child),
        languages: tongues(language, |other| way(token, other, false)),
        card: view.companions.iter().any(|friend| friend.card.is_some()),
        passport: view.companions.iter().any(|friend| !friend.passport.is_empty()),
        push: Push::of(asked),
    };
    let mut answer = page(StatusCode::OK, &page_of)?;
    FAMILY.give(asked.app(), &mut answer, token)?;
    Ok(answer)
}

/// Whoever is turned away from here is a worried family: one plain sentence, in the browser's language.
fn turned_away(asked: &HtmlRequest, turned: &PageError) -> Result<HttpResponse, PageError> {
    let wishes = asked.request().headers().get(ACCEPT_LANGUAGE);
    let wishes = wishes.and_then(|wishes| wishes.to_str().ok()).unwrap_or_default();
    let language = i18n::asked_for(wishes);
    let refused = turned.refused();
    let words = match refused.map(|refused| refused.kind.status) {
        Some(404) => NotificationText::Closed,
        Some(429 | 503) => NotificationText::TooOften,
        _ => NotificationText::AtFault,
    };
    let sentence = i18n::say(language, words, &[]);
    let status = refused.and_then(|refused| StatusCode::from_u16(refused.kind.status).ok());
    let frame = Frame { language, title: sentence.clone() };
    let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut answer = page(status, &ClosedTemplate { frame, sentence })?;
    if let Some(seconds) = refused.and_then(|refused| refused.retry_after) {
        answer.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    Ok(answer)
}

/// `GET /f/{token}/app.webmanifest`: what the page is called on a home screen, and that it is this page.
///
/// # Errors
/// As [`show`].
pub async fn manifest(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let view = look(&asked).await?;
    let names = names(&view);
    let icon = |file: &str, sizes: &str, kind: &str| json!({ "src": assets::address(file), "sizes": sizes, "type": kind });
    let here = format!("/f/{}", asked.part("token"));
    let manifest = json!({
        "id": here,
        "name": names.join(" · "),
        "short_name": names.first().copied().unwrap_or("Stuffy"),
        "lang": view.language.key(),
        "start_url": here,
        "scope": "/f/",
        "display": "standalone",
        "background_color": "#fbf7f0",
        "theme_color": "#fbf7f0",
        "icons": [
            icon("icon-192.png", "192x192", "image/png"),
            icon("icon-512.png", "512x512", "image/png"),
        ],
    });
    let mut answer = HttpResponse::Ok();
    Ok(super::with_page_headers(
        answer.content_type("application/manifest+json").body(manifest.to_string()),
    ))
}
