//! Adding outbox entries.

use crate::db::Tx;
use crate::db::models::{FamilyLink, OutboxEntry};
use crate::domain::id::{OutboxEntryId, SubscriptionId, VisitId};
use crate::domain::time::Time;
use crate::random;
use crate::use_cases::{UseCaseResult, or_not_found};

/// Adds an entry for every recipient of a visit, unless family updates are paused (R36).
pub(crate) fn for_visit(tx: &mut Tx<'_>, visit: VisitId, now: Time) -> UseCaseResult<()> {
    if or_not_found(tx.visit(visit)?, "visit")?.hold.is_some() {
        return Ok(());
    }
    for link in tx.unrevoked_links_of(visit)? {
        let browsers = tx.subscriptions_of(link.id)?;
        let browsers = browsers.into_iter().map(|browser| Some(browser.id));
        for to in std::iter::once(None).chain(browsers) {
            tx.add_outbox_entry(&new_entry(&link, to, now))?;
        }
    }
    Ok(())
}

fn new_entry(link: &FamilyLink, subscription_id: Option<SubscriptionId>, now: Time) -> OutboxEntry {
    OutboxEntry {
        id: OutboxEntryId::from_uuid(random::uuid_v7_at(now)),
        visit_id: link.visit_id,
        link_id: link.id,
        subscription_id,
        created_at: now,
        due_at: now,
        attempts: 0,
    }
}
