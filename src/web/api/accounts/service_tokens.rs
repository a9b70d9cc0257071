//! `/service-tokens`: tokens for other systems, each shown once.

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
    fn of(ServiceTokenView { record, created_by: made_by }: &ServiceTokenView) -> Self {
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
struct IssuedResponse {
    #[serde(flatten)]
    listed: TokenResponse,
    token: String,
}

impl IssuedResponse {
    fn of(issued: &IssuedToken) -> Self {
        Self { listed: TokenResponse::of(&issued.view), token: issued.token.clone() }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IssueRequest {
    name: ShortText,
    scopes: Vec<JsonKey<Scope>>,
}

impl IssueRequest {
    /// At least one, none of them twice.
    fn scopes(&self) -> Result<Vec<Scope>, Problem> {
        let scopes: Vec<_> = self.scopes.iter().map(|scope| scope.0).collect();
        let twice = (1..scopes.len()).any(|nth| scopes[..nth].contains(&scopes[nth]));
        if scopes.is_empty() || twice {
            return Err(Problem::invalid("/scopes", "must name a scope or two, and none twice"));
        }
        Ok(scopes)
    }
}

/// `GET /service-tokens`
///
/// # Errors
/// See `listServiceTokens` in openapi.yaml.
pub async fn list(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Admin).await?;
    let span = ask.query(&["limit", "after"])?.pagination(ServiceTokenId::from_uuid)?;
    let page = service_tokens::list(ask.app(), span).await?;
    Ok(response::page(page, |listed| listed.record.id.uuid(), TokenResponse::of))
}

/// `POST /service-tokens`
///
/// # Errors
/// See `makeServiceToken` in openapi.yaml.
pub async fn create(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Admin).await?;
    ask.query(&[])?;
    let say = response::made(IssuedResponse::of, |_| None, |_| None);
    let door = ask.door(&format!("staff:{}", actor.id), say)?;
    let body: IssueRequest = ask.json()?;
    let scopes = body.scopes()?;
    let issued = service_tokens::issue(ask.app(), actor.id, body.name.0, scopes, door).await?;
    response::created(&issued)
}

/// `DELETE /service-tokens/{id}`
///
/// # Errors
/// See `revokeServiceToken` in openapi.yaml.
pub async fn revoke(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Admin).await?;
    let id = ask.id("id", ServiceTokenId::from_uuid)?;
    ask.query(&[])?;
    service_tokens::revoke(ask.app(), id).await?;
    Ok(response::nothing())
}
