//! Outbox: notifications are saved by the transaction that causes them and sent at least once.
//!
//! A sender claims an entry by moving its due time; if the sender dies, the entry becomes due again
//! and is sent under the same id. Claims, holds and changes lock the visit, so a claim always sees
//! an acknowledged hold. The sender calls [`may_still_send`] once more just before it sends.

pub(crate) mod enqueue;

use std::time::Duration;

use crate::db::Tx;
use crate::db::models::{OutboxEntry, PushSubscription};
use crate::domain::family::Language;
use crate::domain::id::SubscriptionId;
use crate::domain::notification::{LEASE, retry_delay};
use crate::domain::site_rules::SiteRules;
use crate::domain::time::Time;
use crate::random;
use crate::use_cases::family::link_access;
use crate::use_cases::{AppContext, UseCaseResult, or_not_found};

/// The channels that this node can send to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Channels {
    pub web_push: bool,
    pub webhook: bool,
}

/// An entry claimed by this node, with its recipient.
#[derive(Clone, Debug)]
pub struct OutgoingNotification {
    pub entry: OutboxEntry,
    pub language: Language,
    pub to: Recipient,
}

#[derive(Clone, Debug)]
pub enum Recipient {
    Browser(PushSubscription),
    Webhook,
}

/// Due entries for these channels, at most `limit`.
pub async fn due(
    app: &AppContext,
    channels: Channels,
    limit: usize,
) -> UseCaseResult<Vec<OutboxEntry>> {
    let (now, limit) = (app.clock.now(), i64::try_from(limit).unwrap_or(i64::MAX));
    let Channels { web_push: browsers, webhook } = channels;
    app.store.read(move |tx| Ok(tx.outbox_entries_due(now, browsers, webhook, limit)?)).await
}

/// Claims an entry; `None` if another node has it or it must not be sent any more.
pub(crate) async fn claim(
    app: &AppContext,
    notice: &OutboxEntry,
) -> UseCaseResult<Option<OutgoingNotification>> {
    let (now, rules) = (app.clock.now(), app.rules.clone());
    let (id, visit) = (notice.id, notice.visit_id);
    app.store
        .write(move |tx| {
            tx.lock_visit(visit)?;
            let Some(waiting) = tx.outbox_entry(id)?.filter(|waiting| waiting.due_at <= now) else {
                return Ok(None);
            };
            let until = now.plus(LEASE);
            let claimed_entry = OutboxEntry { due_at: until, ..waiting.clone() };
            let Some(notification) = resolve_recipient(tx, claimed_entry, &rules, now)? else {
                tx.delete_outbox_entry(id)?;
                return Ok(None);
            };
            let claimed =
                tx.reschedule_outbox_entry(id, waiting.due_at, until, waiting.attempts)?;
            Ok(claimed.then_some(notification))
        })
        .await
}

/// Whether a claimed entry may still be sent: no hold dropped it and no other node claimed it.
pub(crate) async fn may_still_send(
    app: &AppContext,
    notification: &OutgoingNotification,
) -> UseCaseResult<bool> {
    let (now, rules, notice) = (app.clock.now(), app.rules.clone(), notification.entry.clone());
    app.store
        .read(move |tx| {
            if tx.outbox_entry(notice.id)?.is_none_or(|saved| saved.due_at != notice.due_at) {
                return Ok(false);
            }
            Ok(resolve_recipient(tx, notice.clone(), &rules, now)?.is_some())
        })
        .await
}

/// The recipient; `None` during a hold, if the link or subscription ended, or if a newer entry
/// replaces this one.
fn resolve_recipient(
    tx: &mut Tx<'_>,
    notice: OutboxEntry,
    rules: &SiteRules,
    now: Time,
) -> UseCaseResult<Option<OutgoingNotification>> {
    let visit = or_not_found(tx.visit(notice.visit_id)?, "visit")?;
    let link = or_not_found(tx.link(notice.link_id)?, "family link")?;
    if visit.hold.is_some() || !link_access::is_open(&link, &visit, rules, now) {
        return Ok(None);
    }
    if tx.is_superseded(&notice)? {
        return Ok(None);
    }
    let to = match notice.subscription_id {
        None => Recipient::Webhook,
        Some(browser) => match tx.subscription(browser)? {
            Some(browser) => Recipient::Browser(browser),
            None => return Ok(None),
        },
    };
    Ok(Some(OutgoingNotification { entry: notice, language: link.language, to }))
}

pub(crate) async fn mark_sent(
    app: &AppContext,
    notification: &OutgoingNotification,
) -> UseCaseResult<()> {
    let id = notification.entry.id;
    app.store.write(move |tx| Ok(tx.delete_outbox_entry(id).map(drop)?)).await
}

/// Reschedules a failed entry with backoff, not before `retry_after`; drops it and returns `false`
/// once its time is over.
pub(crate) async fn mark_failed(
    app: &AppContext,
    notification: &OutgoingNotification,
    retry_after: Option<Duration>,
) -> UseCaseResult<bool> {
    let OutboxEntry { id, due_at, attempts, created_at, .. } = notification.entry;
    let attempts = attempts.saturating_add(1);
    let [jitter] = random::bytes();
    let wait = retry_delay(attempts.unsigned_abs(), jitter).max(retry_after.unwrap_or_default());
    let next = app.clock.now().plus(wait);
    let retry = next < created_at.plus(app.rules.notification_retry_for);
    app.store
        .write(move |tx| {
            if retry {
                tx.reschedule_outbox_entry(id, due_at, next, attempts)?;
            } else {
                tx.delete_outbox_entry(id)?;
            }
            Ok(retry)
        })
        .await
}

/// Deletes a subscription that the push service reports as gone, with its pending entries.
pub(crate) async fn delete_subscription(
    app: &AppContext,
    browser: SubscriptionId,
) -> UseCaseResult<()> {
    app.store.write(move |tx| Ok(tx.delete_subscription(browser).map(drop)?)).await
}

/// Deletes expired entries, which it returns, and subscriptions of expired links.
pub async fn delete_expired(app: &AppContext) -> UseCaseResult<Vec<OutboxEntry>> {
    let (now, rules) = (app.clock.now(), app.rules.clone());
    let ended = now.minus(rules.links_expire_after);
    app.store
        .write(move |tx| {
            tx.delete_idle_subscriptions(now, ended)?;
            Ok(tx.delete_outbox_before(now.minus(rules.notification_retry_for))?)
        })
        .await
}
