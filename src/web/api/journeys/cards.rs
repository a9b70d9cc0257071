//! `/journeys/{id}/card` and a family's own: proposed, released by a named person, printed, withdrawn (R40).

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::account::person::Role;
use crate::domain::card::{CardContent, CardForm, FamilyCard, Signer};
use crate::domain::error::DomainError;
use crate::domain::family::Language;
use crate::domain::id::{JourneyId, StaffId};
use crate::domain::string_enum::StringEnum as _;
use crate::i18n;
use crate::json::{JsonKey, Timestamp};
use crate::portrait;
use crate::printing::{self, Paper};
use crate::use_cases::cards::{self, CardPreview, ReleasedCard, SignerView};
use crate::use_cases::family::family_view;
use crate::web::api::extract::ApiRequest;
use crate::web::api::query::Query;
use crate::web::api::response::{self, PersonResponse};
use crate::web::api::tags::labels;
use crate::web::problem::Problem;
use crate::web::rate_limit::RateLimitKind;
use crate::web::validation::{Id, ShortText};

#[derive(Serialize)]
struct CardResponse {
    journey_id: Uuid,
    visit_id: Uuid,
    /// The code of what stands in the way of releasing one now.
    stop: Option<&'static str>,
    forms: Vec<JsonKey<CardForm>>,
    proposed: Vec<SignerResponse>,
    released: Option<ReleasedResponse>,
}

#[derive(Serialize)]
struct ReleasedResponse {
    id: Uuid,
    form: JsonKey<CardForm>,
    signers: Vec<SignerResponse>,
    released_by: PersonResponse,
    released_at: Timestamp,
    /// Whether its family is shown it.
    shown: bool,
}

#[derive(Serialize)]
struct SignerResponse {
    staff_id: Option<Uuid>,
    name: String,
}

impl From<&SignerView> for SignerResponse {
    fn from(view: &SignerView) -> Self {
        let staff_id = match &view.signer {
            Signer::Staff(id) => Some(id.uuid()),
            Signer::Named(_) => None,
        };
        Self { staff_id, name: view.name.clone() }
    }
}

impl From<&ReleasedCard> for ReleasedResponse {
    fn from(released: &ReleasedCard) -> Self {
        let ReleasedCard { card, signers, released_by_name, is_shown } = released;
        Self {
            id: card.id.uuid(),
            form: JsonKey(card.form),
            signers: signers.iter().map(Into::into).collect(),
            released_by: PersonResponse {
                id: card.released_by.uuid(),
                display_name: released_by_name.clone(),
            },
            released_at: Timestamp(card.released_at),
            shown: *is_shown,
        }
    }
}

impl From<&CardPreview> for CardResponse {
    fn from(desk: &CardPreview) -> Self {
        Self {
            journey_id: desk.journey.id.uuid(),
            visit_id: desk.journey.visit_id.uuid(),
            stop: desk.release_error.as_ref().map(DomainError::code),
            forms: desk.forms.iter().copied().map(JsonKey).collect(),
            proposed: desk.proposed.iter().map(Into::into).collect(),
            released: desk.released.as_ref().map(Into::into),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CardRequest {
    form: JsonKey<CardForm>,
    signers: Vec<SignerRequest>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignerRequest {
    staff_id: Option<Id>,
    name: Option<ShortText>,
}

impl SignerRequest {
    fn told(self, nth: usize) -> Result<Signer, Problem> {
        match (self.staff_id, self.name) {
            (Some(id), None) => Ok(Signer::Staff(StaffId::from_uuid(id.0))),
            (None, Some(name)) => Ok(Signer::Named(name.0)),
            _ => Err(Problem::invalid(&format!("/signers/{nth}"), "must be a staff_id or a name")),
        }
    }
}

/// `GET /journeys/{id}/card`
///
/// # Errors
/// See `readCard` in openapi.yaml.
pub async fn get(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let journey = ask.id("id", JourneyId::from_uuid)?;
    ask.query(&[])?;
    Ok(response::ok(&CardResponse::from(&cards::preview(ask.app(), journey).await?)))
}

/// `PUT /journeys/{id}/card`
///
/// # Errors
/// See `releaseCard` in openapi.yaml.
pub async fn release(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Lead).await?;
    let journey = ask.id("id", JourneyId::from_uuid)?;
    ask.query(&[])?;
    let body: CardRequest = ask.json()?;
    let signers = body.signers.into_iter().enumerate().map(|(nth, signer)| signer.told(nth));
    let signers = signers.collect::<Result<Vec<_>, _>>()?;
    let desk = cards::release(ask.app(), actor, journey, body.form.0, signers).await?;
    Ok(response::ok(&CardResponse::from(&desk)))
}

/// `DELETE /journeys/{id}/card`
///
/// # Errors
/// See `withdrawCard` in openapi.yaml.
pub async fn withdraw(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Lead).await?;
    let journey = ask.id("id", JourneyId::from_uuid)?;
    ask.query(&[])?;
    cards::withdraw(ask.app(), actor.id, journey).await?;
    Ok(response::nothing())
}

/// `GET /journeys/{id}/card.pdf`
///
/// # Errors
/// See `printCard` in openapi.yaml.
pub async fn pdf(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let journey = ask.id("id", JourneyId::from_uuid)?;
    let query = ask.query(&["lang", "paper"])?;
    let language = query.text("lang")?.unwrap_or(Language::English);
    let card = cards::printable_card(ask.app(), journey).await?;
    drawn(&ask, vec![card.family_card()], language, &query).await
}

/// `GET /family/{token}/card.pdf`
///
/// # Errors
/// See `printFamilyCard` in openapi.yaml.
pub async fn family_pdf(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.check_rate_limit(RateLimitKind::Family, &ask.address())?;
    let query = ask.query(&["lang", "paper"])?;
    let language = query.text("lang")?;
    let view = family_view::view(ask.app(), ask.path_segment("token"), &ask.address()).await?;
    let cards: Vec<_> = view.companions.into_iter().filter_map(|friend| friend.card).collect();
    if cards.is_empty() {
        return Err(DomainError::NotFound("card").into());
    }
    drawn(&ask, cards, language.unwrap_or(view.language), &query).await
}

async fn drawn(
    ask: &ApiRequest,
    cards: Vec<FamilyCard>,
    language: Language,
    query: &Query,
) -> Result<HttpResponse, Problem> {
    let paper = query.text("paper")?.unwrap_or(Paper::A4);
    let (fonts, zone) = (ask.fonts().clone(), ask.app().time_zone.clone());
    let draw = move || {
        let printed: Vec<_> = cards.iter().map(|card| Printed::of(card, language, &zone)).collect();
        let faces: Vec<_> = printed.iter().map(|card| card.face(language)).collect();
        printing::cards(&faces, paper, &fonts)
    };
    Ok(labels::told(labels::render(draw).await?, "card.pdf".to_owned()))
}

/// A card as it is printed, in words.
struct Printed {
    card: i18n::CardText,
    portrait: String,
    moments: Vec<(String, String)>,
    signatures: usize,
}

impl Printed {
    fn of(card: &FamilyCard, language: Language, zone: &i18n::TimeZone) -> Self {
        let words = i18n::card(language, &card.face, zone);
        let deeds = words.deeds.iter();
        Self {
            portrait: picture(&card.face),
            moments: deeds.map(|deed| (deed.text.clone(), deed.hour.clone())).collect(),
            signatures: card.signatures,
            card: words,
        }
    }

    fn face(&self, language: Language) -> printing::Card<'_> {
        printing::Card {
            language: language.key(),
            rightwards: !language.is_right_to_left(),
            title: &self.card.title,
            portrait: &self.portrait,
            thanks: &self.card.thanks,
            day: &self.card.day,
            way: &self.card.way,
            moments: &self.moments,
            from: &self.card.from,
            signatures: self.signatures,
        }
    }
}

fn picture(face: &CardContent) -> String {
    portrait::svg(face.looks.species, &face.outfit, face.looks.coat, "")
}
