//! The thank-you card as a PDF, for staff and for the family (R40).

use actix_web::HttpResponse;
use actix_web::web;

use crate::domain::card::{CardContent, FamilyCard};
use crate::domain::error::DomainError;
use crate::domain::family::Language;
use crate::domain::id::JourneyId;
use crate::domain::string_enum::StringEnum as _;
use crate::i18n;
use crate::json::JsonKey;
use crate::portrait;
use crate::printing::Fonts;
use crate::printing::{self, Paper};
use crate::use_cases::AppContext;
use crate::use_cases::cards;
use crate::use_cases::family::family_view;
use crate::web::api::tags::pdf;
use crate::web::extract::callers::StaffCaller;
use crate::web::extract::input_errors::InputErrors;
use crate::web::extract::path::PathId;
use crate::web::extract::query::Query;
use crate::web::extract::state::App;
use crate::web::family_caller::FamilyCaller;
use crate::web::problem::Problem;
use deserr::Deserr;

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct CardPdfQuery {
    #[deserr(default)]
    lang: Option<JsonKey<Language>>,
    #[deserr(default)]
    paper: Option<JsonKey<Paper>>,
}

/// `GET /journeys/{id}/card.pdf`
pub(crate) async fn get(
    _: StaffCaller,
    app: App,
    fonts: web::Data<Fonts>,
    PathId(journey): PathId<JourneyId>,
    Query(query): Query<CardPdfQuery>,
) -> Result<HttpResponse, Problem> {
    let language = query.lang.map_or(Language::English, |language| language.0);
    let card = cards::printable_card(&app, journey).await?;
    pdf_response(&app, fonts, vec![card.family_card()], language, query.paper).await
}

/// `GET /family/{token}/card.pdf`
pub(crate) async fn get_for_family(
    family: FamilyCaller,
    app: App,
    fonts: web::Data<Fonts>,
    Query(query): Query<CardPdfQuery>,
) -> Result<HttpResponse, Problem> {
    let view = family_view::view(&app, &family.token, family.network).await;
    let view = family.admission.count(view)?;
    let cards: Vec<_> = view.companions.into_iter().filter_map(|friend| friend.card).collect();
    if cards.is_empty() {
        return Err(DomainError::NotFound("card").into());
    }
    let language = query.lang.map_or(view.language, |language| language.0);
    pdf_response(&app, fonts, cards, language, query.paper).await
}

async fn pdf_response(
    app: &AppContext,
    fonts: web::Data<Fonts>,
    cards: Vec<FamilyCard>,
    language: Language,
    paper: Option<JsonKey<Paper>>,
) -> Result<HttpResponse, Problem> {
    let paper = paper.map_or(Paper::A4, |paper| paper.0);
    let time_zone = app.time_zone.clone();
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
