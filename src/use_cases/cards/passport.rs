//! What a family sees of cards and passport stamps.

use crate::db::Tx;
use crate::db::models::{FamilyLink, Journey, Visit};
use crate::domain::card;
use crate::domain::family::Relation;
use crate::domain::passport::PassportStamp;
use crate::domain::visit::is_permanent;
use crate::use_cases::UseCaseResult;

const MAX_STAMPS: i64 = 60;

/// The passport stamps that this link may see, oldest first.
///
/// Only guardians see them, not guests (R33). While family updates are paused they are frozen
/// (R36).
pub(crate) fn passport(
    tx: &mut Tx<'_>,
    link: &FamilyLink,
    visit: &Visit,
    journey: &Journey,
) -> UseCaseResult<Vec<PassportStamp>> {
    if link.relation != Relation::Guardian || is_permanent(visit.hold.as_ref()) {
        return Ok(Vec::new());
    }
    if visit.hold.is_some() {
        let held = journey.family_held.as_ref();
        return Ok(held.map(|held| held.passport.clone()).unwrap_or_default());
    }
    stamps(tx, journey)
}

/// One stamp for each earlier visit without a hold, and one for this visit as soon as the family
/// was told that the companion is back.
pub(crate) fn stamps(tx: &mut Tx<'_>, journey: &Journey) -> UseCaseResult<Vec<PassportStamp>> {
    let past = tx.past_journeys(journey.companion_id, journey.id, MAX_STAMPS)?;
    let feeds = past.iter().map(|past| &past.state.feed).chain([&journey.state.feed]);
    Ok(feeds.filter_map(PassportStamp::from_feed).collect())
}

pub(crate) fn is_shown(journey: &Journey, visit: &Visit) -> bool {
    let held = journey.family_held.as_ref().is_some_and(|held| held.card_shown);
    card::is_shown(&journey.state, visit.status, visit.hold.as_ref(), held)
}
