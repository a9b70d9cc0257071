//! Inviting: a link for each person who may follow one visit's companions (R33).

use crate::db::models::FamilyLink;
use crate::domain::error::DomainError;
use crate::domain::family::{Language, LinkScope, Relation};
use crate::domain::id::{FamilyLinkId, StaffId, VisitId};
use crate::domain::visit::VisitStatus;
use crate::random;
use crate::use_cases::idempotency::IdempotentRequest;
use crate::use_cases::{AppContext, Page, Pagination, UseCaseResult, change_events, found, token};

/// Whom to invite.
#[derive(Clone, Debug)]
pub struct NewFamilyLink {
    /// Their name, for staff to tell the links apart.
    pub name: String,
    /// In which language they read.
    pub language: Language,
    /// What they may see.
    pub scope: LinkScope,
    /// How they stand to the child.
    pub relation: Relation,
}

/// A link, and the one time its address is shown.
#[derive(Clone)]
pub struct Invited {
    /// The link.
    pub link: FamilyLink,
    /// Its address, token and all.
    pub url: String,
}

/// Invites somebody.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::VisitClosed`].
pub async fn invite(
    app: &AppContext,
    by: StaffId,
    visit: VisitId,
    guest: NewFamilyLink,
    door: IdempotentRequest<Invited>,
) -> UseCaseResult<Vec<u8>> {
    // Without a public address the path alone is given, so that the link can still be opened here.
    let base = app.public_url.as_ref().map(ToString::to_string).unwrap_or_default();
    app.run_idempotent(door, move |tx, now| {
        if found(tx.visit(visit)?, "visit")?.status != VisitStatus::InProgress {
            return Err(DomainError::VisitClosed.into());
        }
        let token = token::generate::<16>();
        let link = FamilyLink {
            id: FamilyLinkId::from_uuid(random::uuid(now)),
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
        Ok(Invited { url: format!("{base}/f/{token}"), link })
    })
    .await
}

/// The links of a visit.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn list(
    app: &AppContext,
    visit: VisitId,
    span: Pagination<FamilyLinkId>,
) -> UseCaseResult<Page<FamilyLink>> {
    let fetch = span.fetch_limit();
    let items = app
        .store
        .read(move |tx| -> UseCaseResult<_> {
            found(tx.visit(visit)?, "visit")?;
            Ok(tx.links_of(visit, span.after, fetch)?)
        })
        .await?;
    Ok(span.page(items))
}

/// Revokes a link, at once and for good; doing it again changes nothing.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn revoke(app: &AppContext, link: FamilyLinkId) -> UseCaseResult<()> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            let record = found(tx.link(link)?, "family link")?;
            if record.revoked_at.is_none() && tx.revoke_link(link, now)? {
                change_events::family_link(tx, &record, now)?;
            }
            Ok(())
        })
        .await
}
