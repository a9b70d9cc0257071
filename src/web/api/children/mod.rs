//! `/children`: only what the ward needs to know of a child.

pub(crate) mod child_data;
pub(crate) mod child_response;

use crate::web::validation::Nullable;
use actix_web::HttpResponse;
use deserr::Deserr;

use self::child_response::ChildResponse;
use super::response;
use crate::domain::id::ChildId;
use crate::use_cases::children::{self, ChildDetails, ChildUpdate};
use crate::use_cases::models::Child;
use crate::use_cases::privacy::purge_child;
use crate::web::extract::callers::StaffCaller;
use crate::web::extract::headers::{IdempotencyKey, IfMatch};
use crate::web::extract::input_errors::InputErrors;
use crate::web::extract::json::{Json, Patch};
use crate::web::extract::path::PathId;
use crate::web::extract::query::{After, PageQuery, Query};
use crate::web::extract::state::App;
use crate::web::problem::Problem;
use crate::web::validation::{PatientRef, ShortText};

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct CreateChildRequest {
    alias: ShortText,
    #[deserr(default)]
    patient_ref: Option<PatientRef>,
    #[deserr(default)]
    infant: Option<bool>,
    #[deserr(default)]
    latex: Option<bool>,
    #[deserr(default)]
    isolation: Option<bool>,
    #[deserr(default)]
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
pub(crate) struct UpdateChildRequest {
    #[deserr(default)]
    alias: Option<ShortText>,
    #[deserr(default)]
    patient_ref: Nullable<PatientRef>,
    #[deserr(default)]
    infant: Option<bool>,
    #[deserr(default)]
    latex: Option<bool>,
    #[deserr(default)]
    isolation: Option<bool>,
    #[deserr(default)]
    protected: Option<bool>,
}

impl From<UpdateChildRequest> for ChildUpdate {
    fn from(update: UpdateChildRequest) -> Self {
        Self {
            alias: update.alias.map(|alias| alias.0),
            patient_ref: update.patient_ref.change(|key| key.0),
            infant: update.infant,
            latex: update.latex,
            isolation: update.isolation,
            protected: update.protected,
        }
    }
}

/// `GET /children`
pub(crate) async fn list(
    _: StaffCaller,
    app: App,
    Query(query): Query<PageQuery<After<ChildId>>>,
) -> Result<HttpResponse, Problem> {
    let pagination = query.pagination();
    let page = children::list(&app, pagination).await?;
    Ok(response::page(page, |child| child.id.uuid(), |child| ChildResponse::from(child)))
}

/// `POST /children`
pub(crate) async fn create(
    _: StaffCaller,
    app: App,
    key: IdempotencyKey,
    Json(body): Json<CreateChildRequest>,
) -> Result<HttpResponse, Problem> {
    let render = response::render_created(
        |child: &Child| ChildResponse::from(child),
        |child| Some(child.revision),
        |child| Some(format!("/api/v1/children/{}", child.id)),
    );
    let idempotent = key.request(render);
    response::created(&children::create(&app, body.into(), idempotent).await?)
}

/// `GET /children/{id}`
pub(crate) async fn get(
    _: StaffCaller,
    app: App,
    PathId(id): PathId<ChildId>,
) -> Result<HttpResponse, Problem> {
    let child = children::get(&app, id).await?;
    Ok(response::ok_with_etag(child.revision, &ChildResponse::from(&child)))
}

/// `PATCH /children/{id}`
pub(crate) async fn update(
    staff: StaffCaller,
    app: App,
    PathId(id): PathId<ChildId>,
    IfMatch(revision): IfMatch,
    Patch(body): Patch<UpdateChildRequest>,
) -> Result<HttpResponse, Problem> {
    let child = children::update(&app, staff.actor, id, revision, body.into()).await?;
    Ok(response::ok_with_etag(child.revision, &ChildResponse::from(&child)))
}

/// `DELETE /children/{id}`
pub(crate) async fn purge(
    staff: StaffCaller,
    app: App,
    PathId(id): PathId<ChildId>,
) -> Result<HttpResponse, Problem> {
    purge_child::purge(&app, id, Some(staff.actor.id)).await?;
    Ok(response::no_content())
}
