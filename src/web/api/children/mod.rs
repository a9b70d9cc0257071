//! `/children`: only what the ward needs to know of a child.

pub(crate) mod child_data;
pub(crate) mod child_response;

use actix_web::HttpResponse;
use serde::Deserialize;

use self::child_response::ChildResponse;
use super::extract::ApiRequest;
use super::response;
use crate::domain::account::person::Role;
use crate::domain::id::ChildId;
use crate::use_cases::children::{self, ChildDetails, ChildUpdate};
use crate::use_cases::models::Child;
use crate::use_cases::privacy::purge_child;
use crate::web::problem::Problem;
use crate::web::validation::{self, PatientRef, ShortText};

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct CreateChildRequest {
    alias: ShortText,
    patient_ref: Option<PatientRef>,
    infant: Option<bool>,
    latex: Option<bool>,
    isolation: Option<bool>,
    protected: Option<bool>,
}

impl From<CreateChildRequest> for ChildDetails {
    fn from(child: CreateChildRequest) -> Self {
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

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
struct UpdateChildRequest {
    alias: Option<ShortText>,
    #[deserr(default)]
    patient_ref: Nullable<PatientRef>,
    infant: Option<bool>,
    latex: Option<bool>,
    isolation: Option<bool>,
    protected: Option<bool>,
}

impl From<UpdateChildRequest> for ChildUpdate {
    fn from(update: UpdateChildRequest) -> Self {
        Self {
            alias: update.alias.map(|alias| alias.0),
            patient_ref: update.patient_ref.map(|key| key.map(|key| key.0)),
            infant: update.infant,
            latex: update.latex,
            isolation: update.isolation,
            protected: update.protected,
        }
    }
}

/// `GET /children`
pub(crate) async fn list(request: ApiRequest) -> Result<HttpResponse, Problem> {
    request.require_role(Role::Staff).await?;
    let pagination = request.query(&["limit", "after"])?.pagination(ChildId::from_uuid)?;
    let page = children::list(request.app(), pagination).await?;
    Ok(response::page(page, |child| child.id.uuid(), |child| ChildResponse::from(child)))
}

/// `POST /children`
pub(crate) async fn create(request: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = request.require_role(Role::Staff).await?;
    request.query(&[])?;
    let render = response::render_created(
        |child: &Child| ChildResponse::from(child),
        |child| Some(child.revision),
        |child| Some(format!("/api/v1/children/{}", child.id)),
    );
    let idempotent = request.idempotent_request_by(actor, render)?;
    let body: CreateChildRequest = request.json()?;
    response::created(&children::create(request.app(), body.into(), idempotent).await?)
}

/// `GET /children/{id}`
pub(crate) async fn get(request: ApiRequest) -> Result<HttpResponse, Problem> {
    request.require_role(Role::Staff).await?;
    let id = request.path_id("id", ChildId::from_uuid)?;
    request.query(&[])?;
    let child = children::get(request.app(), id).await?;
    Ok(response::ok_with_etag(child.revision, &ChildResponse::from(&child)))
}

/// `PATCH /children/{id}`
pub(crate) async fn update(request: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = request.require_role(Role::Staff).await?;
    let id = request.path_id("id", ChildId::from_uuid)?;
    request.query(&[])?;
    let revision = request.if_match()?;
    let body: UpdateChildRequest = request.patch()?;
    let child = children::update(request.app(), actor, id, revision, body.into()).await?;
    Ok(response::ok_with_etag(child.revision, &ChildResponse::from(&child)))
}

/// `DELETE /children/{id}`
pub(crate) async fn purge(request: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = request.require_role(Role::Staff).await?;
    let id = request.path_id("id", ChildId::from_uuid)?;
    request.query(&[])?;
    purge_child::purge(request.app(), id, Some(actor.id)).await?;
    Ok(response::no_content())
}
