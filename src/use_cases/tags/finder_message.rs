//! A finder's word: where somebody who does not work here came across a companion (R20).
//!
//! It is kept beside the tag and moves nothing: the last place that somebody of the house confirmed
//! stays. Nobody who leaves word learns whether there is such a tag.

use crate::db::Tx;
use crate::db::models::FinderMessage;
use crate::domain::id::{CompanionId, FinderWordId};
use crate::domain::tag::TagCode;
use crate::domain::time::{Time, hours};
use crate::random;
use crate::use_cases::{AppContext, UseCaseResult, change_events, children, found};

/// As many words of an hour are kept of one companion: the first few say it all.
const AN_HOUR: usize = 20;

/// Keeps what a finder says, where the tag is or was on a companion.
///
/// # Errors
/// Only the store's.
pub async fn record(app: &AppContext, code: TagCode, said: String) -> UseCaseResult<()> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            let companion = tx.tag(&code)?.and_then(|tag| tag.companion_id);
            let Some(companion) = companion else { return Ok(()) };
            // Of a child whose traces were removed nobody writes new ones, and a finder is told as little as ever.
            let wearer = found(tx.companion(companion)?, "companion")?;
            tx.lock_child(wearer.child_id)?;
            if children::known(tx, wearer.child_id).is_err() {
                return Ok(());
            }
            if tx.finder_words_since(companion, now.minus(hours(1)))?.len() >= AN_HOUR {
                return Ok(());
            }
            let id = FinderWordId::from_uuid(random::uuid(now));
            tx.add_finder_word(&FinderMessage { id, tag: code, word: said.clone(), at: now })?;
            match tx.latest_journey_of(companion)? {
                Some(journey) => change_events::journey(tx, &journey, now),
                None => Ok(()),
            }
        })
        .await
}

/// What finders said of a companion since it was last seen by somebody of the house.
///
/// # Errors
/// Only the store's.
pub(crate) fn since(
    tx: &mut Tx<'_>,
    companion: CompanionId,
    seen: Option<Time>,
) -> UseCaseResult<Vec<FinderMessage>> {
    Ok(tx.finder_words_since(companion, seen.unwrap_or(Time::from_millis(0)))?)
}
