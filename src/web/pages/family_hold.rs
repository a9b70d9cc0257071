//! The hold on a family's page, for staff (R36): one tap on a reason is enough, a lead releases it, and for ever is
//! asked about on a page of its own.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::shared::error::PageError;
use super::shared::form::Form;
use super::shared::layout::Layout;
use super::shared::redirect::see_other;
use super::shared::request::HtmlRequest;
use super::shared::response::page;
use super::shared::text;
use crate::domain::account::person::{Actor, Role};
use crate::domain::tag::TagCode;
use crate::domain::time::Time;
use crate::domain::visit::HoldKind;
use crate::use_cases::family::{family_hold, family_overview};
use crate::use_cases::visits::VisitView;

/// Why a family's page is held: to be chosen and not typed (R30), and none of them says how a child is.
const REASONS: [&str; 4] = [
    "We talk with the family first",
    "Plans have changed",
    "The family asked for quiet",
    "A doctor asked for it",
];

/// The hold as a part of another page.
#[derive(Template)]
#[template(path = "family_hold_panel.html")]
pub struct HoldPanel {
    path: String,
    back: &'static str,
    reasons: [&'static str; 4],
    held: Option<Held>,
}

/// A hold that is on.
struct Held {
    for_ever: bool,
    text: String,
    may_release: bool,
}

#[derive(Template)]
#[template(path = "family_hold.html")]
struct HoldTemplate {
    frame: Layout,
    path: String,
    name: String,
    reasons: [&'static str; 4],
    is_for_ever: bool,
}

impl HoldPanel {
    /// The hold of a visit, as it is shown to whoever asks on the page of this tag, and on which of its two.
    #[must_use]
    pub fn of(
        visit: &VisitView,
        actor: Actor,
        code: TagCode,
        back: &'static str,
        now: Time,
    ) -> Self {
        let held = visit.visit.hold.as_ref().map(|hold| {
            let by = visit.held_by.as_ref().map_or("", |(_, name)| name);
            let for_ever = hold.kind == HoldKind::Permanent;
            Held {
                for_ever,
                text: format!("{}. {by}, {}", hold.reason, text::ago(hold.at, now)),
                may_release: !for_ever && actor.role >= Role::Lead,
            }
        });
        Self { path: code.as_str().to_owned(), back, reasons: REASONS, held }
    }
}

/// `GET /T/{code}/hold`: whether it is to be for ever.
///
/// # Errors
/// To the sign-in page, `not-found`.
pub async fn ask(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staffer = asked.require_role(Role::Staff).await?;
    let code = asked.path_code()?;
    let desk = family_overview::overview(asked.app(), code, None).await?;
    let hold = desk.visit.visit.hold.as_ref().map(|hold| hold.kind);
    let frame = Layout::for_staff(&asked, &staffer, "Silent for ever?").await?;
    let (path, name) = (code.as_str().to_owned(), desk.name);
    let is_for_ever = hold == Some(HoldKind::Permanent);
    page(StatusCode::OK, &HoldTemplate { frame, path, name, reasons: REASONS, is_for_ever })
}

/// `POST /T/{code}/hold`
///
/// # Errors
/// `unauthenticated`, `cross-origin`, `not-found`, `invalid` for a reason that is none of the choices and for
/// ever without a second yes, `hold-permanent`.
pub async fn put(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staffer = asked.require_role(Role::Staff).await?;
    let (code, form) = (asked.path_code()?, asked.form()?);
    let reason =
        form.choice("reason", |told| REASONS.into_iter().find(|reason| *reason == told))?;
    let kind = match (form.get("for_ever"), form.get("sure")) {
        (None, _) => HoldKind::Hold,
        (Some(_), Some(_)) => HoldKind::Permanent,
        (Some(_), None) => return Err(PageError::invalid("sure", "say that it is for ever")),
    };
    let visit = family_overview::visit_of(asked.app(), code).await?;
    family_hold::hold(asked.app(), staffer.actor, visit, kind, reason.to_owned()).await?;
    Ok(back(code, &form))
}

/// `POST /T/{code}/hold/release`
///
/// # Errors
/// As [`put`]; `forbidden` to whoever is no lead, `no-hold`.
pub async fn release(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    asked.require_role(Role::Lead).await?;
    let (code, form) = (asked.path_code()?, asked.form()?);
    let visit = family_overview::visit_of(asked.app(), code).await?;
    family_hold::release(asked.app(), visit).await?;
    Ok(back(code, &form))
}

/// To the page on which it was tapped.
fn back(code: TagCode, form: &Form) -> HttpResponse {
    let page = if form.get("back") == Some("family") { "/family" } else { "" };
    see_other(&format!("/T/{}{page}", code.as_str()))
}
