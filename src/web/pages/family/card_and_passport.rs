//! The team's card and the companion's passport, as pages for the family (R40).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::{Frame, LanguageChoice, file, look, names, spoken, tongues, turned_away, way};
use crate::domain::card::FamilyCard;
use crate::domain::error::DomainError;
use crate::domain::family::Language;
use crate::domain::outfit::Outfit;
use crate::domain::string_enum::StringEnum as _;
use crate::i18n::{self, CardMoment, NotificationText, StampText};
use crate::json::Timestamp;
use crate::portrait;
use crate::use_cases::AppContext;
use crate::use_cases::family::family_view::{CompanionFeed, FamilyView};
use crate::web::pages::page;
use crate::web::pages::shared::companion_view;
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::request::HtmlRequest;

#[derive(Template)]
#[template(path = "family/card.html")]
struct CardTemplate {
    frame: Frame,
    token: String,
    cards: Vec<Card>,
    /// Whether all of it can be printed: a name may have letters that no font here has.
    printable: bool,
    names: String,
    back: String,
    languages: Vec<LanguageChoice>,
}

/// A card as it is shown.
struct Card {
    portrait: String,
    words: i18n::CardText,
    signatures: usize,
}

impl Card {
    fn of(card: &FamilyCard, language: Language, app: &AppContext) -> Self {
        Self {
            portrait: companion_view::drawn(&card.face.looks, &card.face.outfit),
            words: i18n::card(language, &card.face, &app.time_zone),
            signatures: card.signatures,
        }
    }
}

/// A deed's time for machines, for the template.
fn stamp(deed: &CardMoment) -> String {
    Timestamp(deed.at).to_string()
}

#[derive(Template)]
#[template(path = "family/passport.html")]
struct PassportTemplate {
    frame: Frame,
    passports: Vec<Passport>,
    names: String,
    back: String,
    languages: Vec<LanguageChoice>,
}

/// A passport as it is shown.
struct Passport {
    portrait: String,
    title: String,
    stamps: Vec<StampText>,
}

impl Passport {
    fn of(friend: &CompanionFeed, language: Language, app: &AppContext) -> Self {
        let name = i18n::isolate_bidi(language, &friend.name);
        let stamp = |visa: &_| i18n::stamp(language, *visa, &app.time_zone);
        Self {
            // A photo for a passport is taken without a hat.
            portrait: portrait::svg(friend.species, &Outfit::new(), friend.coat, ""),
            title: i18n::say(language, NotificationText::Passport, &[("name", &name)]),
            stamps: friend.passport.iter().map(stamp).collect(),
        }
    }
}

/// `GET /f/{token}/card`
///
/// # Errors
/// As the family's page; a page that says so where no card was released.
pub async fn card(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let shown = async {
        let (view, language) = seen(&asked).await?;
        let kept = view.companions.iter().filter_map(|friend| friend.card.as_ref());
        let cards: Vec<_> = kept.map(|card| Card::of(card, language, asked.app())).collect();
        let title = cards.first().ok_or(DomainError::NotFound("card"))?.words.title.clone();
        let token = asked.part("token").to_owned();
        page(
            StatusCode::OK,
            &CardTemplate {
                frame: Frame { language, title },
                printable: cards.iter().all(|card| asked.fonts().have(&card.words.title)),
                cards,
                names: names(&view).join(" · "),
                back: way(&token, language, false),
                languages: tongues(language, |other| leaf(&token, "card", other)),
                token,
            },
        )
    };
    shown.await.or_else(|turned| turned_away(&asked, &turned))
}

/// `GET /f/{token}/passport`
///
/// # Errors
/// As the family's page; a page that says so where there is no stamp, or none for this reader.
pub async fn passport(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let shown = async {
        let (view, language) = seen(&asked).await?;
        let stamped = view.companions.iter().filter(|friend| !friend.passport.is_empty());
        let passports: Vec<_> =
            stamped.map(|friend| Passport::of(friend, language, asked.app())).collect();
        let title = passports.first().ok_or(DomainError::NotFound("passport"))?.title.clone();
        let token = asked.part("token");
        page(
            StatusCode::OK,
            &PassportTemplate {
                frame: Frame { language, title },
                passports,
                names: names(&view).join(" · "),
                back: way(token, language, false),
                languages: tongues(language, |other| leaf(token, "passport", other)),
            },
        )
    };
    shown.await.or_else(|turned| turned_away(&asked, &turned))
}

/// What is seen through the link, and the language to say it in.
async fn seen(asked: &HtmlRequest) -> Result<(FamilyView, Language), PageError> {
    let view = look(asked).await?;
    let language = spoken(asked, &view);
    Ok((view, language))
}

/// A page behind the family's own, in this language.
fn leaf(token: &str, name: &str, language: Language) -> String {
    format!("/f/{token}/{name}?lang={}", language.key())
}
