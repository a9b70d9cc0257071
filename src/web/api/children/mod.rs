//! `/children`: the child, kept to what the ward needs.

pub mod child_data;

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::extract::ApiRequest;
use super::response;
use crate::domain::account::person::Role;
use crate::domain::id::ChildId;
use crate::json::Timestamp;
use crate::use_cases::children::{self, ChildDetails, ChildUpdate};
use crate::use_cases::models::Child;
use crate::use_cases::privacy::purge_child;
use crate::web::problem::Problem;
use crate::web::validation::{self, PatientRef, ShortText};

/// A child as the contract writes it.
#[derive(Serialize)]
pub struct ChildResponse {
    id: Uuid,
    alias: Option<String>,
    patient_ref: Option<String>,
    infant: bool,
    latex: bool,
    isolation: bool,
    protected: bool,
    created_at: Timestamp,
    revision: i64,
}

impl ChildResponse {
    /// The child as the contract writes it; once purged, without a name.
    #[must_use]
    pub fn of(child: &Child) -> Self {
        Self {
            id: child.id.uuid(),
            alias: child.purged_at.is_none().then(|| child.alias.clone()),
            patient_ref: child.patient_ref.clone(),
            infant: child.infant,
            latex: child.latex,
            isolation: child.isolation,
            protected: child.protected,
            created_at: Timestamp(child.created_at),
            revision: child.revision,
        }
    }
}

impl From<&Child> for ChildResponse {
    fn from(child: &Child) -> Self {
        Self::of(child)
    }
}

/// What is told of a new child.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChildRequest {
    alias: ShortText,
    patient_ref: Option<PatientRef>,
    infant: Option<bool>,
    latex: Option<bool>,
    isolation: Option<bool>,
    protected: Option<bool>,
}

impl From<ChildRequest> for ChildDetails {
    fn from(child: ChildRequest) -> Self {
        Self {
            alias: child.alias.0,
            patient_ref: child.patient_ref.map(|key| key.0),
            infant: child.infant.unwrap_or(false),
            latex: child.latex.unwrap_or(false),
            isolation: child.isolation.unwrap_or(false),
            protected: child.protected.unwrap_or(false),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangeRequest {
    alias: Option<ShortText>,
    #[serde(default, deserialize_with = "validation::nullable")]
    #[expect(clippy::option_option, reason = "left out, null and given are three wishes")]
    patient_ref: Option<Option<PatientRef>>,
    infant: Option<bool>,
    latex: Option<bool>,
    isolation: Option<bool>,
    protected: Option<bool>,
}

impl From<ChangeRequest> for ChildUpdate {
    fn from(change: ChangeRequest) -> Self {
        Self {
            alias: change.alias.map(|alias| alias.0),
            patient_ref: change.patient_ref.map(|key| key.map(|key| key.0)),
            infant: change.infant,
            latex: change.latex,
            isolation: change.isolation,
            protected: change.protected,
        }
    }
}

/// `GET /children`
///
/// # Errors
/// See `listChildren` in openapi.yaml.
pub async fn list(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let span = ask.query(&["limit", "after"])?.pagination(ChildId::from_uuid)?;
    let page = children::list(ask.app(), span).await?;
    Ok(response::page(page, |child| child.id.uuid(), ChildResponse::of))
}

/// `POST /children`
///
/// # Errors
/// See `addChild` in openapi.yaml.
pub async fn create(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Staff).await?;
    ask.query(&[])?;
    let say = response::made(
        ChildResponse::of,
        |child| Some(child.revision),
        |child| Some(format!("/api/v1/children/{}", child.id)),
    );
    let door = ask.door(&format!("staff:{}", actor.id), say)?;
    let body: ChildRequest = ask.json()?;
    response::created(&children::create(ask.app(), body.into(), door).await?)
}

/// `GET /children/{id}`
///
/// # Errors
/// See `readChild` in openapi.yaml.
pub async fn get(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let id = ask.id("id", ChildId::from_uuid)?;
    ask.query(&[])?;
    let child = children::get(ask.app(), id).await?;
    Ok(response::tagged(child.revision, &ChildResponse::of(&child)))
}

/// `PATCH /children/{id}`
///
/// # Errors
/// See `changeChild` in openapi.yaml.
pub async fn change(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Staff).await?;
    let id = ask.id("id", ChildId::from_uuid)?;
    ask.query(&[])?;
    let revision = ask.if_match()?;
    let body: ChangeRequest = ask.changes()?;
    let child = children::update(ask.app(), actor, id, revision, body.into()).await?;
    Ok(response::tagged(child.revision, &ChildResponse::of(&child)))
}

/// `DELETE /children/{id}`
///
/// # Errors
/// See `purgeChild` in openapi.yaml.
pub async fn purge(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Staff).await?;
    let id = ask.id("id", ChildId::from_uuid)?;
    ask.query(&[])?;
    purge_child::purge(ask.app(), id, Some(actor.id)).await?;
    Ok(response::nothing())
}
