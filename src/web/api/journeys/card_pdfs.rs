//! The thank-you card as a PDF, for staff and for the family (R40).

use actix_web::HttpResponse;

use crate::domain::account::person::Role;
use crate::domain::card::{CardContent, FamilyCard};
use crate::domain::error::DomainError;
use crate::domain::family::Language;
use crate::domain::id::JourneyId;
use crate::domain::string_enum::StringEnum as _;
use crate::i18n;
use crate::portrait;
use crate::printing::{self, Paper};
use crate::use_cases::cards;
use crate::use_cases::family::family_view;
use crate::web::api::extract::ApiRequest;
use crate::web::api::query::Query;
use crate::web::api::tags::pdf;
use crate::web::family_limits::FamilyRead;
use crate::web::problem::Problem;

/// `GET /journeys/{id}/card.pdf`
pub(crate) async fn get(request: ApiRequest) -> Result<HttpResponse, Problem> {
    request.require_role(Role::Staff).await?;
    let journey = request.path_id("id", JourneyId::from_uuid)?;
    let query = request.query(&["lang", "paper"])?;
    let language = query.key("lang")?.unwrap_or(Language::English);
    let card = cards::printable_card(request.app(), journey).await?;
    pdf_response(&request, vec![card.family_card()], language, &query).await
}

/// `GET /family/{token}/card.pdf`
pub(crate) async fn get_for_family(request: ApiRequest) -> Result<HttpResponse, Problem> {
    let token = request.path_segment("token");
    let admission = request.admit_family(FamilyRead::Page, token)?;
    let query = request.query(&["lang", "paper"])?;
    let language = query.key("lang")?;
    let view = family_view::view(request.app(), token, request.client_network()).await;
    let view = admission.count(view)?;
    let cards: Vec<_> = view.companions.into_iter().filter_map(|friend| friend.card).collect();
    if cards.is_empty() {
        return Err(DomainError::NotFound("card").into());
    }
    pdf_response(&request, cards, language.unwrap_or(view.language), &query).await
}

async fn pdf_response(
    request: &ApiRequest,
    cards: Vec<FamilyCard>,
    language: Language,
    query: &Query,
) -> Result<HttpResponse, Problem> {
    let paper = query.key("paper")?.unwrap_or(Paper::A4);
    let (fonts, time_zone) = (request.fonts().clone(), request.app().time_zone.clone());
    let draw = move || {
        let printed: Vec<_> =
            cards.iter().map(|card| PrintedCard::new(card, language, &time_zone)).collect();
        let cards: Vec<_> = printed.iter().map(|card| card.as_card(language)).collect();
        printing::cards(&cards, paper, &fonts)
    };
    Ok(pdf::inline(pdf::draw(draw).await?, "card.pdf".to_owned()))
}

/// A card with its texts in one language.
struct PrintedCard {
    text: i18n::CardText,
    portrait: String,
    moments: Vec<(String, String)>,
    signatures: usize,
}

impl PrintedCard {
    fn new(card: &FamilyCard, language: Language, time_zone: &i18n::TimeZone) -> Self {
        let text = i18n::card_text(language, &card.content, time_zone);
        let moments = text.moments.iter();
        Self {
            portrait: portrait_svg(&card.content),
            moments: moments.map(|moment| (moment.text.clone(), moment.time.clone())).collect(),
            signatures: card.signatures,
            text,
        }
    }

    fn as_card(&self, language: Language) -> printing::Card<'_> {
        printing::Card {
            language: language.key(),
            left_to_right: !language.is_right_to_left(),
            title: &self.text.title,
            portrait: &self.portrait,
            thanks: &self.text.thanks,
            date: &self.text.date,
            moments_heading: &self.text.moments_heading,
            moments: &self.moments,
            signatures_heading: &self.text.signatures_heading,
            signatures: self.signatures,
        }
    }
}

fn portrait_svg(content: &CardContent) -> String {
    portrait::svg(content.appearance.species, &content.outfit, content.appearance.coat, "")
}
