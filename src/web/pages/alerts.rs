//! An alert on a phone: what it is about, and one tap that says what came of it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::board::{AlertLine, ago, alert_words};
use super::shared::error::PageError;
use super::shared::layout::Layout;
use super::shared::request::HtmlRequest;
use super::{page, see_other};
use crate::domain::account::person::Role;
use crate::domain::alert::AlertKind;
use crate::domain::error::DomainError;
use crate::domain::id::AlertId;
use crate::use_cases::models::Alert;
use crate::use_cases::{alerts, board};

/// What came of it, to be chosen rather than typed (R30).
const NOTES: [&str; 4] =
    ["Looked into, all is well", "Put right", "Somebody sees to it", "There was nothing amiss"];

#[derive(Template)]
#[template(path = "alerts.html")]
struct AlertTemplate {
    frame: Layout,
    alert: Alert,
    line: AlertLine,
    /// The way to the companion's page.
    way: Option<String>,
    since: String,
    /// Whether a scan of its tag settles this by itself, and says more than any choice here.
    scan_settles: bool,
    notes: [&'static str; 4],
}

/// `GET /alerts/{id}`
///
/// # Errors
/// To the sign-in page, `not-found`.
pub async fn show(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staffer = asked.staff(Role::Staff).await?;
    let (alert, seat) =
        board::alert_with_row(asked.app(), asked.id(AlertId::from_uuid, "alert")?).await?;
    let now = asked.app().clock.now();
    let frame = Layout::of(&asked, &staffer, alert_words(alert.kind)).await?;
    let line = AlertLine::of(&alert, &seat, now, false);
    let way = seat.tag.map(|code| format!("/T/{}", code.as_str()));
    let since = ago(alert.raised_at, now);
    let scan_settles = matches!(alert.kind, AlertKind::Missing | AlertKind::LeftBehind);
    page(
        StatusCode::OK,
        &AlertTemplate { frame, alert, line, way, since, scan_settles, notes: NOTES },
    )
}

/// `POST /alerts/{id}`
///
/// # Errors
/// `unauthenticated`, `cross-origin`, `invalid`, `not-found`. One that was resolved meanwhile is as it should be.
pub async fn resolve(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staffer = asked.staff(Role::Staff).await?;
    let (id, form) = (asked.id(AlertId::from_uuid, "alert")?, asked.form()?);
    let note = form.choice("note", |told| NOTES.iter().find(|note| **note == told))?;
    match alerts::resolve(asked.app(), staffer.actor, id, (*note).to_owned()).await {
        Ok(_) | Err(crate::use_cases::UseCaseError::Domain(DomainError::AlreadyResolved)) => {
            Ok(see_other("/board"))
        }
        Err(error) => Err(error.into()),
    }
}
