//! `/children`: the child, kept to what the ward needs.

pub mod child_data;

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::extract::Ask;
use super::response;
use crate::domain::account::person::Role;
use crate::domain::id::ChildId;
use crate::json::Stamp;
use crate::use_cases::children::{self, Change, Told};
use crate::use_cases::privacy::purge_child;
use crate::use_cases::records::Child;
use crate::web::problem::Problem;
use crate::web::validation::{self, Name, PatientRef};

/// A child as the contract writes it.
#[derive(Serialize)]
pub struct ChildOut {
    id: Uuid,
    alias: Option<String>,
    patient_ref: Option<String>,
    infant: bool,
    latex: bool,
    isolation: bool,
    protected: bool,
    created_at: Stamp,
    revision: i64,
}

impl ChildOut {
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
            created_at: Stamp(child.created_at),
            revision: child.revision,
        }
    }
}

impl From<&Child> for ChildOut {
    fn from(child: &Child) -> Self {
        Self::of(child)
    }
}

/// What is told of a new child.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChildIn {
    alias: Name,
    patient_ref: Option<PatientRef>,
    infant: Option<bool>,
    latex: Option<bool>,
    isolation: Option<bool>,
    protected: Option<bool>,
}

impl From<ChildIn> for Told {
    fn from(child: ChildIn) -> Self {
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
struct ChangeIn {
    alias: Option<Name>,
    #[serde(default, deserialize_with = "validation::nullable")]
    #[expect(clippy::option_option, reason = "left out, null and given are three wishes")]
    patient_ref: Option<Option<PatientRef>>,
    infant: Option<bool>,
    latex: Option<bool>,
    isolation: Option<bool>,
    protected: Option<bool>,
}

impl From<ChangeIn> for Change {
    fn from(change: ChangeIn) -> Self {
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
pub async fn list(ask: Ask) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let span = ask.query(&["limit", "after"])?.span(ChildId::from_uuid)?;
    let page = children::list(ask.world(), span).await?;
    Ok(response::page(page, |child| child.id.uuid(), ChildOut::of))
}

/// `POST /children`
///
/// # Errors
/// See `createChild` in openapi.yaml.
pub async fn add(ask: Ask) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Staff).await?;
    ask.query(&[])?;
    let say = response::made(
        ChildOut::of,
        |child| Some(child.revision),
        |child| Some(format!("/api/v1/children/{}", child.id)),
    );
    let door = ask.door(&format!("staff:{}", actor.id), say)?;
    let body: ChildIn = ask.json()?;
    response::created(&children::add(ask.world(), body.into(), door).await?)
}

/// `GET /children/{id}`
///
/// # Errors
/// See `getChild` in openapi.yaml.
pub async fn get(ask: Ask) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let id = ask.id("id", ChildId::from_uuid)?;
    ask.query(&[])?;
    let child = children::get(ask.world(), id).await?;
    Ok(response::tagged(child.revision, &ChildOut::of(&child)))
}

/// `PATCH /children/{id}`
///
/// # Errors
/// See `updateChild` in openapi.yaml.
pub async fn change(ask: Ask) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Staff).await?;
    let id = ask.id("id", ChildId::from_uuid)?;
    ask.query(&[])?;
    let revision = ask.if_match()?;
    let body: ChangeIn = ask.changes()?;
    let child = children::change(ask.world(), actor, id, revision, body.into()).await?;
    Ok(response::tagged(child.revision, &ChildOut::of(&child)))
}

/// `DELETE /children/{id}`
///
/// # Errors
/// See `purgeChild` in openapi.yaml.
pub async fn purge(ask: Ask) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Staff).await?;
    let id = ask.id("id", ChildId::from_uuid)?;
    ask.query(&[])?;
    purge_child::purge(ask.world(), id, Some(actor.id)).await?;
    Ok(response::nothing())
}
