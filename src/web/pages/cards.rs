//! The team's card, for staff: what it would show, who signs, and a lead's one tap that releases it (R40).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::family_links::{LanguageChoice, language_choice};
use super::shared::error::PageError;
use super::shared::layout::Layout;
use super::shared::request::HtmlRequest;
use super::shared::{companion_view, text};
use super::{page, see_other};
use crate::domain::account::person::Role;
use crate::domain::card::{CardForm, MOST_SIGNERS, Signer};
use crate::domain::family::Language;
use crate::domain::id::StaffId;
use crate::domain::string_enum::StringEnum as _;
use crate::domain::time::Time;
use crate::i18n;
use crate::use_cases::cards::{self, CardPreview, ReleasedCard, SignerView};
use crate::use_cases::family::family_overview;
use crate::web::problem_code::ProblemCode;
use crate::web::validation;

#[derive(Template)]
#[template(path = "cards.html")]
struct CardTemplate {
    frame: Layout,
    path: String,
    name: String,
    journey: String,
    lead: bool,
    stop: Option<&'static ProblemCode>,
    /// Whether there is a card that may be printed now.
    printable: bool,
    released: Option<Shown>,
    portrait: String,
    words: i18n::CardText,
    signers: Vec<Choice>,
    forms: Vec<Choice>,
    prints: Vec<LanguageChoice>,
    /// Whether some font here has every letter of the name.
    has_letters: bool,
}

/// A card that was released.
struct Shown {
    /// Whether the family sees it.
    seen: bool,
    by: String,
    signers: String,
    wipeable: bool,
}

/// Something to choose, and whether it is chosen.
struct Choice {
    key: String,
    name: String,
    chosen: bool,
}

/// `GET /T/{code}/card`
///
/// # Errors
/// To the sign-in page, `not-found`.
pub async fn show(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staffer = asked.staff(Role::Staff).await?;
    let code = asked.code()?;
    let journey = family_overview::journey_of(asked.app(), code).await?;
    let desk = cards::preview(asked.app(), journey).await?;
    let name = desk.content.looks.name.clone();
    let shown = CardTemplate {
        frame: Layout::of(&asked, &staffer, &format!("Card for {name}")).await?,
        path: code.as_str().to_owned(),
        journey: journey.to_string(),
        lead: staffer.actor.role >= Role::Lead,
        stop: desk.release_error.as_ref().map(|stop| ProblemCode::of(stop.code())),
        printable: desk.is_printable(),
        released: desk.released.as_ref().map(|released| released_as(released, desk.now)),
        portrait: companion_view::drawn(&desk.content.looks, &desk.content.outfit),
        words: i18n::card(Language::English, &desk.content, &asked.app().time_zone),
        signers: signers(&desk),
        forms: forms(&desk),
        prints: languages(&desk),
        has_letters: asked.fonts().have(&name),
        name,
    };
    page(StatusCode::OK, &shown)
}

/// `POST /T/{code}/card`
///
/// # Errors
/// `unauthenticated`, `forbidden` to whoever is no lead, `cross-origin`, `not-found`, and every refusal of releasing.
pub async fn release(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staffer = asked.staff(Role::Lead).await?;
    let (code, form) = (asked.code()?, asked.form()?);
    let journey = family_overview::journey_of(asked.app(), code).await?;
    let told =
        |key| signer(key).ok_or_else(|| PageError::invalid("signer", "is none of the choices"));
    let chosen = form.all("signer").map(told).collect::<Result<Vec<_>, _>>()?;
    let wanted = form.choice("form", CardForm::from_key)?;
    cards::release(asked.app(), staffer.actor, journey, wanted, chosen).await?;
    Ok(see_other(&format!("/T/{}/card", code.as_str())))
}

/// `POST /T/{code}/card/withdraw`
///
/// # Errors
/// `unauthenticated`, `forbidden` to whoever is no lead, `cross-origin`, `not-found`.
pub async fn withdraw(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staffer = asked.staff(Role::Lead).await?;
    let code = asked.code()?;
    let journey = family_overview::journey_of(asked.app(), code).await?;
    cards::withdraw(asked.app(), staffer.actor.id, journey).await?;
    Ok(see_other(&format!("/T/{}/card", code.as_str())))
}

fn released_as(released: &ReleasedCard, now: Time) -> Shown {
    let ReleasedCard { card, signers, released_by_name, is_shown } = released;
    let names: Vec<_> = signers.iter().map(|signer| signer.name.clone()).collect();
    Shown {
        seen: *is_shown,
        by: format!("{released_by_name}, {}", text::ago(card.released_at, now)),
        signers: text::list(&names),
        wipeable: card.form == CardForm::Wipeable,
    }
}

/// Those who held the companion; those of a card that was released are chosen, else as many as there is room for.
fn signers(desk: &CardPreview) -> Vec<Choice> {
    let signed = desk.released.as_ref().map(|released| &released.card.signers.0);
    let choice = |(nth, view): (usize, &SignerView)| Choice {
        key: key(&view.signer),
        name: view.name.clone(),
        chosen: signed.map_or(nth < MOST_SIGNERS, |signed| signed.contains(&view.signer)),
    };
    desk.proposed.iter().enumerate().map(choice).collect()
}

fn forms(desk: &CardPreview) -> Vec<Choice> {
    let before = desk.released.as_ref().map(|released| released.card.form);
    let usual = before.filter(|form| desk.forms.contains(form)).or(desk.forms.first().copied());
    let choice = |&form: &CardForm| Choice {
        key: form.key().to_owned(),
        name: match form {
            CardForm::Paper => "On paper",
            CardForm::Wipeable => "Wipeable",
            CardForm::Digital => "As a page alone",
        }
        .to_owned(),
        chosen: Some(form) == usual,
    };
    desk.forms.iter().map(choice).collect()
}

/// The languages to print in: those that this family reads, and all where nobody was invited.
fn languages(desk: &CardPreview) -> Vec<LanguageChoice> {
    let theirs = if desk.languages.is_empty() { Language::ALL } else { &desk.languages };
    theirs.iter().map(|language| language_choice(*language)).collect()
}

/// How a signer stands in a form: by id, or by the name that was said.
fn key(signer: &Signer) -> String {
    match signer {
        Signer::Staff(id) => format!("staff {id}"),
        Signer::Named(name) => format!("named {name}"),
    }
}

fn signer(key: &str) -> Option<Signer> {
    match key.split_once(' ')? {
        ("staff", id) => Some(Signer::Staff(StaffId::from_uuid(validation::uuid(id)?))),
        ("named", name) => Some(Signer::Named(name.to_owned())),
        _ => None,
    }
}
