//! Web push subscriptions of a family link.

use crate::db::models::PushSubscription;
use crate::domain::error::DomainError;
use crate::domain::id::SubscriptionId;
use crate::domain::notification::MAX_BROWSERS_PER_LINK;
use crate::random;
use crate::use_cases::family::link_access;
use crate::use_cases::{AppContext, UseCaseResult, or_not_found, token};

/// A subscription as the browser reports it.
#[derive(Clone)]
pub struct NewPushSubscription {
    pub endpoint: String,
    pub p256dh: Vec<u8>,
    pub auth: Vec<u8>,
}

/// Saves a subscription and returns whether it existed before. Above the limit the oldest
/// subscription is replaced.
pub(crate) async fn subscribe(
    app: &AppContext,
    token: &str,
    subscription: NewPushSubscription,
) -> UseCaseResult<(PushSubscription, bool)> {
    let (now, rules, hash) = (app.clock.now(), app.rules.clone(), token::hash(token));
    app.store
        .write(move |tx| {
            let (link, visit) = link_access::open(tx, &hash, &rules, now)?;
            tx.lock_visit(visit.id)?;
            let NewPushSubscription { endpoint, p256dh, auth } = subscription.clone();
            let id = SubscriptionId::from_uuid(random::uuid_v7_at(now));
            let new =
                PushSubscription { id, link_id: link.id, endpoint, p256dh, auth, created_at: now };
            let saved = tx.save_subscription(&new)?;
            let all = tx.subscriptions_of(link.id)?;
            let too_many = all.len().saturating_sub(MAX_BROWSERS_PER_LINK);
            for first in all.iter().filter(|one| one.id != saved.id).take(too_many) {
                tx.delete_subscription(first.id)?;
            }
            let existed = saved.id != id;
            Ok((saved, existed))
        })
        .await
}

pub(crate) async fn unsubscribe(
    app: &AppContext,
    token: &str,
    id: SubscriptionId,
) -> UseCaseResult<()> {
    let (now, rules, hash) = (app.clock.now(), app.rules.clone(), token::hash(token));
    app.store
        .write(move |tx| {
            let (link, _) = link_access::open(tx, &hash, &rules, now)?;
            let subscription = or_not_found(tx.subscription(id)?, "push subscription")?;
            if subscription.link_id != link.id || !tx.delete_subscription(id)? {
                return Err(DomainError::NotFound("push subscription").into());
            }
            Ok(())
        })
        .await
}
