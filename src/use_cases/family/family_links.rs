//! Family links: one for each person who follows a visit's companions (R33).

use crate::db::models::FamilyLink;
use crate::domain::error::DomainError;
use crate::domain::family::{Language, LinkScope, Relation};
use crate::domain::id::{FamilyLinkId, StaffId, VisitId};
use crate::domain::visit::VisitStatus;
use crate::random;
use crate::use_cases::idempotency::IdempotentRequest;
use crate::use_cases::{
    AppContext, Page, Pagination, UseCaseResult, change_events, or_not_found, token,
};

#[derive(Clone, Debug)]
pub struct NewFamilyLink {
    pub name: String,
    pub language: Language,
    pub scope: LinkScope,
    pub relation: Relation,
}

#[derive(Clone)]
pub struct IssuedLink {
    pub link: FamilyLink,
    pub url: String,
}

/// A link with its URL, which is shown once.
pub async fn create(
    app: &AppContext,
    by: StaffId,
    visit: VisitId,
    guest: NewFamilyLink,
    request: IdempotentRequest<IssuedLink>,
) -> UseCaseResult<Vec<u8>> {
    // Without a public URL only the path is returned.
    let base = app.public_url.as_ref().map(ToString::to_string).unwrap_or_default();
    app.run_idempotent(request, move |tx, now| {
        if or_not_found(tx.visit(visit)?, "visit")?.status != VisitStatus::InProgress {
            return Err(DomainError::VisitClosed.into());
        }
        let token = token::generate::<16>();
        let link = FamilyLink {
            id: FamilyLinkId::from_uuid(random::uuid_v7_at(now)),
            visit_id: visit,
            token_hash: token::hash(&token),
            name: guest.name.clone(),
            language: guest.language,
            scope: guest.scope,
            relation: guest.relation,
            created_by: by,
            created_at: now,
            opened_at: None,
            revoked_at: None,
            expires_at: None,
        };
        tx.add_link(&link)?;
        change_events::family_link(tx, &link, now)?;
        Ok(IssuedLink { url: format!("{base}/f/{token}"), link })
    })
    .await
}

pub async fn list(
    app: &AppContext,
    visit: VisitId,
    pagination: Pagination<FamilyLinkId>,
) -> UseCaseResult<Page<FamilyLink>> {
    let fetch = pagination.fetch_limit();
    let items = app
        .store
        .read(move |tx| -> UseCaseResult<_> {
            or_not_found(tx.visit(visit)?, "visit")?;
            Ok(tx.links_of(visit, pagination.after, fetch)?)
        })
        .await?;
    Ok(pagination.page(items))
}

/// Revokes a link permanently. Idempotent.
pub(crate) async fn revoke(app: &AppContext, link: FamilyLinkId) -> UseCaseResult<()> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            let record = or_not_found(tx.link(link)?, "family link")?;
            if record.revoked_at.is_none() && tx.revoke_link(link, now)? {
                change_events::family_link(tx, &record, now)?;
            }
            Ok(())
        })
        .await
}
