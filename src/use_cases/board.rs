//! The board: every companion under way, what wants looking into first.

use std::collections::HashMap;

use super::journeys::journey_view::{self, JourneyView};
use super::{AppContext, UseCaseResult};
use crate::db::Tx;
use crate::db::models::{Alert, Journey};
use crate::domain::id::{AlertId, CompanionId, JourneyId};
use crate::domain::journey::JourneyStatus;
use crate::domain::site_rules::SiteRules;
use crate::domain::tag::TagCode;
use crate::domain::time::Time;

/// A companion on the board.
#[derive(Clone, Debug)]
pub struct BoardRow {
    /// Its journey as it stands.
    pub journey: JourneyView,
    /// The tag it wears, where it wears one.
    pub tag: Option<TagCode>,
    /// Whether nobody has scanned it for too long (R35).
    pub quiet: bool,
}

/// How many journeys are read at once.
const AT_ONCE: i64 = 200;

/// Everybody under way, and what time it is.
///
/// # Errors
/// Only the store's.
pub async fn all_rows(app: &AppContext) -> UseCaseResult<(Vec<BoardRow>, Time)> {
    let (now, rules) = (app.clock.now(), app.rules.clone());
    let seats = app
        .store
        .read(move |tx| {
            let mut all = Vec::new();
            for status in [JourneyStatus::Open, JourneyStatus::Reunited] {
                let mut after = None;
                loop {
                    let page = tx.board(Some(status), None, None, after, AT_ONCE)?;
                    let Some(last) = page.last() else { break };
                    after = Some(last.id);
                    all.extend(page);
                }
            }
            seat(tx, all, &rules, now)
        })
        .await?;
    Ok((seats, now))
}

/// Those of these journeys that are under way, and what time it is.
///
/// # Errors
/// Only the store's.
pub async fn some(app: &AppContext, ids: Vec<JourneyId>) -> UseCaseResult<(Vec<BoardRow>, Time)> {
    let (now, rules) = (app.clock.now(), app.rules.clone());
    let seats = app
        .store
        .read(move |tx| {
            let journeys = tx.journeys_by_ids(&ids)?;
            let under_way =
                journeys.into_iter().filter(|j| j.state.status != JourneyStatus::Closed);
            seat(tx, under_way.collect(), &rules, now)
        })
        .await?;
    Ok((seats, now))
}

/// An alert and the companion it is about, whether or not it is under way still.
///
/// # Errors
/// [`crate::domain::error::Refusal::NotFound`].
pub async fn alert(app: &AppContext, id: AlertId) -> UseCaseResult<(Alert, BoardRow)> {
    let (now, rules) = (app.clock.now(), app.rules.clone());
    app.store
        .read(move |tx| {
            let alert = super::found(tx.alert(id)?, "alert")?;
            let journey = super::found(tx.journey(alert.journey_id)?, "journey")?;
            super::children::known(tx, journey.child_id)?;
            let seat = seat(tx, vec![journey], &rules, now)?.pop();
            Ok((alert, super::found(seat, "journey")?))
        })
        .await
}

fn seat(
    tx: &mut Tx<'_>,
    journeys: Vec<Journey>,
    rules: &SiteRules,
    now: Time,
) -> UseCaseResult<Vec<BoardRow>> {
    let wearers: Vec<CompanionId> = journeys.iter().map(|journey| journey.companion_id).collect();
    // Of several the newest, for that is the one to be seen.
    let tags: HashMap<_, _> = tx.live_tags_of(&wearers)?.into_iter().collect();
    let views = journey_view::views(tx, journeys, rules, now)?;
    let seats = views.into_iter().map(|journey| BoardRow {
        tag: tags.get(&journey.companion.id).copied(),
        quiet: journey.journey.state.is_quiet(now, rules.quiet_after),
        journey,
    });
    Ok(seats.collect())
}
