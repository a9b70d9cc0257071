//! `/visits/{id}/family-links` and `/family-links/{id}`: links by which a family follows a visit.

use actix_web::HttpResponse;
use deserr::Deserr;
use serde::Serialize;
use uuid::Uuid;

use crate::domain::family::{Language, LinkScope, Relation};
use crate::domain::id::{FamilyLinkId, VisitId};
use crate::json::{JsonKey, Timestamp};
use crate::use_cases::family::family_links::{self, IssuedLink, NewFamilyLink};
use crate::use_cases::models::FamilyLink;
use crate::web::api::response::{self, null_if_purged};
use crate::web::extract::callers::StaffCaller;
use crate::web::extract::headers::IdempotencyKey;
use crate::web::extract::input_errors::InputErrors;
use crate::web::extract::json::Json;
use crate::web::extract::path::PathId;
use crate::web::extract::query::{After, PageQuery, Query};
use crate::web::extract::state::App;
use crate::web::problem::Problem;
use crate::web::validation::ShortText;

#[derive(Serialize)]
pub(crate) struct FamilyLinkResponse {
    id: Uuid,
    name: Option<String>,
    language: JsonKey<Language>,
    scope: JsonKey<LinkScope>,
    relation: JsonKey<Relation>,
    created_at: Timestamp,
    opened_at: Option<Timestamp>,
    revoked_at: Option<Timestamp>,
    expires_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

impl From<&FamilyLink> for FamilyLinkResponse {
    fn from(link: &FamilyLink) -> Self {
        Self {
            id: link.id.uuid(),
            name: null_if_purged(link.name.clone()),
            language: JsonKey(link.language),
            scope: JsonKey(link.scope),
            relation: JsonKey(link.relation),
            created_at: Timestamp(link.created_at),
            opened_at: link.opened_at.map(Timestamp),
            revoked_at: link.revoked_at.map(Timestamp),
            expires_at: link.expires_at.map(Timestamp),
            url: None,
        }
    }
}

/// Only the response to its creation has the URL.
fn created_link(created: &IssuedLink) -> FamilyLinkResponse {
    FamilyLinkResponse { url: Some(created.url.clone()), ..FamilyLinkResponse::from(&created.link) }
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct CreateFamilyLinkRequest {
    name: ShortText,
    language: JsonKey<Language>,
    scope: JsonKey<LinkScope>,
    #[deserr(default)]
    relation: Option<JsonKey<Relation>>,
}

/// `GET /visits/{id}/family-links`
pub(crate) async fn list(
    _: StaffCaller,
    app: App,
    PathId(visit): PathId<VisitId>,
    Query(query): Query<PageQuery<After<FamilyLinkId>>>,
) -> Result<HttpResponse, Problem> {
    let pagination = query.pagination();
    let page = family_links::list(&app, visit, pagination).await?;
    Ok(response::page(page, |link| link.id.uuid(), |link| FamilyLinkResponse::from(link)))
}

/// `POST /visits/{id}/family-links`
pub(crate) async fn create(
    staff: StaffCaller,
    app: App,
    PathId(visit): PathId<VisitId>,
    key: IdempotencyKey,
    Json(body): Json<CreateFamilyLinkRequest>,
) -> Result<HttpResponse, Problem> {
    let render = response::render_created(created_link, |_| None, |_| None);
    let idempotent = key.request(render);
    let new = NewFamilyLink {
        name: body.name.0,
        language: body.language.0,
        scope: body.scope.0,
        relation: body.relation.map_or(Relation::Invited, |key| key.0),
    };
    response::created(&family_links::create(&app, staff.actor.id, visit, new, idempotent).await?)
}

/// `DELETE /family-links/{id}`
pub(crate) async fn revoke(
    _: StaffCaller,
    app: App,
    PathId(link): PathId<FamilyLinkId>,
) -> Result<HttpResponse, Problem> {
    family_links::revoke(&app, link).await?;
    Ok(response::no_content())
}
