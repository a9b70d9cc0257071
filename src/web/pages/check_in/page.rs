//! Renders the check-in form, and the question whether a similar companion is meant.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::super::scan::replace_tag;
use super::super::shared::companion_view::{self, SpeciesChoice};
use super::super::shared::error::PageError;
use super::super::shared::form::Form;
use super::super::shared::layout::Layout;
use super::super::shared::request::HtmlRequest;
use crate::domain::tag::TagCode;
use crate::use_cases::check_in::check_in_preview::{self, ExpectedChild};
use crate::use_cases::journeys::journey_view::JourneyView;
use crate::use_cases::models::Companion;
use crate::use_cases::{Page as ListPage, token};
use crate::web::extract::callers::StaffCaller;
use crate::web::pages::shared::response::page;
use crate::web::validation::ShortText;

/// A longer list of expected children gets a search field.
const MAX_CHILDREN_WITHOUT_SEARCH: usize = 8;

#[derive(Template)]
#[template(path = "check_in/check_in.html")]
struct CheckInTemplate<'a> {
    frame: Layout,
    code: TagCode,
    /// Idempotency key.
    key: String,
    form: &'a Form,
    error: Option<String>,
    expected: Vec<ExpectedChild>,
    search: String,
    /// Whether there are more expected children than listed.
    more: bool,
    species: Vec<SpeciesChoice>,
    /// The tag to be replaced by this one, and its companion.
    replaces: Option<(TagCode, Companion)>,
}

impl CheckInTemplate<'_> {
    fn is_chosen(&self, child: &str) -> bool {
        self.form.get("child").unwrap_or("new") == child
    }

    fn has_search(&self) -> bool {
        !self.search.is_empty() || self.expected.len() > MAX_CHILDREN_WITHOUT_SEARCH
    }

    fn value(&self, name: &str) -> &str {
        self.form.get(name).unwrap_or_default()
    }

    fn picture(companion: &Companion) -> String {
        companion_view::undressed_picture(companion)
    }
}

#[derive(Template)]
#[template(path = "check_in/lookalike.html")]
struct LookalikeTemplate<'a> {
    frame: Layout,
    code: TagCode,
    /// Idempotency key.
    key: String,
    form: &'a Form,
    lookalikes: Vec<JourneyView>,
}

impl LookalikeTemplate<'_> {
    fn picture(journey: &JourneyView) -> String {
        companion_view::picture(&journey.companion, &journey.journey.state.worn())
    }
}

/// What was submitted, and what is wrong with it.
pub(super) struct Feedback<'a> {
    pub form: &'a Form,
    pub error: Option<String>,
}

pub(super) async fn render(
    request: &HtmlRequest,
    staff: &StaffCaller,
    code: TagCode,
    Feedback { form, error }: Feedback<'_>,
) -> Result<HttpResponse, PageError> {
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    // A form shown again keeps the search, so that the chosen child is still listed.
    let query = request.query();
    let source = if form.get("q").is_some() { form } else { &query };
    let search = source.optional::<ShortText>("q")?.map(|text| text.0).unwrap_or_default();
    let ListPage { items, more } =
        check_in_preview::expected(request.app(), search.clone()).await?;
    let template = CheckInTemplate {
        frame: Layout::for_staff(request, staff, "Check in").await?,
        code,
        key: token::generate::<16>(),
        form,
        error,
        expected: items,
        search,
        more,
        species: companion_view::species_choices(),
        replaces: replace_tag::pending(request).await?,
    };
    page(status, &template)
}

pub(super) async fn render_lookalikes(
    request: &HtmlRequest,
    staff: &StaffCaller,
    code: TagCode,
    form: &Form,
    lookalikes: Vec<JourneyView>,
) -> Result<HttpResponse, PageError> {
    let frame = Layout::for_staff(request, staff, "Is it one of these?").await?;
    let key = token::generate::<16>();
    let template = LookalikeTemplate { frame, code, key, form, lookalikes };
    page(StatusCode::CONFLICT, &template)
}
