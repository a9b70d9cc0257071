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

use super::family::push::Part as Push;
use super::page;
use super::shared::assets;
use super::shared::cookies::FAMILY;
use super::shared::error::Turned;
use super::shared::request::Asked;
use crate::domain::family::Language;
use crate::domain::string_enum::Keyed as _;
use crate::i18n::{self, Words};
use crate::use_cases::family::family_view::{self, FamilyView};
use crate::web::rate_limit::Readers;
use view::{Friend, Reader, shown};

pub use card_and_passport::{card, passport};

#[derive(Template)]
#[template(path = "family/page.html")]
struct Page {
    frame: Frame,
    friends: Vec<Friend>,
    about: String,
    token: String,
    child: bool,
    /// The way to the other view.
    other_view: String,
    languages: Vec<Tongue>,
    /// Whether there is a card to see.
    card: bool,
    /// Whether there is a passport to see.
    passport: bool,
    push: Option<Push>,
}

/// A language as it is offered.
struct Tongue {
    tag: &'static str,
    own_name: String,
    way: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "family/closed.html")]
struct Closed {
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
        let words = Words::from_key(key);
        words.map(|words| i18n::say(self.language, words, &[])).unwrap_or_default()
    }
}

/// The address of one of the files that the page loads, for its template.
fn file(name: &str) -> String {
    assets::address(name)
}

/// What the companions are called.
fn names(view: &FamilyView) -> Vec<&str> {
    view.friends.iter().map(|friend| friend.name.as_str()).collect()
}

/// Whom the page is about, and where to ask for the rest.
fn about(language: Language, names: &[&str]) -> String {
    let names = names.join(&i18n::say(language, Words::ListComma, &[]));
    i18n::say(language, Words::About, &[("name", &names)])
}

/// `GET /f/{token}`: the phone keeps the link, so that it knows its friend's tag.
///
/// # Errors
/// A page that says so in plain words: for a link that is unknown, revoked or over, and for too many looks.
pub async fn show(asked: Asked) -> Result<HttpResponse, Turned> {
    match look(&asked).await {
        Ok(view) => shown_to(&asked, &view),
        Err(turned) => turned_away(&asked, &turned),
    }
}

/// Every language there is, each as its readers call it, with the way to the page in it.
fn tongues(current: Language, way: impl Fn(Language) -> String) -> Vec<Tongue> {
    let tongue = |&other: &Language| Tongue {
        tag: other.key(),
        own_name: i18n::say(other, Words::OwnName, &[]),
        way: way(other),
        current: other == current,
    };
    Language::ALL.iter().map(tongue).collect()
}

/// The language to say it in: the one that is asked for, else the link's own.
fn spoken(asked: &Asked, view: &FamilyView) -> Language {
    asked.query().get("lang").and_then(Language::from_key).unwrap_or(view.language)
}

/// The page in this language and this view.
fn way(token: &str, language: Language, child: bool) -> String {
    let view = if child { "&view=child" } else { "" };
    format!("/f/{token}?lang={}{view}", language.key())
}

async fn look(asked: &Asked) -> Result<FamilyView, Turned> {
    asked.count(Readers::Family, &asked.address())?;
    Ok(family_view::see(asked.world(), asked.part("token"), &asked.address()).await?)
}

fn shown_to(asked: &Asked, view: &FamilyView) -> Result<HttpResponse, Turned> {
    let (query, token) = (asked.query(), asked.part("token"));
    let language = spoken(asked, view);
    let child = query.get("view") == Some("child");
    let (zone, now) = (&asked.world().zone, asked.world().clock.now());
    let friends = shown(view, &Reader { token, language, child, zone, now });
    let names = names(view);
    let title = if names.is_empty() { "Stuffy".to_owned() } else { names.join(" · ") };
    let page_of = Page {
        frame: Frame { language, title },
        friends,
        about: about(language, &names),
        token: token.to_owned(),
        child,
        other_view: way(token, language, !child),
        languages: tongues(language, |other| way(token, other, false)),
        card: view.friends.iter().any(|friend| friend.card.is_some()),
        passport: view.friends.iter().any(|friend| !friend.passport.is_empty()),
        push: Push::of(asked),
    };
    let mut answer = page(StatusCode::OK, &page_of)?;
    FAMILY.give(asked.world(), &mut answer, token)?;
    Ok(answer)
}

/// Whoever is turned away from here is a worried family: one plain sentence, in the browser's language.
fn turned_away(asked: &Asked, turned: &Turned) -> Result<HttpResponse, Turned> {
    let wishes = asked.request().headers().get(ACCEPT_LANGUAGE);
    let wishes = wishes.and_then(|wishes| wishes.to_str().ok()).unwrap_or_default();
    let language = i18n::asked_for(wishes);
    let refused = turned.refused();
    let words = match refused.map(|refused| refused.kind.status) {
        Some(404) => Words::Closed,
        Some(429 | 503) => Words::TooOften,
        _ => Words::AtFault,
    };
    let sentence = i18n::say(language, words, &[]);
    let status = refused.and_then(|refused| StatusCode::from_u16(refused.kind.status).ok());
    let frame = Frame { language, title: sentence.clone() };
    let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut answer = page(status, &Closed { frame, sentence })?;
    if let Some(seconds) = refused.and_then(|refused| refused.retry_after) {
        answer.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    Ok(answer)
}

/// `GET /f/{token}/app.webmanifest`: what the page is called on a home screen, and that it is this page.
///
/// # Errors
/// As [`show`].
pub async fn manifest(asked: Asked) -> Result<HttpResponse, Turned> {
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
    Ok(super::dress(answer.content_type("application/manifest+json").body(manifest.to_string())))
}
