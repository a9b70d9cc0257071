//! `/alerts`: open and resolved alerts.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::extract::ApiRequest;
use super::response::{self, PersonResponse};
use crate::domain::account::person::Role;
use crate::domain::alert::AlertKind;
use crate::domain::id::AlertId;
use crate::json::{JsonKey, Timestamp};
use crate::use_cases::alerts::{self, AlertView};
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

/// `GET /alerts`
pub(crate) async fn list(request: ApiRequest) -> Result<HttpResponse, Problem> {
    request.require_role(Role::Staff).await?;
    let query = request.query(&["state", "limit", "after"])?;
    let is_open = match query.one_of("state", &["open", "resolved", "all"])? {
        None | Some("open") => Some(true),
        Some("resolved") => Some(false),
        Some(_) => None,
    };
    let pagination = query.pagination(AlertId::from_uuid)?;
    let page = alerts::list(request.app(), is_open, pagination).await?;
    Ok(response::page(page, |view| view.alert.id.uuid(), |view| AlertResponse::from(view)))
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
struct ResolveAlertRequest {
    note: LongText,
}

/// `POST /alerts/{id}/resolve`
pub(crate) async fn resolve(request: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = request.require_role(Role::Staff).await?;
    let id = request.path_id("id", AlertId::from_uuid)?;
    request.query(&[])?;
    let body: ResolveAlertRequest = request.json()?;
    let view = alerts::resolve(request.app(), actor, id, body.note.0).await?;
    Ok(response::ok(&AlertResponse::from(&view)))
}
