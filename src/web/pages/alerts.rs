//! The page of one alert: what it is about, and one tap to resolve it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::board::alert_row::AlertRow;
use super::board::text::ago;
use super::shared::error::PageError;
use super::shared::layout::Layout;
use super::shared::redirect::see_other;
use super::shared::request::HtmlRequest;
use super::shared::response::page;
use super::shared::text;
use crate::domain::alert::AlertKind;
use crate::domain::error::DomainError;
use crate::domain::id::AlertId;
use crate::use_cases::models::Alert;
use crate::use_cases::{UseCaseError, alerts, board};
use crate::web::extract::callers::StaffCaller;
use crate::web::pages::shared::form::Form;

/// How an alert was resolved, chosen instead of typed (R30).
const RESOLUTIONS: [&str; 4] = ["Checked, OK", "Fixed", "Being handled", "False alarm"];

#[derive(Template)]
#[template(path = "alerts.html")]
struct AlertTemplate {
    frame: Layout,
    alert: Alert,
    row: AlertRow,
    companion_url: Option<String>,
    raised: String,
    /// A scan of the tag resolves this alert by itself and records more than any button here.
    resolved_by_scan: bool,
    resolutions: [&'static str; 4],
}

/// `GET /alerts/{id}`
pub(crate) async fn show(
    staff: StaffCaller,
    request: HtmlRequest,
) -> Result<HttpResponse, PageError> {
    let id = request.path_id(AlertId::from_uuid, "alert")?;
    let (alert, board_row) = board::alert_with_row(request.app(), id).await?;
    let now = request.app().clock.now();
    let frame = Layout::for_staff(&request, &staff, text::alert(alert.kind)).await?;
    let row = AlertRow::new(&alert, &board_row, now, false);
    let companion_url = board_row.tag.map(|code| format!("/T/{}", code.as_str()));
    let raised = ago(alert.raised_at, now);
    let resolved_by_scan = matches!(alert.kind, AlertKind::Missing | AlertKind::LeftBehind);
    page(
        StatusCode::OK,
        &AlertTemplate {
            frame,
            alert,
            row,
            companion_url,
            raised,
            resolved_by_scan,
            resolutions: RESOLUTIONS,
        },
    )
}

/// `POST /alerts/{id}`. Resolving an alert that somebody else has resolved meanwhile succeeds.
pub(crate) async fn resolve(
    staff: StaffCaller,
    request: HtmlRequest,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let id = request.path_id(AlertId::from_uuid, "alert")?;
    let resolution =
        form.choice("note", |value| RESOLUTIONS.iter().find(|choice| **choice == value))?;
    match alerts::resolve(request.app(), staff.actor, id, (*resolution).to_owned()).await {
        Ok(_) | Err(UseCaseError::Domain(DomainError::AlreadyResolved)) => Ok(see_other("/board")),
        Err(error) => Err(error.into()),
    }
}
