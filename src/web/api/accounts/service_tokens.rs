//! `/service-tokens`: tokens for other systems; each is shown only when it is created.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::account::person::{Role, Scope};
use crate::domain::id::ServiceTokenId;
use crate::json::{JsonKey, Timestamp};
use crate::use_cases::staff::service_tokens::{self, IssuedToken, ServiceTokenView};
use crate::web::api::extract::ApiRequest;
use crate::web::api::response::{self, PersonResponse};
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
struct CreateTokenRequest {
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
pub(crate) async fn list(request: ApiRequest) -> Result<HttpResponse, Problem> {
    request.require_role(Role::Admin).await?;
    let pagination = request.query(&["limit", "after"])?.pagination(ServiceTokenId::from_uuid)?;
    let page = service_tokens::list(request.app(), pagination).await?;
    Ok(response::page(page, |token| token.record.id.uuid(), TokenResponse::new))
}

/// `POST /service-tokens`
pub(crate) async fn create(request: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = request.require_role(Role::Admin).await?;
    request.query(&[])?;
    let render = response::render_created(CreatedTokenResponse::new, |_| None, |_| None);
    let idempotent = request.idempotent_request_by(actor, render)?;
    let body: CreateTokenRequest = request.json()?;
    let scopes = body.distinct_scopes()?;
    let issued =
        service_tokens::issue(request.app(), actor.id, body.name.0, scopes, idempotent).await?;
    response::created(&issued)
}

/// `DELETE /service-tokens/{id}`
pub(crate) async fn revoke(request: ApiRequest) -> Result<HttpResponse, Problem> {
    request.require_role(Role::Admin).await?;
    let id = request.path_id("id", ServiceTokenId::from_uuid)?;
    request.query(&[])?;
    service_tokens::revoke(request.app(), id).await?;
    Ok(response::no_content())
}
