//! The companion's passport as a page for the family (R40).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::error::FamilyPageError;
use super::layout::{
    FamilyLayout, LanguageLink, companion_names, language_links, load_view, page_path, subpage_path,
};
use crate::domain::error::DomainError;
use crate::domain::family::Language;
use crate::domain::outfit::Outfit;
use crate::i18n::{self, FamilyText, StampText};
use crate::portrait;
use crate::use_cases::AppContext;
use crate::use_cases::family::family_view::CompanionFeed;
use crate::web::family_caller::FamilyCaller;
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::request::HtmlRequest;
use crate::web::pages::shared::response::page;

#[derive(Template)]
#[template(path = "family/passport.html")]
struct PassportTemplate {
    layout: FamilyLayout,
    passports: Vec<PassportView>,
    names: String,
    back: String,
    languages: Vec<LanguageLink>,
}

struct PassportView {
    portrait: String,
    title: String,
    stamps: Vec<StampText>,
}

impl PassportView {
    fn new(companion: &CompanionFeed, language: Language, app: &AppContext) -> Self {
        let name = i18n::isolate_bidi(language, &companion.name);
        let stamp = |stamp: &_| i18n::stamp_text(language, *stamp, &app.time_zone);
        Self {
            // Passport photos are taken without a hat.
            portrait: portrait::svg(companion.species, &Outfit::new(), companion.coat, ""),
            title: i18n::text(language, FamilyText::PassportTitle, &[("name", &name)]),
            stamps: companion.passport.iter().map(stamp).collect(),
        }
    }
}

/// `GET /f/{token}/passport`
pub async fn show(
    family: FamilyCaller,
    request: HtmlRequest,
) -> Result<HttpResponse, FamilyPageError> {
    render(&request, family).await.map_err(|error| FamilyPageError::new(error, &request))
}

async fn render(request: &HtmlRequest, family: FamilyCaller) -> Result<HttpResponse, PageError> {
    let (view, language) = load_view(request, family).await?;
    let stamped = view.companions.iter().filter(|companion| !companion.passport.is_empty());
    let passports: Vec<_> =
        stamped.map(|companion| PassportView::new(companion, language, request.app())).collect();
    let title = passports.first().ok_or(DomainError::NotFound("passport"))?.title.clone();
    let token = request.path_param("token");
    let template = PassportTemplate {
        layout: FamilyLayout { language, title },
        passports,
        names: companion_names(&view).join(" · "),
        back: page_path(token, language, false),
        languages: language_links(language, |other| subpage_path(token, "passport", other)),
    };
    page(StatusCode::OK, &template)
}
