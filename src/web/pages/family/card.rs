//! The team's card as a page for the family (R40).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::error::FamilyPageError;
use super::layout::{
    FamilyLayout, LanguageLink, companion_names, language_links, load_view, page_path, subpage_path,
};
use crate::domain::card::FamilyCard;
use crate::domain::error::DomainError;
use crate::domain::family::Language;
use crate::i18n::{self, CardMoment};
use crate::json::Timestamp;
use crate::use_cases::AppContext;
use crate::web::family_caller::FamilyCaller;
use crate::web::pages::shared::companion_view;
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::request::HtmlRequest;
use crate::web::pages::shared::response::page;

#[derive(Template)]
#[template(path = "family/card.html")]
struct CardTemplate {
    layout: FamilyLayout,
    token: String,
    cards: Vec<CardView>,
    /// Whether the fonts have every letter of the names.
    printable: bool,
    names: String,
    back: String,
    languages: Vec<LanguageLink>,
}

struct CardView {
    portrait: String,
    text: i18n::CardText,
    signatures: usize,
}

impl CardView {
    fn new(card: &FamilyCard, language: Language, app: &AppContext) -> Self {
        Self {
            portrait: companion_view::picture_of_appearance(
                &card.content.appearance,
                &card.content.outfit,
            ),
            text: i18n::card_text(language, &card.content, &app.time_zone),
            signatures: card.signatures,
        }
    }
}

/// For the template, as RFC 3339.
fn timestamp(moment: &CardMoment) -> String {
    Timestamp(moment.at).to_string()
}

/// `GET /f/{token}/card`
pub async fn show(
    family: FamilyCaller,
    request: HtmlRequest,
) -> Result<HttpResponse, FamilyPageError> {
    render(&request, family).await.map_err(|error| FamilyPageError::new(error, &request))
}

async fn render(request: &HtmlRequest, family: FamilyCaller) -> Result<HttpResponse, PageError> {
    let (view, language) = load_view(request, family).await?;
    let cards = view.companions.iter().filter_map(|companion| companion.card.as_ref());
    let cards: Vec<_> = cards.map(|card| CardView::new(card, language, request.app())).collect();
    let title = cards.first().ok_or(DomainError::NotFound("card"))?.text.title.clone();
    let token = request.path_param("token");
    let template = CardTemplate {
        layout: FamilyLayout { language, title },
        token: token.to_owned(),
        printable: cards.iter().all(|card| request.fonts().can_print(&card.text.title)),
        cards,
        names: companion_names(&view).join(" · "),
        back: page_path(token, language, false),
        languages: language_links(language, |other| subpage_path(token, "card", other)),
    };
    page(StatusCode::OK, &template)
}
