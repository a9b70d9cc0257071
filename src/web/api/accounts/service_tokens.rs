//! `/service-tokens`: tokens for other systems; each is shown only when it is created.

use actix_web::HttpResponse;
use deserr::Deserr;
use serde::Serialize;
use uuid::Uuid;

use crate::domain::account::person::Scope;
use crate::domain::id::ServiceTokenId;
use crate::json::{JsonKey, Timestamp};
use crate::use_cases::staff::service_tokens::{self, IssuedToken, ServiceTokenView};
use crate::web::api::response::{self, PersonResponse};
use crate::web::extract::callers::AdminCaller;
use crate::web::extract::headers::IdempotencyKey;
use crate::web::extract::input_errors::InputErrors;
use crate::web::extract::json::Json;
use crate::web::extract::path::PathId;
use crate::web::extract::query::{After, PageQuery, Query};
use crate::web::extract::state::App;
use crate::web::problem::Problem;
use crate::web::validation::ShortText;

#[derive(Serialize)]
struct TokenResponse {
    id: Uuid,
    name: String,
    scopes: Vec<JsonKey<Scope>>,
    created_by: PersonResponse,
    created_at: Timestamp,
    revoked_at: Option<Timestamp>,
}

impl TokenResponse {
    fn new(ServiceTokenView { record, created_by: made_by }: &ServiceTokenView) -> Self {
        let display_name = made_by.clone();
        Self {
            id: record.id.uuid(),
            name: record.name.clone(),
            scopes: record.scopes.iter().copied().map(JsonKey).collect(),
            created_by: PersonResponse { id: record.created_by.uuid(), display_name },
            created_at: Timestamp(record.created_at),
            revoked_at: record.revoked_at.map(Timestamp),
        }
    }
}

#[derive(Serialize)]
struct CreatedTokenResponse {
    #[serde(flatten)]
    record: TokenResponse,
    token: String,
}

impl CreatedTokenResponse {
    fn new(issued: &IssuedToken) -> Self {
        Self { record: TokenResponse::new(&issued.view), token: issued.token.clone() }
    }
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct CreateTokenRequest {
    name: ShortText,
    scopes: Vec<JsonKey<Scope>>,
}

impl CreateTokenRequest {
    fn distinct_scopes(&self) -> Result<Vec<Scope>, Problem> {
        let scopes: Vec<_> = self.scopes.iter().map(|scope| scope.0).collect();
        let has_duplicates = (1..scopes.len()).any(|nth| scopes[..nth].contains(&scopes[nth]));
        if scopes.is_empty() || has_duplicates {
            return Err(Problem::invalid(
                "/scopes",
                "must list at least one scope, and none twice",
            ));
        }
        Ok(scopes)
    }
}

/// `GET /service-tokens`
pub(crate) async fn list(
    _: AdminCaller,
    app: App,
    Query(query): Query<PageQuery<After<ServiceTokenId>>>,
) -> Result<HttpResponse, Problem> {
    let pagination = query.pagination();
    let page = service_tokens::list(&app, pagination).await?;
    Ok(response::page(page, |token| token.record.id.uuid(), TokenResponse::new))
}

/// `POST /service-tokens`
pub(crate) async fn create(
    admin: AdminCaller,
    app: App,
    key: IdempotencyKey,
    Json(body): Json<CreateTokenRequest>,
) -> Result<HttpResponse, Problem> {
    let render = response::render_created(CreatedTokenResponse::new, |_| None, |_| None);
    let idempotent = key.request(render);
    let scopes = body.distinct_scopes()?;
    let issued =
        service_tokens::issue(&app, admin.actor.id, body.name.0, scopes, idempotent).await?;
    response::created(&issued)
}

/// `DELETE /service-tokens/{id}`
pub(crate) async fn revoke(
    _: AdminCaller,
    app: App,
    PathId(id): PathId<ServiceTokenId>,
) -> Result<HttpResponse, Problem> {
    service_tokens::revoke(&app, id).await?;
    Ok(response::no_content())
}
