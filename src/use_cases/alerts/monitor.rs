//! The watch: what becomes amiss by the hour alone. A companion left behind (R17), a wash that is due (R6).
//! It also forgets first answers that nobody may ask for again, and events and photos that are past their time.

use std::time::Duration;

use super::NewAlert;
use crate::db::Tx;
use crate::db::models::{Journey, VisitMove};
use crate::domain::alert::AlertKind;
use crate::domain::site_rules::SiteRules;
use crate::domain::time::Time;
use crate::domain::visit::{self, ChildMove};
use crate::use_cases::change_events::prune_events;
use crate::use_cases::{AppContext, UseCaseResult, idempotency, photos};

/// How many visits one transaction of the watch looks at.
const AT_ONCE: i64 = 100;

/// Looks at every companion under way and raises what has become due.
///
/// # Errors
/// Only the store's.
pub async fn run_once(app: &AppContext) -> UseCaseResult<()> {
    let (now, rules) = (app.clock.now(), app.rules.clone());
    idempotency::delete_expired(app, now).await?;
    prune_events::delete_expired(app, now).await?;
    photos::run_once(app, now).await?;
    let moved_by = now.minus(rules.left_behind_after);
    let mut after = None;
    loop {
        let visits =
            app.store.read(move |tx| tx.open_visits_placed_by(moved_by, after, AT_ONCE)).await?;
        let Some(last) = visits.last() else { break };
        after = Some(*last);
        let rules = rules.clone();
        app.store
            .write(move |tx| -> UseCaseResult<()> {
                for &visit in &visits {
                    tx.lock_visit(visit)?;
                    for journey in tx.journeys_of_visit(visit)? {
                        recheck(tx, &journey, &rules, now)?;
                    }
                }
                Ok(())
            })
            .await?;
    }
    let due = app
        .store
        .read(|tx| -> UseCaseResult<_> { Ok(tx.journeys_where_wash_falls_due()?) })
        .await?;
    if due.is_empty() {
        return Ok(());
    }
    app.store.write(move |tx| due.iter().try_for_each(|j| recheck_wash(tx, j, now))).await
}

/// Raises what is due for one journey, and resolves what is so no more.
///
/// # Errors
/// Only the store's.
pub(crate) fn recheck(
    tx: &mut Tx<'_>,
    journey: &Journey,
    rules: &SiteRules,
    now: Time,
) -> UseCaseResult<()> {
    let moves: Vec<_> = tx.moves_of(journey.visit_id)?.iter().map(VisitMove::fact).collect();
    let left = visit::whereabouts(&moves)
        .and_then(|child| Some((child, visit::left_behind_since(&child, &journey.state)?)));
    match left {
        Some((child, since)) if now.since(since) >= rules.left_behind_after => {
            let detail = "the child has moved, and nobody scanned the companion there";
            let (kind, cause) = (AlertKind::LeftBehind, child.id.uuid());
            super::raise(tx, journey, NewAlert { kind, cause, detail, at: now }, now)?;
        }
        Some(_) => {}
        None => super::clear(tx, journey, AlertKind::LeftBehind, now)?,
    }
    recheck_wash(tx, journey, now)
}

fn recheck_wash(tx: &mut Tx<'_>, journey: &Journey, now: Time) -> UseCaseResult<()> {
    match wash_was_due(journey) {
        Some((cause, due)) if now >= due => {
            let detail = "a wash is due where it is";
            let kind = AlertKind::RewashDue;
            super::raise(tx, journey, NewAlert { kind, cause, detail, at: now }, now)
        }
        _ => super::clear(tx, journey, AlertKind::RewashDue, now),
    }
}

/// By which step, and at what time, a wash falls due at its place.
fn wash_was_due(journey: &Journey) -> Option<(uuid::Uuid, Time)> {
    let at = journey.state.whereabouts.as_ref()?;
    let every = u64::from(at.place.policy.rewash_hours?) * 3600;
    let since = match journey.state.cleanliness.cleaned {
        Some(cleaning) => cleaning.at,
        None => at.since,
    };
    Some((at.source.uuid(), since.plus(Duration::from_secs(every))))
}

impl VisitMove {
    /// The move as the rules see it.
    pub(crate) const fn fact(&self) -> ChildMove {
        ChildMove { id: self.id, place: self.place_id, occurred_at: self.occurred_at }
    }
}
