//! The board: every companion under way.

use crate::use_cases::children::load::load_unpurged_child;
use std::collections::HashMap;

use crate::db::Tx;
use crate::db::models::{Alert, Journey};
use crate::domain::id::{AlertId, CompanionId, JourneyId};
use crate::domain::journey::JourneyStatus;
use crate::domain::site_rules::SiteRules;
use crate::domain::tag::TagCode;
use crate::domain::time::Time;
use crate::use_cases::journeys::journey_view::{self, JourneyView};
use crate::use_cases::{AppContext, UseCaseResult};

#[derive(Clone, Debug)]
pub struct BoardRow {
    pub journey: JourneyView,
    /// The newest live tag.
    pub tag: Option<TagCode>,
    /// Whether the companion was not scanned for too long (R35).
    pub quiet: bool,
}

const BATCH_SIZE: i64 = 200;

/// Rows of all open journeys, and the time they were read.
pub(crate) async fn all_rows(app: &AppContext) -> UseCaseResult<(Vec<BoardRow>, Time)> {
    let (now, rules) = (app.clock.now(), app.rules.clone());
    let rows = app
        .store
        .read(move |tx| {
            let mut all = Vec::new();
            for status in [JourneyStatus::Open, JourneyStatus::Reunited] {
                let mut after = None;
                loop {
                    let page = tx.board(Some(status), None, None, after, BATCH_SIZE)?;
                    let Some(last) = page.last() else { break };
                    after = Some(last.id);
                    all.extend(page);
                }
            }
            build_rows(tx, all, &rules, now)
        })
        .await?;
    Ok((rows, now))
}

/// Rows of those of these journeys that are not closed, and the time they were read.
pub(crate) async fn rows_of(
    app: &AppContext,
    ids: Vec<JourneyId>,
) -> UseCaseResult<(Vec<BoardRow>, Time)> {
    let (now, rules) = (app.clock.now(), app.rules.clone());
    let rows = app
        .store
        .read(move |tx| {
            let journeys = tx.journeys_by_ids(&ids)?;
            let under_way =
                journeys.into_iter().filter(|j| j.state.status != JourneyStatus::Closed);
            build_rows(tx, under_way.collect(), &rules, now)
        })
        .await?;
    Ok((rows, now))
}

/// An alert and the board row of its companion, whose journey may be closed by now.
pub(crate) async fn alert_with_row(
    app: &AppContext,
    id: AlertId,
) -> UseCaseResult<(Alert, BoardRow)> {
    let (now, rules) = (app.clock.now(), app.rules.clone());
    app.store
        .read(move |tx| {
            let alert = super::or_not_found(tx.alert(id)?, "alert")?;
            let journey = super::or_not_found(tx.journey(alert.journey_id)?, "journey")?;
            load_unpurged_child(tx, journey.child_id)?;
            let row = build_rows(tx, vec![journey], &rules, now)?.pop();
            Ok((alert, super::or_not_found(row, "journey")?))
        })
        .await
}

fn build_rows(
    tx: &mut Tx<'_>,
    journeys: Vec<Journey>,
    rules: &SiteRules,
    now: Time,
) -> UseCaseResult<Vec<BoardRow>> {
    let wearers: Vec<CompanionId> = journeys.iter().map(|journey| journey.companion_id).collect();
    // A companion may have several live tags: the newest one wins.
    let tags: HashMap<_, _> = tx.live_tags_of(&wearers)?.into_iter().collect();
    let views = journey_view::views(tx, journeys, rules, now)?;
    let rows = views.into_iter().map(|journey| BoardRow {
        tag: tags.get(&journey.companion.id).copied(),
        quiet: journey.journey.state.is_quiet(now, rules.quiet_after),
        journey,
    });
    Ok(rows.collect())
}
