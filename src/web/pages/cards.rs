//! The team's card, for staff: a preview, the signers, and a lead's tap that releases it (R40).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::shared::error::PageError;
use super::shared::language_choice::LanguageChoice;
use super::shared::layout::Layout;
use super::shared::paths::tag_path;
use super::shared::request::HtmlRequest;
use super::shared::{companion_view, text};
use crate::domain::account::person::Role;
use crate::domain::card::{CardForm, MAX_SIGNERS, Signer};
use crate::domain::family::Language;
use crate::domain::id::StaffId;
use crate::domain::string_enum::StringEnum as _;
use crate::domain::time::Time;
use crate::i18n;
use crate::use_cases::cards::{self, CardPreview, ReleasedCard, SignerView};
use crate::use_cases::family::family_overview;
use crate::web::extract::callers::{LeadCaller, StaffCaller};
use crate::web::pages::shared::form::Form;
use crate::web::pages::shared::redirect::see_other;
use crate::web::pages::shared::response::page;
use crate::web::problem_code::ProblemCode;
use crate::web::validation;

#[derive(Template)]
#[template(path = "cards.html")]
struct CardTemplate {
    frame: Layout,
    path: String,
    name: String,
    journey: String,
    is_lead: bool,
    /// Why no card can be released.
    problem: Option<ProblemCode>,
    printable: bool,
    released: Option<ReleasedCardView>,
    portrait: String,
    card: i18n::CardText,
    signers: Vec<Choice>,
    forms: Vec<Choice>,
    languages: Vec<LanguageChoice>,
    /// Whether one of the fonts has every letter of the name.
    name_is_printable: bool,
}

struct ReleasedCardView {
    visible_to_family: bool,
    /// By whom and how long ago.
    released: String,
    signers: String,
    wipeable: bool,
}

struct Choice {
    key: String,
    name: String,
    chosen: bool,
}

/// `GET /T/{code}/card`
pub async fn show(staff: StaffCaller, request: HtmlRequest) -> Result<HttpResponse, PageError> {
    let code = request.path_code()?;
    let journey = family_overview::journey_of(request.app(), code).await?;
    let preview = cards::preview(request.app(), journey).await?;
    let name = preview.content.appearance.name.clone();
    let template = CardTemplate {
        frame: Layout::for_staff(&request, &staff, &format!("Card for {name}")).await?,
        path: code.as_str().to_owned(),
        journey: journey.to_string(),
        is_lead: staff.actor.role >= Role::Lead,
        problem: preview.release_error.as_ref().map(ProblemCode::from),
        printable: preview.is_printable(),
        released: preview.released.as_ref().map(|card| ReleasedCardView::new(card, preview.now)),
        portrait: companion_view::picture_of_appearance(
            &preview.content.appearance,
            &preview.content.outfit,
        ),
        card: i18n::card_text(Language::English, &preview.content, &request.app().time_zone),
        signers: signers(&preview),
        forms: forms(&preview),
        languages: languages(&preview),
        name_is_printable: request.fonts().can_print(&name),
        name,
    };
    page(StatusCode::OK, &template)
}

/// `POST /T/{code}/card`
pub async fn release(
    staff: LeadCaller,
    request: HtmlRequest,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let code = request.path_code()?;
    let journey = family_overview::journey_of(request.app(), code).await?;
    let signer = |key| {
        parse_signer(key).ok_or_else(|| PageError::invalid("signer", "is not one of the choices"))
    };
    let signers = form.all("signer").map(signer).collect::<Result<Vec<_>, _>>()?;
    let card_form = form.choice("form", CardForm::from_key)?;
    cards::release(request.app(), staff.actor, journey, card_form, signers).await?;
    Ok(see_other(&format!("{}/card", tag_path(code))))
}

/// `POST /T/{code}/card/withdraw`
pub async fn withdraw(staff: LeadCaller, request: HtmlRequest) -> Result<HttpResponse, PageError> {
    let code = request.path_code()?;
    let journey = family_overview::journey_of(request.app(), code).await?;
    cards::withdraw(request.app(), staff.actor.id, journey).await?;
    Ok(see_other(&format!("{}/card", tag_path(code))))
}

impl ReleasedCardView {
    fn new(released: &ReleasedCard, now: Time) -> Self {
        let ReleasedCard { card, signers, released_by_name, is_shown } = released;
        let names: Vec<_> = signers.iter().map(|signer| signer.name.clone()).collect();
        Self {
            visible_to_family: *is_shown,
            released: format!("{released_by_name}, {}", text::ago(card.released_at, now)),
            signers: text::join_with_and(&names),
            wipeable: card.form == CardForm::Wipeable,
        }
    }
}

/// Everyone who held the companion. The signers of a released card are chosen; before that, the
/// first ones, as many as fit.
fn signers(preview: &CardPreview) -> Vec<Choice> {
    let signed = preview.released.as_ref().map(|released| &released.card.signers.0);
    let choice = |(index, view): (usize, &SignerView)| Choice {
        key: signer_key(&view.signer),
        name: view.name.clone(),
        chosen: signed.map_or(index < MAX_SIGNERS, |signed| signed.contains(&view.signer)),
    };
    preview.proposed.iter().enumerate().map(choice).collect()
}

fn forms(preview: &CardPreview) -> Vec<Choice> {
    let released = preview.released.as_ref().map(|released| released.card.form);
    let chosen =
        released.filter(|form| preview.forms.contains(form)).or(preview.forms.first().copied());
    let choice = |&form: &CardForm| Choice {
        key: form.key().to_owned(),
        name: match form {
            CardForm::Paper => "Paper",
            CardForm::Wipeable => "Wipeable",
            CardForm::Digital => "Online only",
        }
        .to_owned(),
        chosen: Some(form) == chosen,
    };
    preview.forms.iter().map(choice).collect()
}

/// The languages that this family reads; all languages if nobody was invited.
fn languages(preview: &CardPreview) -> Vec<LanguageChoice> {
    let languages = if preview.languages.is_empty() { Language::ALL } else { &preview.languages };
    languages.iter().map(|language| LanguageChoice::new(*language)).collect()
}

/// The value of a signer in the form: `staff ID` or `named NAME`.
fn signer_key(signer: &Signer) -> String {
    match signer {
        Signer::Staff(id) => format!("staff {id}"),
        Signer::Named(name) => format!("named {name}"),
    }
}

fn parse_signer(key: &str) -> Option<Signer> {
    match key.split_once(' ')? {
        ("staff", id) => Some(Signer::Staff(StaffId::from_uuid(validation::parse_uuid(id)?))),
        ("named", name) => Some(Signer::Named(name.to_owned())),
        _ => None,
    }
}
