//! `/alerts`: what wants looking into.

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

/// An alert as the contract writes it.
#[derive(Serialize)]
pub struct AlertResponse {
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
    fn from(listed: &AlertView) -> Self {
        let alert = &listed.alert;
        let by = alert.resolved_by.zip(listed.resolved_by_name.clone());
        Self {
            id: alert.id.uuid(),
            kind: JsonKey(alert.kind),
            state: if alert.resolved_at.is_some() { "resolved" } else { "open" },
            journey_id: alert.journey_id.uuid(),
            visit_id: listed.visit_id.uuid(),
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
///
/// # Errors
/// See `listAlerts` in openapi.yaml.
pub async fn list(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let query = ask.query(&["state", "limit", "after"])?;
    let open = match query.one_of("state", &["open", "resolved", "all"])? {
        None | Some("open") => Some(true),
        Some("resolved") => Some(false),
        Some(_) => None,
    };
    let span = query.pagination(AlertId::from_uuid)?;
    let page = alerts::list(ask.app(), open, span).await?;
    Ok(response::page(page, |listed| listed.alert.id.uuid(), |listed| AlertResponse::from(listed)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ResolutionRequest {
    note: LongText,
}

/// `POST /alerts/{id}/resolve`
///
/// # Errors
/// See `resolveAlert` in openapi.yaml.
pub async fn resolve(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Staff).await?;
    let id = ask.id("id", AlertId::from_uuid)?;
    ask.query(&[])?;
    let body: ResolutionRequest = ask.json()?;
    let listed = alerts::resolve(ask.app(), actor, id, body.note.0).await?;
    Ok(response::ok(&AlertResponse::from(&listed)))
}
