//! `/alerts`: what wants looking into.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::extract::Ask;
use super::response::{self, PersonOut};
use crate::domain::account::person::Role;
use crate::domain::alert::AlertKind;
use crate::domain::id::AlertId;
use crate::json::{Key, Stamp};
use crate::use_cases::alerts::{self, Listed};
use crate::web::problem::Problem;
use crate::web::validation::Words;

/// An alert as the contract writes it.
#[derive(Serialize)]
pub struct AlertOut {
    id: Uuid,
    kind: Key<AlertKind>,
    state: &'static str,
    journey_id: Uuid,
    visit_id: Uuid,
    detail: String,
    raised_at: Stamp,
    resolved_at: Option<Stamp>,
    resolved_by: Option<PersonOut>,
    note: Option<String>,
}

impl From<&Listed> for AlertOut {
    fn from(listed: &Listed) -> Self {
        let alert = &listed.alert;
        let by = alert.resolved_by.zip(listed.resolved_by_name.clone());
        Self {
            id: alert.id.uuid(),
            kind: Key(alert.kind),
            state: if alert.resolved_at.is_some() { "resolved" } else { "open" },
            journey_id: alert.journey_id.uuid(),
            visit_id: listed.visit_id.uuid(),
            detail: alert.detail.clone(),
            raised_at: Stamp(alert.raised_at),
            resolved_at: alert.resolved_at.map(Stamp),
            resolved_by: by.map(|(id, display_name)| PersonOut { id: id.uuid(), display_name }),
            note: alert.note.clone().filter(|note| !note.is_empty()),
        }
    }
}

/// `GET /alerts`
///
/// # Errors
/// See `listAlerts` in openapi.yaml.
pub async fn list(ask: Ask) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let query = ask.query(&["state", "limit", "after"])?;
    let open = match query.one_of("state", &["open", "resolved", "all"])? {
        None | Some("open") => Some(true),
        Some("resolved") => Some(false),
        Some(_) => None,
    };
    let span = query.span(AlertId::from_uuid)?;
    let page = alerts::list(ask.world(), open, span).await?;
    Ok(response::page(page, |listed| listed.alert.id.uuid(), |listed| AlertOut::from(listed)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ResolutionIn {
    note: Words,
}

/// `POST /alerts/{id}/resolve`
///
/// # Errors
/// See `resolveAlert` in openapi.yaml.
pub async fn resolve(ask: Ask) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Staff).await?;
    let id = ask.id("id", AlertId::from_uuid)?;
    ask.query(&[])?;
    let body: ResolutionIn = ask.json()?;
    let listed = alerts::resolve(ask.world(), actor, id, body.note.0).await?;
    Ok(response::ok(&AlertOut::from(&listed)))
}
