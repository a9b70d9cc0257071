//! Pausing the updates of a family (R36): one tap on a reason pauses, a lead resumes, and stopping
//! permanently is confirmed on a page of its own.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::shared::error::PageError;
use super::shared::form::Form;
use super::shared::layout::Layout;
use super::shared::paths::tag_path;
use super::shared::request::HtmlRequest;
use super::shared::text;
use crate::domain::account::person::{Actor, Role};
use crate::domain::tag::TagCode;
use crate::domain::time::Time;
use crate::domain::visit::HoldKind;
use crate::use_cases::family::{family_hold, family_overview};
use crate::use_cases::visits::VisitView;
use crate::web::extract::callers::{LeadCaller, StaffCaller};
use crate::web::pages::shared::redirect::see_other;
use crate::web::pages::shared::response::page;

/// Chosen and not typed (R30). None of them says anything about the child's condition.
const REASONS: [&str; 4] = [
    "Talking with the family first",
    "Plans have changed",
    "Family asked for no updates",
    "Requested by a doctor",
];

/// The hold of a visit as a part of another page.
#[derive(Template)]
#[template(path = "family_hold_panel.html")]
pub struct HoldPanel {
    path: String,
    /// The page to return to: `scan` or `family`.
    back: &'static str,
    reasons: [&'static str; 4],
    hold: Option<CurrentHold>,
}

struct CurrentHold {
    permanent: bool,
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
    is_permanent: bool,
}

impl HoldPanel {
    #[must_use]
    pub(crate) fn new(
        visit: &VisitView,
        actor: Actor,
        code: TagCode,
        back: &'static str,
        now: Time,
    ) -> Self {
        let hold = visit.visit.hold.as_ref().map(|hold| {
            let by = visit.held_by.as_ref().map_or("", |(_, name)| name);
            let permanent = hold.kind == HoldKind::Permanent;
            CurrentHold {
                permanent,
                text: format!("{}. {by}, {}", hold.reason, text::ago(hold.at, now)),
                may_release: !permanent && actor.role >= Role::Lead,
            }
        });
        Self { path: code.as_str().to_owned(), back, reasons: REASONS, hold }
    }
}

/// `GET /T/{code}/hold`: asks whether to stop the updates permanently.
pub async fn confirm_permanent(
    staff: StaffCaller,
    request: HtmlRequest,
) -> Result<HttpResponse, PageError> {
    let code = request.path_code()?;
    let family = family_overview::overview(request.app(), code, None).await?;
    let hold = family.visit.visit.hold.as_ref().map(|hold| hold.kind);
    let frame = Layout::for_staff(&request, &staff, "Stop updates permanently?").await?;
    let (path, name) = (code.as_str().to_owned(), family.name);
    let is_permanent = hold == Some(HoldKind::Permanent);
    page(StatusCode::OK, &HoldTemplate { frame, path, name, reasons: REASONS, is_permanent })
}

/// `POST /T/{code}/hold`; a permanent hold needs the confirmation `sure`.
pub async fn create(
    staff: StaffCaller,
    request: HtmlRequest,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let code = request.path_code()?;
    let reason =
        form.choice("reason", |text| REASONS.into_iter().find(|reason| *reason == text))?;
    let kind = match (form.get("for_ever"), form.get("sure")) {
        (None, _) => HoldKind::Hold,
        (Some(_), Some(_)) => HoldKind::Permanent,
        (Some(_), None) => return Err(PageError::invalid("sure", "must be confirmed")),
    };
    let visit = family_overview::visit_of(request.app(), code).await?;
    family_hold::hold(request.app(), staff.actor, visit, kind, reason.to_owned()).await?;
    Ok(redirect_back(code, &form))
}

/// `POST /T/{code}/hold/release`
pub async fn release(
    _: LeadCaller,
    request: HtmlRequest,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let code = request.path_code()?;
    let visit = family_overview::visit_of(request.app(), code).await?;
    family_hold::release(request.app(), visit).await?;
    Ok(redirect_back(code, &form))
}

fn redirect_back(code: TagCode, form: &Form) -> HttpResponse {
    let page = if form.get("back") == Some("family") { "/family" } else { "" };
    see_other(&format!("{}{page}", tag_path(code)))
}
