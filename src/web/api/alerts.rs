//! `/alerts`: open and resolved alerts.

use actix_web::HttpResponse;
use deserr::Deserr;
use serde::Serialize;
use uuid::Uuid;

use super::response::{self, PersonResponse};
use crate::domain::alert::AlertKind;
use crate::domain::id::AlertId;
use crate::domain::string_enum::string_enum;
use crate::json::{JsonKey, Timestamp};
use crate::use_cases::alerts::{self, AlertView};
use crate::web::extract::callers::StaffCaller;
use crate::web::extract::input_errors::InputErrors;
use crate::web::extract::json::Json;
use crate::web::extract::path::PathId;
use crate::web::extract::query::{After, Limit, Query, pagination};
use crate::web::extract::state::App;
use crate::web::problem::Problem;
use crate::web::validation::LongText;

#[derive(Serialize)]
pub(crate) struct AlertResponse {
    id: Uuid,
    kind: JsonKey<AlertKind>,
    state: &'static str,
    journey_id: Uuid,
    visit_id: Uuid,
    detail: String,
    raised_at: Timestamp,
    resolved_at: Option<Timestamp>,
    resolved_by: Option<PersonResponse>,
    note: Option<String>,
}

impl From<&AlertView> for AlertResponse {
    fn from(view: &AlertView) -> Self {
        let alert = &view.alert;
        let by = alert.resolved_by.zip(view.resolved_by_name.clone());
        Self {
            id: alert.id.uuid(),
            kind: JsonKey(alert.kind),
            state: if alert.resolved_at.is_some() { "resolved" } else { "open" },
            journey_id: alert.journey_id.uuid(),
            visit_id: view.visit_id.uuid(),
            detail: alert.detail.clone(),
            raised_at: Timestamp(alert.raised_at),
            resolved_at: alert.resolved_at.map(Timestamp),
            resolved_by: by
                .map(|(id, display_name)| PersonResponse { id: id.uuid(), display_name }),
            note: alert.note.clone().filter(|note| !note.is_empty()),
        }
    }
}

string_enum! {
    /// Which alerts a list has.
    pub enum AlertFilter {
        Open = "open",
        Resolved = "resolved",
        All = "all",
    }
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct AlertsQuery {
    #[deserr(default)]
    state: Option<JsonKey<AlertFilter>>,
    #[deserr(default)]
    limit: Option<Limit>,
    #[deserr(default)]
    after: Option<After<AlertId>>,
}

/// `GET /alerts`
pub(crate) async fn list(
    _: StaffCaller,
    app: App,
    Query(query): Query<AlertsQuery>,
) -> Result<HttpResponse, Problem> {
    let is_open = match query.state.map_or(AlertFilter::Open, |state| state.0) {
        AlertFilter::Open => Some(true),
        AlertFilter::Resolved => Some(false),
        AlertFilter::All => None,
    };
    let page = alerts::list(&app, is_open, pagination(query.limit, query.after)).await?;
    Ok(response::page(page, |view| view.alert.id.uuid(), |view| AlertResponse::from(view)))
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct ResolveAlertRequest {
    note: LongText,
}

/// `POST /alerts/{id}/resolve`
pub(crate) async fn resolve(
    staff: StaffCaller,
    app: App,
    PathId(id): PathId<AlertId>,
    Json(body): Json<ResolveAlertRequest>,
) -> Result<HttpResponse, Problem> {
    let view = alerts::resolve(&app, staff.actor, id, body.note.0).await?;
    Ok(response::ok(&AlertResponse::from(&view)))
}
