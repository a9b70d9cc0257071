//! The family's page: how their friend is, in their language, and nothing else (rule 7 of the house).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::asked::Asked;
use super::cookies::FAMILY;
use super::page;
use super::turned::Turned;
use crate::actions::see_family::{self, FamilyView, Friend};
use crate::domain::family::{Language, Moment};
use crate::domain::time::Time;
use crate::domain::words::Keyed as _;
use crate::door::limits::Readers;
use crate::portrait::{self, Coat};
use crate::{sentences, wire::Stamp};

#[derive(Template)]
#[template(path = "family.html")]
struct Page {
    language: &'static str,
    style: String,
    icon: String,
    again: &'static str,
    friends: Vec<Shown>,
}

/// One companion, as it is shown.
struct Shown {
    name: String,
    portrait: String,
    now: Told,
    before: Vec<Told>,
}

/// One moment in words.
struct Told {
    text: String,
    at: String,
    ago: String,
}

/// `GET /f/{token}`: the phone keeps the link, so that it knows its friend's tag.
///
/// # Errors
/// `not-found` for a link that is unknown, revoked or over; `too-many-requests`.
pub async fn show(asked: Asked) -> Result<HttpResponse, Turned> {
    asked.count(Readers::Family, &asked.address())?;
    let token = asked.part("token");
    let view = see_family::see(asked.world(), token).await?;
    let now = asked.world().clock.now();
    let language = view.language.key();
    let style = super::assets::address("style.css");
    let icon = super::assets::address("icon.svg");
    let again = match view.language {
        Language::English => "Look again",
        Language::Spanish => "Mirar otra vez",
    };
    let shown = Page { language, style, icon, again, friends: shown(&view, now) };
    let mut answer = page(StatusCode::OK, &shown)?;
    FAMILY.give(asked.world(), &mut answer, token)?;
    Ok(answer)
}

fn shown(view: &FamilyView, now: Time) -> Vec<Shown> {
    let told = |friend: &Friend, moment: &Moment| Told {
        text: sentences::status(view.language, moment.status, &friend.name),
        at: Stamp(moment.at).to_string(),
        ago: ago(view.language, moment.at, now),
    };
    let one = |friend: &Friend| Shown {
        name: friend.name.clone(),
        portrait: portrait::svg(
            friend.species,
            &friend.seen.outfit,
            Coat::usual(friend.species),
            &friend.name,
        ),
        now: told(friend, &friend.status),
        before: friend.moments.iter().rev().map(|moment| told(friend, moment)).collect(),
    };
    view.friends.iter().map(one).collect()
}

/// How long ago, in the family's language.
fn ago(language: Language, at: Time, now: Time) -> String {
    let minutes = now.since(at).as_secs() / 60;
    match (language, minutes) {
        (Language::English, 0) => "just now".to_owned(),
        (Language::English, 1..120) => format!("{minutes} min ago"),
        (Language::English, _) => format!("{} h ago", minutes / 60),
        (Language::Spanish, 0) => "ahora mismo".to_owned(),
        (Language::Spanish, 1..120) => format!("hace {minutes} min"),
        (Language::Spanish, _) => format!("hace {} h", minutes / 60),
    }
}
