//! `/journeys/{id}/card` and a family's own: proposed, released by a named person, printed, withdrawn (R40).

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::account::person::Role;
use crate::domain::card::{CardForm, Face, Keepsake, Signer};
use crate::domain::error::Refusal;
use crate::domain::family::Language;
use crate::domain::id::{JourneyId, StaffId};
use crate::domain::string_enum::Keyed as _;
use crate::i18n;
use crate::json::{Key, Stamp};
use crate::portrait;
use crate::printing::{self, Paper};
use crate::use_cases::cards::{self, Desk, Released, SignerView};
use crate::use_cases::family::family_view;
use crate::web::api::extract::Ask;
use crate::web::api::query::Query;
use crate::web::api::response::{self, PersonOut};
use crate::web::api::tags::labels;
use crate::web::problem::Problem;
use crate::web::rate_limit::Readers;
use crate::web::validation::{Id, Name};

#[derive(Serialize)]
struct CardOut {
    journey_id: Uuid,
    visit_id: Uuid,
    /// The code of what stands in the way of releasing one now.
    stop: Option<&'static str>,
    forms: Vec<Key<CardForm>>,
    proposed: Vec<SignerOut>,
    released: Option<ReleasedOut>,
}

#[derive(Serialize)]
struct ReleasedOut {
    id: Uuid,
    form: Key<CardForm>,
    signers: Vec<SignerOut>,
    released_by: PersonOut,
    released_at: Stamp,
    /// Whether its family is shown it.
    shown: bool,
}

#[derive(Serialize)]
struct SignerOut {
    staff_id: Option<Uuid>,
    name: String,
}

impl From<&SignerView> for SignerOut {
    fn from(view: &SignerView) -> Self {
        let staff_id = match &view.signer {
            Signer::Staff(id) => Some(id.uuid()),
            Signer::Named(_) => None,
        };
        Self { staff_id, name: view.name.clone() }
    }
}

impl From<&Released> for ReleasedOut {
    fn from(released: &Released) -> Self {
        let Released { card, signers, by, is_shown } = released;
        Self {
            id: card.id.uuid(),
            form: Key(card.form),
            signers: signers.iter().map(Into::into).collect(),
            released_by: PersonOut { id: card.released_by.uuid(), display_name: by.clone() },
            released_at: Stamp(card.released_at),
            shown: *is_shown,
        }
    }
}

impl From<&Desk> for CardOut {
    fn from(desk: &Desk) -> Self {
        Self {
            journey_id: desk.journey.id.uuid(),
            visit_id: desk.journey.visit_id.uuid(),
            stop: desk.stop.as_ref().map(Refusal::code),
            forms: desk.forms.iter().copied().map(Key).collect(),
            proposed: desk.proposed.iter().map(Into::into).collect(),
            released: desk.released.as_ref().map(Into::into),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CardIn {
    form: Key<CardForm>,
    signers: Vec<SignerIn>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignerIn {
    staff_id: Option<Id>,
    name: Option<Name>,
}

impl SignerIn {
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
/// See `getCard` in openapi.yaml.
pub async fn look(ask: Ask) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let journey = ask.id("id", JourneyId::from_uuid)?;
    ask.query(&[])?;
    Ok(response::ok(&CardOut::from(&cards::look(ask.world(), journey).await?)))
}

/// `PUT /journeys/{id}/card`
///
/// # Errors
/// See `releaseCard` in openapi.yaml.
pub async fn release(ask: Ask) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Lead).await?;
    let journey = ask.id("id", JourneyId::from_uuid)?;
    ask.query(&[])?;
    let body: CardIn = ask.json()?;
    let signers = body.signers.into_iter().enumerate().map(|(nth, signer)| signer.told(nth));
    let signers = signers.collect::<Result<Vec<_>, _>>()?;
    let desk = cards::release(ask.world(), actor, journey, body.form.0, signers).await?;
    Ok(response::ok(&CardOut::from(&desk)))
}

/// `DELETE /journeys/{id}/card`
///
/// # Errors
/// See `withdrawCard` in openapi.yaml.
pub async fn withdraw(ask: Ask) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Lead).await?;
    let journey = ask.id("id", JourneyId::from_uuid)?;
    ask.query(&[])?;
    cards::withdraw(ask.world(), actor.id, journey).await?;
    Ok(response::nothing())
}

/// `GET /journeys/{id}/card.pdf`
///
/// # Errors
/// See `getCardPdf` in openapi.yaml.
pub async fn print(ask: Ask) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let journey = ask.id("id", JourneyId::from_uuid)?;
    let query = ask.query(&["lang", "paper"])?;
    let language = query.word("lang")?.unwrap_or(Language::English);
    let card = cards::to_print(ask.world(), journey).await?;
    drawn(&ask, vec![card.keepsake()], language, &query).await
}

/// `GET /family/{token}/card.pdf`
///
/// # Errors
/// See `getFamilyCardPdf` in openapi.yaml.
pub async fn to_family(ask: Ask) -> Result<HttpResponse, Problem> {
    ask.count(Readers::Family, &ask.address())?;
    let query = ask.query(&["lang", "paper"])?;
    let language = query.word("lang")?;
    let view = family_view::see(ask.world(), ask.part("token"), &ask.address()).await?;
    let cards: Vec<_> = view.friends.into_iter().filter_map(|friend| friend.card).collect();
    if cards.is_empty() {
        return Err(Refusal::NotFound("card").into());
    }
    drawn(&ask, cards, language.unwrap_or(view.language), &query).await
}

async fn drawn(
    ask: &Ask,
    cards: Vec<Keepsake>,
    language: Language,
    query: &Query,
) -> Result<HttpResponse, Problem> {
    let paper = query.word("paper")?.unwrap_or(Paper::A4);
    let (fonts, zone) = (ask.fonts().clone(), ask.world().zone.clone());
    let draw = move || {
        let printed: Vec<_> = cards.iter().map(|card| Printed::of(card, language, &zone)).collect();
        let faces: Vec<_> = printed.iter().map(|card| card.face(language)).collect();
        printing::cards(&faces, paper, &fonts)
    };
    Ok(labels::told(labels::drawn(draw).await?, "card.pdf".to_owned()))
}

/// A card as it is printed, in words.
struct Printed {
    card: i18n::Card,
    portrait: String,
    moments: Vec<(String, String)>,
    signatures: usize,
}

impl Printed {
    fn of(card: &Keepsake, language: Language, zone: &i18n::Zone) -> Self {
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

fn picture(face: &Face) -> String {
    portrait::svg(face.looks.species, &face.outfit, face.looks.coat, "")
}
