//! `/service-tokens`: tokens for other systems, each shown once.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::account::person::{Role, Scope};
use crate::domain::id::ServiceTokenId;
use crate::json::{Key, Stamp};
use crate::use_cases::staff::service_tokens::{self, Issued, Listed};
use crate::web::api::extract::Ask;
use crate::web::api::response::{self, PersonOut};
use crate::web::problem::Problem;
use crate::web::validation::Name;

#[derive(Serialize)]
struct TokenOut {
    id: Uuid,
    name: String,
    scopes: Vec<Key<Scope>>,
    created_by: PersonOut,
    created_at: Stamp,
    revoked_at: Option<Stamp>,
}

impl TokenOut {
    fn of(Listed { record, made_by }: &Listed) -> Self {
        let display_name = made_by.clone();
        Self {
            id: record.id.uuid(),
            name: record.name.clone(),
            scopes: record.scopes.iter().copied().map(Key).collect(),
            created_by: PersonOut { id: record.created_by.uuid(), display_name },
            created_at: Stamp(record.created_at),
            revoked_at: record.revoked_at.map(Stamp),
        }
    }
}

#[derive(Serialize)]
struct IssuedOut {
    #[serde(flatten)]
    listed: TokenOut,
    token: String,
}

impl IssuedOut {
    fn of(issued: &Issued) -> Self {
        Self { listed: TokenOut::of(&issued.listed), token: issued.token.clone() }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IssueIn {
    name: Name,
    scopes: Vec<Key<Scope>>,
}

impl IssueIn {
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
pub async fn list(ask: Ask) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Admin).await?;
    let span = ask.query(&["limit", "after"])?.span(ServiceTokenId::from_uuid)?;
    let page = service_tokens::list(ask.world(), span).await?;
    Ok(response::page(page, |listed| listed.record.id.uuid(), TokenOut::of))
}

/// `POST /service-tokens`
///
/// # Errors
/// See `createServiceToken` in openapi.yaml.
pub async fn issue(ask: Ask) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Admin).await?;
    ask.query(&[])?;
    let say = response::made(IssuedOut::of, |_| None, |_| None);
    let door = ask.door(&format!("staff:{}", actor.id), say)?;
    let body: IssueIn = ask.json()?;
    let scopes = body.scopes()?;
    let issued = service_tokens::issue(ask.world(), actor.id, body.name.0, scopes, door).await?;
    response::created(&issued)
}

/// `DELETE /service-tokens/{id}`
///
/// # Errors
/// See `revokeServiceToken` in openapi.yaml.
pub async fn revoke(ask: Ask) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Admin).await?;
    let id = ask.id("id", ServiceTokenId::from_uuid)?;
    ask.query(&[])?;
    service_tokens::revoke(ask.world(), id).await?;
    Ok(response::nothing())
}
