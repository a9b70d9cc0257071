//! Tokens for other systems: made by an admin, shown once, good for named scopes until revoked.

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
    AppContext, Page, Pagination, UseCaseResult, audit, change_events, found, token,
};

/// What every such token begins with, so that it is known for what it is.
pub const PREFIX: &str = "svc_";

/// A token's record, and the name of who made it.
#[derive(Clone, Debug)]
pub struct ServiceTokenView {
    /// The record.
    pub record: ServiceToken,
    /// The name.
    pub made_by: String,
}

/// A token, and the one time it is shown.
#[derive(Clone)]
pub struct IssuedToken {
    /// Its record.
    pub listed: ServiceTokenView,
    /// The token.
    pub token: String,
}

/// Issues a token.
///
/// # Errors
/// Only the store's.
pub async fn issue(
    app: &AppContext,
    by: StaffId,
    name: String,
    scopes: Vec<Scope>,
    door: IdempotentRequest<IssuedToken>,
) -> UseCaseResult<Vec<u8>> {
    app.run_idempotent(door, move |tx, now| {
        let token = format!("{PREFIX}{}", token::generate::<32>());
        let record = ServiceToken {
            id: ServiceTokenId::from_uuid(random::uuid(now)),
            name: name.clone(),
            token_hash: token::hash(&token),
            scopes: scopes.clone(),
            created_by: by,
            created_at: now,
            revoked_at: None,
        };
        tx.add_service_token(&record)?;
        change_events::of(tx, Topic::ServiceToken, record.id.uuid(), now)?;
        Ok(IssuedToken { listed: listed(tx, record)?, token })
    })
    .await
}

/// The tokens, revoked ones among them.
///
/// # Errors
/// Only the store's.
pub async fn list(
    app: &AppContext,
    span: Pagination<ServiceTokenId>,
) -> UseCaseResult<Page<ServiceTokenView>> {
    let fetch = span.fetch_limit();
    app.store
        .read(move |tx| {
            let page = span.page(tx.service_tokens_page(span.after, fetch)?);
            let items = page.items.into_iter().map(|record| listed(tx, record));
            Ok(Page { items: items.collect::<UseCaseResult<_>>()?, more: page.more })
        })
        .await
}

fn listed(tx: &mut Tx<'_>, record: ServiceToken) -> UseCaseResult<ServiceTokenView> {
    let made_by = tx.staff_names(&[record.created_by])?.pop();
    Ok(ServiceTokenView { record, made_by: made_by.map(|(_, name)| name).unwrap_or_default() })
}

/// Revokes a token, at once and for good; doing it again changes nothing.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn revoke(app: &AppContext, id: ServiceTokenId) -> UseCaseResult<()> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            let alive = found(tx.service_token(id)?, "service token")?.revoked_at.is_none();
            if alive && tx.revoke_service_token(id, now)? {
                change_events::of(tx, Topic::ServiceToken, id.uuid(), now)?;
            }
            Ok(())
        })
        .await
}

/// Which system a token belongs to, if it is alive.
///
/// # Errors
/// [`Refusal::Unauthenticated`].
pub async fn authenticate(app: &AppContext, token: &str) -> UseCaseResult<ServiceToken> {
    let hash = token::hash(token);
    let record = app.store.read(move |tx| tx.service_token_by_hash(&hash)).await?;
    let alive = record.filter(|record| record.revoked_at.is_none());
    let alive = alive.ok_or(DomainError::Unauthenticated)?;
    audit::set_actor(AuditActor::Service, alive.id.uuid());
    Ok(alive)
}
