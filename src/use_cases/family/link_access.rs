//! Whether a family link is valid, and for which visit.

use crate::db::Tx;
use crate::db::models::{FamilyLink, Visit};
use crate::domain::audit::AuditActor;
use crate::domain::error::DomainError;
use crate::domain::site_rules::SiteRules;
use crate::domain::time::Time;
use crate::use_cases::{UseCaseResult, audit, or_not_found};

pub(crate) fn set_audit_context(link: &FamilyLink) {
    audit::set_actor(AuditActor::Family, link.id.uuid());
    let visit = Some(link.visit_id);
    audit::set_subject(audit::AuditSubject { visit, ..audit::AuditSubject::default() });
}

/// When a link expires, as far as known.
pub(crate) fn expires_at(link: &FamilyLink, visit: &Visit, rules: &SiteRules) -> Option<Time> {
    let over = visit.ended_at.map(|ended| ended.plus(rules.links_expire_after));
    [over, link.expires_at].into_iter().flatten().min()
}

/// The link with this token hash and its visit, if the link is valid.
pub(crate) fn open(
    tx: &mut Tx<'_>,
    hash: &[u8],
    rules: &SiteRules,
    now: Time,
) -> UseCaseResult<(FamilyLink, Visit)> {
    let link = tx.link_by_hash(hash)?.ok_or(DomainError::UnknownFamilyLink)?;
    let visit = or_not_found(tx.visit(link.visit_id)?, "visit")?;
    if !is_open(&link, &visit, rules, now) {
        return Err(DomainError::NotFound("family link").into());
    }
    Ok((link, visit))
}

/// Whether a link is neither revoked nor expired.
pub(crate) fn is_open(link: &FamilyLink, visit: &Visit, rules: &SiteRules, now: Time) -> bool {
    let ended = expires_at(link, visit, rules).is_some_and(|end| end <= now);
    !ended && link.revoked_at.is_none()
}
