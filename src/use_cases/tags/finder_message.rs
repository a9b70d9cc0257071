//! Finder messages: where somebody from outside found a companion (R20).
//!
//! A message does not move the companion: the last place confirmed by staff stays. The sender does
//! not learn whether the tag exists.

use crate::db::Tx;
use crate::db::models::FinderMessage;
use crate::domain::id::{CompanionId, FinderMessageId};
use crate::domain::tag::TagCode;
use crate::domain::time::{Time, hours};
use crate::random;
use crate::use_cases::children::load::load_unpurged_child;
use crate::use_cases::{AppContext, UseCaseResult, change_events, or_not_found};

/// Limits the messages saved for one companion in an hour.
const MAX_PER_HOUR: usize = 20;

/// Saves a message if the tag is or was on a companion.
pub async fn record(app: &AppContext, code: TagCode, text: String) -> UseCaseResult<()> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            let companion = tx.tag(&code)?.and_then(|tag| tag.companion_id);
            let Some(companion) = companion else { return Ok(()) };
            // After a purge nothing is saved, and the sender gets the same response.
            let wearer = or_not_found(tx.companion(companion)?, "companion")?;
            tx.lock_child(wearer.child_id)?;
            if load_unpurged_child(tx, wearer.child_id).is_err() {
                return Ok(());
            }
            if tx.finder_messages_since(companion, now.minus(hours(1)))?.len() >= MAX_PER_HOUR {
                return Ok(());
            }
            let id = FinderMessageId::from_uuid(random::uuid_v7_at(now));
            tx.add_finder_message(&FinderMessage {
                id,
                tag: code,
                message: text.clone(),
                created_at: now,
            })?;
            match tx.latest_journey_of(companion)? {
                Some(journey) => change_events::journey(tx, &journey, now),
                None => Ok(()),
            }
        })
        .await
}

/// Messages since staff last saw the companion.
pub(crate) fn list_since(
    tx: &mut Tx<'_>,
    companion: CompanionId,
    seen: Option<Time>,
) -> UseCaseResult<Vec<FinderMessage>> {
    Ok(tx.finder_messages_since(companion, seen.unwrap_or(Time::from_millis(0)))?)
}
