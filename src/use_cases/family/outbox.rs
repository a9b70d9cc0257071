//! The outbox: a word that there is news, kept in the transaction that makes it, and sent at least once.
//!
//! Whoever sends claims a notice by putting off when it is due; should the sender die, it falls due again and
//! is sent again by the same id. Claiming, holding and whatever makes news lock the visit, so a claim sees a
//! hold that was acknowledged before it. Just before the words go out it is [asked once more](still_wanted).

use std::time::Duration;

use super::family_view;
use crate::db::Tx;
use crate::db::models::{FamilyLink, OutboxEntry, PushSubscription};
use crate::domain::family::Language;
use crate::domain::id::{NoticeId, SubscriptionId, VisitId};
use crate::domain::notification::{LEASE, retry_delay};
use crate::domain::site_rules::SiteRules;
use crate::domain::time::Time;
use crate::random;
use crate::use_cases::{AppContext, UseCaseResult, found};

/// Whom this node can send to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Channels {
    /// Browsers that asked for it.
    pub browsers: bool,
    /// The site's webhook.
    pub webhook: bool,
}

/// A notice that is this node's to send, for as long as the lease lasts.
#[derive(Clone, Debug)]
pub struct OutgoingNotification {
    /// The notice.
    pub notice: OutboxEntry,
    /// In whose language.
    pub language: Language,
    /// To whom.
    pub to: Recipient,
}

/// Who is told.
#[derive(Clone, Debug)]
pub enum Recipient {
    /// A browser.
    Browser(PushSubscription),
    /// The site's webhook.
    Webhook,
}

/// Keeps a notice for everybody who follows a visit, unless its feed is silent (R36).
pub(crate) fn write(tx: &mut Tx<'_>, visit: VisitId, now: Time) -> UseCaseResult<()> {
    if found(tx.visit(visit)?, "visit")?.hold.is_some() {
        return Ok(());
    }
    for link in tx.live_links_of(visit)? {
        let browsers = tx.subscriptions_of(link.id)?;
        let browsers = browsers.into_iter().map(|browser| Some(browser.id));
        for to in std::iter::once(None).chain(browsers) {
            tx.add_notice(&fresh(&link, to, now))?;
        }
    }
    Ok(())
}

fn fresh(link: &FamilyLink, subscription_id: Option<SubscriptionId>, now: Time) -> OutboxEntry {
    OutboxEntry {
        id: NoticeId::from_uuid(random::uuid(now)),
        visit_id: link.visit_id,
        link_id: link.id,
        subscription_id,
        made_at: now,
        due_at: now,
        tries: 0,
    }
}

/// At most so many notices that are due and go these ways.
///
/// # Errors
/// Only the store's.
pub async fn due(
    app: &AppContext,
    ways: Channels,
    limit: usize,
) -> UseCaseResult<Vec<OutboxEntry>> {
    let (now, limit) = (app.clock.now(), i64::try_from(limit).unwrap_or(i64::MAX));
    let Channels { browsers, webhook } = ways;
    app.store.read(move |tx| Ok(tx.notices_due(now, browsers, webhook, limit)?)).await
}

/// Makes a notice this node's to send; nothing where another has it, or where it may not be sent any more.
///
/// # Errors
/// Only the store's.
pub async fn claim(
    app: &AppContext,
    notice: &OutboxEntry,
) -> UseCaseResult<Option<OutgoingNotification>> {
    let (now, rules) = (app.clock.now(), app.rules.clone());
    let (id, visit) = (notice.id, notice.visit_id);
    app.store
        .write(move |tx| {
            tx.lock_visit(visit)?;
            let Some(waiting) = tx.notice(id)?.filter(|waiting| waiting.due_at <= now) else {
                return Ok(None);
            };
            let until = now.plus(LEASE);
            let mine = OutboxEntry { due_at: until, ..waiting.clone() };
            let Some(parcel) = address(tx, mine, &rules, now)? else {
                tx.drop_notice(id)?;
                return Ok(None);
            };
            let claimed = tx.put_off_notice(id, waiting.due_at, until, waiting.tries)?;
            Ok(claimed.then_some(parcel))
        })
        .await
}

/// Whether a parcel may still go out: its notice was not taken back by a hold, nor claimed by another since.
///
/// # Errors
/// Only the store's.
pub async fn may_still_send(
    app: &AppContext,
    parcel: &OutgoingNotification,
) -> UseCaseResult<bool> {
    let (now, rules, notice) = (app.clock.now(), app.rules.clone(), parcel.notice.clone());
    app.store
        .read(move |tx| {
            if tx.notice(notice.id)?.is_none_or(|kept| kept.due_at != notice.due_at) {
                return Ok(false);
            }
            Ok(address(tx, notice.clone(), &rules, now)?.is_some())
        })
        .await
}

/// To whom a notice goes; nothing where it may not go: while a hold is on, where the link or the browser is
/// gone, and where a newer notice says the same.
fn address(
    tx: &mut Tx<'_>,
    notice: OutboxEntry,
    rules: &SiteRules,
    now: Time,
) -> UseCaseResult<Option<OutgoingNotification>> {
    let visit = found(tx.visit(notice.visit_id)?, "visit")?;
    let link = found(tx.link(notice.link_id)?, "family link")?;
    if visit.hold.is_some() || !family_view::opens(&link, &visit, rules, now) {
        return Ok(None);
    }
    if tx.is_overtaken(&notice)? {
        return Ok(None);
    }
    let to = match notice.subscription_id {
        None => Recipient::Webhook,
        Some(browser) => match tx.subscription(browser)? {
            Some(browser) => Recipient::Browser(browser),
            None => return Ok(None),
        },
    };
    Ok(Some(OutgoingNotification { notice, language: link.language, to }))
}

/// Notes that a parcel was taken.
///
/// # Errors
/// Only the store's.
pub async fn sent(app: &AppContext, parcel: &OutgoingNotification) -> UseCaseResult<()> {
    let id = parcel.notice.id;
    app.store.write(move |tx| Ok(tx.drop_notice(id).map(drop)?)).await
}

/// Notes that a parcel could not be handed over, and tells whether it is tried again: later each time, and not
/// before `asked`, but only for so long.
///
/// # Errors
/// Only the store's.
pub async fn failed(
    app: &AppContext,
    parcel: &OutgoingNotification,
    asked: Option<Duration>,
) -> UseCaseResult<bool> {
    let OutboxEntry { id, due_at, tries, made_at, .. } = parcel.notice;
    let tries = tries.saturating_add(1);
    let [dice] = random::bytes();
    let wait = retry_delay(tries.unsigned_abs(), dice).max(asked.unwrap_or_default());
    let next = app.clock.now().plus(wait);
    let again = next < made_at.plus(app.rules.notices_tried_for);
    app.store
        .write(move |tx| {
            if again {
                tx.put_off_notice(id, due_at, next, tries)?;
            } else {
                tx.drop_notice(id)?;
            }
            Ok(again)
        })
        .await
}

/// Forgets a browser that its push service says is gone, and whatever waits for it.
///
/// # Errors
/// Only the store's.
pub async fn gone(app: &AppContext, browser: SubscriptionId) -> UseCaseResult<()> {
    app.store.write(move |tx| Ok(tx.drop_subscription(browser).map(drop)?)).await
}

/// Forgets what was tried for as long as it is tried, and browsers whose link is over. Gives the notices
/// that were given up.
///
/// # Errors
/// Only the store's.
pub async fn delete_expired(app: &AppContext) -> UseCaseResult<Vec<OutboxEntry>> {
    let (now, rules) = (app.clock.now(), app.rules.clone());
    let ended = now.minus(rules.links_end_after);
    app.store
        .write(move |tx| {
            tx.drop_idle_subscriptions(now, ended)?;
            Ok(tx.drop_notices_before(now.minus(rules.notices_tried_for))?)
        })
        .await
}
