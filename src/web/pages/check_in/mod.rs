//! The page of a blank tag: whose friend arrives, told in one tap or two and without typing (R30).
//!
//! `GET /T/{code}` shows it for a tag that is on nobody; the form comes back to `/check-in/{code}`.

mod form;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::scan::replace_tag;
use super::shared::companion_view::{self, CompanionView};
use super::shared::error::PageError;
use super::shared::layout::Layout;
use super::shared::request::{Form, HtmlRequest, SignedInStaff};
use super::{page, see_other};
use crate::domain::account::person::Role;
use crate::domain::error::DomainError;
use crate::domain::tag::{TagCode, TagState};
use crate::use_cases::check_in::check_in;
use crate::use_cases::check_in::check_in_preview::{self, ExpectedChild};
use crate::use_cases::idempotency::{IdempotencyKey, IdempotentRequest};
use crate::use_cases::journeys::journey_view::JourneyView;
use crate::use_cases::models::Companion;
use crate::use_cases::tags::create_tags;
use crate::use_cases::{Page as ListPage, UseCaseError, token};
use crate::web::rate_limit::RateLimitKind;
use crate::web::validation::ShortText;

/// As many children as a list may show that nobody has to search.
const SHORT: usize = 8;

#[derive(Template)]
#[template(path = "check_in/check_in.html")]
struct CheckInTemplate<'a> {
    frame: Layout,
    code: TagCode,
    key: String,
    typed: &'a Form,
    wrong: Option<String>,
    expected: Vec<ExpectedChild>,
    /// Whom the list of those expected is searched for.
    sought: String,
    /// Whether there are more of them than are shown.
    more: bool,
    friends: Vec<CompanionView>,
    replaces: Option<(TagCode, Companion)>,
}

impl CheckInTemplate<'_> {
    fn is_chosen(&self, child: &str) -> bool {
        self.typed.get("child").unwrap_or("new") == child
    }

    /// A short list is read faster than it is searched.
    fn is_searched(&self) -> bool {
        !self.sought.is_empty() || self.expected.len() > SHORT
    }

    fn says(&self, name: &str) -> &str {
        self.typed.get(name).unwrap_or_default()
    }

    fn picture(companion: &Companion) -> String {
        companion_view::plain(companion)
    }
}

#[derive(Template)]
#[template(path = "check_in/lookalike.html")]
struct LookalikeTemplate<'a> {
    frame: Layout,
    code: TagCode,
    key: String,
    typed: &'a Form,
    others: Vec<JourneyView>,
}

impl LookalikeTemplate<'_> {
    fn picture(other: &JourneyView) -> String {
        companion_view::ornament(&other.companion, &other.journey.state.worn())
    }
}

/// `GET /check-in/{code}`
///
/// # Errors
/// To the sign-in page, `not-found`, `too-many-requests`.
pub async fn open(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staffer = asked.staff(Role::Staff).await?;
    asked.count(RateLimitKind::Tags, &staffer.actor.id.to_string())?;
    let code = asked.code()?;
    if create_tags::get(asked.app(), code).await?.tag.state != TagState::Blank {
        return Ok(see_other(&tag_page(code)));
    }
    show(&asked, &staffer, code).await
}

/// The page of a blank tag, for staff.
///
/// # Errors
/// Only the store's.
pub async fn show(
    asked: &HtmlRequest,
    staffer: &SignedInStaff,
    code: TagCode,
) -> Result<HttpResponse, PageError> {
    render(asked, staffer, code, (&Form::default(), None)).await
}

/// `POST /check-in/{code}`
///
/// # Errors
/// `unauthenticated`, and what checking in may answer; what does not fit shows the page again.
pub async fn take(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staffer = asked.staff(Role::Staff).await?;
    let (code, form) = (asked.code()?, asked.form()?);
    let Some(newcomer) = form::newcomer(&asked, code, &form).await? else {
        // Enter in a field sends the form, and nobody has said yet who came.
        let wrong = Some("Now tap the friend that came.".to_owned());
        return render(&asked, &staffer, code, (&form, wrong)).await;
    };
    let greeted = check_in_preview::preview(asked.app(), newcomer).await?;
    if greeted.tag != TagState::Blank {
        // Sent twice, or somebody else was faster: the tag's own page says whose it is.
        return Ok(see_other(&tag_page(code)));
    }
    if !greeted.lookalikes.is_empty() && form.get("sure").is_none() {
        let frame = Layout::of(&asked, &staffer, "Is it one of these?").await?;
        let key = token::generate::<16>();
        let alike =
            LookalikeTemplate { frame, code, key, typed: &form, others: greeted.lookalikes };
        return page(StatusCode::CONFLICT, &alike);
    }
    let door = IdempotentRequest {
        key: repeat(&asked, &staffer, &form),
        render: Box::new(|_| Vec::new()),
    };
    match check_in(asked.app(), staffer.actor, greeted.arrival, door).await {
        Ok(_) => Ok(see_other(&format!("{}/screening?new=1", tag_page(code)))),
        Err(error) => match form::wrong(&error) {
            Some(wrong) => render(&asked, &staffer, code, (&form, Some(wrong))).await,
            None if matches!(error, UseCaseError::Domain(DomainError::TagBoundElsewhere)) => {
                Ok(see_other(&tag_page(code)))
            }
            None => Err(error.into()),
        },
    }
}

async fn render(
    asked: &HtmlRequest,
    staffer: &SignedInStaff,
    code: TagCode,
    (typed, wrong): (&Form, Option<String>),
) -> Result<HttpResponse, PageError> {
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    // A form that comes back keeps the list as it was, with whoever was chosen on it.
    let query = asked.query();
    let sought = if typed.get("q").is_some() { typed } else { &query };
    let sought = sought.read_as::<ShortText>("q")?.map(|text| text.0).unwrap_or_default();
    let ListPage { items, more } = check_in_preview::expected(asked.app(), sought.clone()).await?;
    let shown = CheckInTemplate {
        frame: Layout::of(asked, staffer, "Check in").await?,
        code,
        key: token::generate::<16>(),
        typed,
        wrong,
        expected: items,
        sought,
        more,
        friends: companion_view::all(),
        replaces: replace_tag::pending(asked).await?,
    };
    page(status, &shown)
}

/// Two of the same form are one arrival.
fn repeat(asked: &HtmlRequest, staffer: &SignedInStaff, form: &Form) -> Option<IdempotencyKey> {
    let key = form.get("key")?.to_owned();
    let path = asked.request().path().as_bytes();
    let fingerprint = token::fingerprint(&[path, &asked.body()[..]]);
    Some(IdempotencyKey { caller: format!("page:{}", staffer.actor.id), key, fingerprint })
}

/// A tag's own page.
pub(crate) fn tag_page(code: TagCode) -> String {
    format!("/T/{}", code.as_str())
}
