//! Asking to be told: a browser that follows a link may be sent a word that there is news.

use super::family_view;
use crate::db::models::PushSubscription;
use crate::domain::error::DomainError;
use crate::domain::id::SubscriptionId;
use crate::domain::notification::BROWSERS_PER_LINK;
use crate::random;
use crate::use_cases::{AppContext, UseCaseResult, found, token};

/// What a browser says of itself.
#[derive(Clone)]
pub struct Browser {
    /// Where its push service takes messages for it.
    pub endpoint: String,
    /// Its public key, an uncompressed point of P-256.
    pub p256dh: Vec<u8>,
    /// What it wants messages to be authenticated by.
    pub auth: Vec<u8>,
}

/// Keeps a browser, and tells whether it was there before. One more than a link may have takes the place of
/// the one that asked first.
///
/// # Errors
/// [`Refusal::NotFound`] for a link that does not open.
pub async fn subscribe(
    app: &AppContext,
    token: &str,
    browser: Browser,
) -> UseCaseResult<(PushSubscription, bool)> {
    let (now, rules, hash) = (app.clock.now(), app.rules.clone(), token::hash(token));
    app.store
        .write(move |tx| {
            let (link, visit) = family_view::open(tx, &hash, &rules, now)?;
            tx.lock_visit(visit.id)?;
            let Browser { endpoint, p256dh, auth } = browser.clone();
            let id = SubscriptionId::from_uuid(random::uuid(now));
            let new =
                PushSubscription { id, link_id: link.id, endpoint, p256dh, auth, created_at: now };
            let kept = tx.keep_subscription(&new)?;
            let all = tx.subscriptions_of(link.id)?;
            let too_many = all.len().saturating_sub(BROWSERS_PER_LINK);
            for first in all.iter().filter(|one| one.id != kept.id).take(too_many) {
                tx.drop_subscription(first.id)?;
            }
            let known = kept.id != id;
            Ok((kept, known))
        })
        .await
}

/// Forgets a browser of this link.
///
/// # Errors
/// [`Refusal::NotFound`] for a link that does not open, or one without this browser.
pub async fn unsubscribe(app: &AppContext, token: &str, id: SubscriptionId) -> UseCaseResult<()> {
    let (now, rules, hash) = (app.clock.now(), app.rules.clone(), token::hash(token));
    app.store
        .write(move |tx| {
            let (link, _) = family_view::open(tx, &hash, &rules, now)?;
            let browser = found(tx.subscription(id)?, "push subscription")?;
            if browser.link_id != link.id || !tx.drop_subscription(id)? {
                return Err(DomainError::NotFound("push subscription").into());
            }
            Ok(())
        })
        .await
}
