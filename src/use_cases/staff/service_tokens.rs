//! Tokens for other systems: created by an admin, shown once, valid for their scopes until revoked.

use crate::db::Tx;
use crate::db::models::ServiceToken;
use crate::domain::account::person::Scope;
use crate::domain::audit::AuditActor;
use crate::domain::error::DomainError;
use crate::domain::event::Topic;
use crate::domain::id::{ServiceTokenId, StaffId};
use crate::random;
use crate::use_cases::idempotency::IdempotentRequest;
use crate::use_cases::{
    AppContext, Page, Pagination, UseCaseResult, audit, change_events, or_not_found, token,
};

/// Prefix of every service token, so that it is recognised as one.
pub(crate) const PREFIX: &str = "svc_";

#[derive(Clone, Debug)]
pub struct ServiceTokenView {
    pub record: ServiceToken,
    pub created_by: String,
}

#[derive(Clone)]
pub struct IssuedToken {
    pub view: ServiceTokenView,
    pub token: String,
}

/// A token in plain text; it is shown once.
pub(crate) async fn issue(
    app: &AppContext,
    by: StaffId,
    name: String,
    scopes: Vec<Scope>,
    request: IdempotentRequest<IssuedToken>,
) -> UseCaseResult<Vec<u8>> {
    app.run_idempotent(request, move |tx, now| {
        let token = format!("{PREFIX}{}", token::generate::<32>());
        let record = ServiceToken {
            id: ServiceTokenId::from_uuid(random::uuid_v7_at(now)),
            name: name.clone(),
            token_hash: token::hash(&token),
            scopes: scopes.clone(),
            created_by: by,
            created_at: now,
            revoked_at: None,
        };
        tx.add_service_token(&record)?;
        change_events::record(tx, Topic::ServiceToken, record.id.uuid(), now)?;
        Ok(IssuedToken { view: to_view(tx, record)?, token })
    })
    .await
}

pub async fn list(
    app: &AppContext,
    pagination: Pagination<ServiceTokenId>,
) -> UseCaseResult<Page<ServiceTokenView>> {
    let fetch = pagination.fetch_limit();
    app.store
        .read(move |tx| {
            let page = pagination.page(tx.service_tokens_page(pagination.after, fetch)?);
            let items = page.items.into_iter().map(|record| to_view(tx, record));
            Ok(Page { items: items.collect::<UseCaseResult<_>>()?, more: page.more })
        })
        .await
}

fn to_view(tx: &mut Tx<'_>, record: ServiceToken) -> UseCaseResult<ServiceTokenView> {
    let made_by = tx.staff_names(&[record.created_by])?.pop();
    Ok(ServiceTokenView { record, created_by: made_by.map(|(_, name)| name).unwrap_or_default() })
}

/// Revokes a token permanently. Idempotent.
pub(crate) async fn revoke(app: &AppContext, id: ServiceTokenId) -> UseCaseResult<()> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            let is_active =
                or_not_found(tx.service_token(id)?, "service token")?.revoked_at.is_none();
            if is_active && tx.revoke_service_token(id, now)? {
                change_events::record(tx, Topic::ServiceToken, id.uuid(), now)?;
            }
            Ok(())
        })
        .await
}

pub async fn authenticate(app: &AppContext, token: &str) -> UseCaseResult<ServiceToken> {
    let hash = token::hash(token);
    let record = app.store.read(move |tx| tx.service_token_by_hash(&hash)).await?;
    let active = record.filter(|record| record.revoked_at.is_none());
    let active = active.ok_or(DomainError::Unauthenticated)?;
    audit::set_actor(AuditActor::Service, active.id.uuid());
    Ok(active)
}
