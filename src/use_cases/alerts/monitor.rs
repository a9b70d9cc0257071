//! Alert monitor: raises what becomes due by time alone, such as a companion left behind (R17) or a
//! wash (R6), and deletes expired responses, events and photos.

use std::time::Duration;

use crate::db::Tx;
use crate::db::models::{Journey, VisitMove};
use crate::domain::alert::AlertKind;
use crate::domain::left_behind::left_behind_since;
use crate::domain::site_rules::SiteRules;
use crate::domain::time::Time;
use crate::domain::visit::{self, ChildMove};
use crate::use_cases::alerts::NewAlert;
use crate::use_cases::change_events::prune_events;
use crate::use_cases::{AppContext, UseCaseResult, idempotency, photos};

/// Visits for each transaction.
const BATCH_SIZE: i64 = 100;

/// Checks every companion under way.
pub async fn run_once(app: &AppContext) -> UseCaseResult<()> {
    let (now, rules) = (app.clock.now(), app.rules.clone());
    idempotency::delete_expired(app, now).await?;
    prune_events::delete_expired(app, now).await?;
    photos::run_once(app, now).await?;
    let moved_by = now.minus(rules.left_behind_after);
    let mut after = None;
    loop {
        let visits =
            app.store.read(move |tx| tx.open_visits_placed_by(moved_by, after, BATCH_SIZE)).await?;
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
    let due =
        app.store.read(|tx| -> UseCaseResult<_> { Ok(tx.journeys_with_rewash_policy()?) }).await?;
    if due.is_empty() {
        return Ok(());
    }
    app.store.write(move |tx| due.iter().try_for_each(|j| recheck_wash(tx, j, now))).await
}

/// Raises or resolves the time-based alerts of one journey.
pub(crate) fn recheck(
    tx: &mut Tx<'_>,
    journey: &Journey,
    rules: &SiteRules,
    now: Time,
) -> UseCaseResult<()> {
    let moves: Vec<_> =
        tx.moves_of(journey.visit_id)?.iter().map(VisitMove::as_child_move).collect();
    let left_behind = visit::latest_move(&moves)
        .and_then(|child| Some((child, left_behind_since(&child, &journey.state)?)));
    match left_behind {
        Some((child, since)) if now.since(since) >= rules.left_behind_after => {
            let detail = "the child has moved, but the companion was not scanned there";
            let (kind, cause) = (AlertKind::LeftBehind, child.id.uuid());
            super::raise(tx, journey, NewAlert { kind, cause, detail, at: now }, now)?;
        }
        Some(_) => {}
        None => super::resolve_automatically(tx, journey, AlertKind::LeftBehind, now)?,
    }
    recheck_wash(tx, journey, now)
}

fn recheck_wash(tx: &mut Tx<'_>, journey: &Journey, now: Time) -> UseCaseResult<()> {
    match rewash_due(journey) {
        Some((cause, due)) if now >= due => {
            let detail = "a wash is due at this place";
            let kind = AlertKind::RewashDue;
            super::raise(tx, journey, NewAlert { kind, cause, detail, at: now }, now)
        }
        _ => super::resolve_automatically(tx, journey, AlertKind::RewashDue, now),
    }
}

/// The step that starts the rewash interval at the current place, and when the wash is due.
fn rewash_due(journey: &Journey) -> Option<(uuid::Uuid, Time)> {
    let at = journey.state.whereabouts.as_ref()?;
    let every = u64::from(at.place.policy.rewash_hours?) * 3600;
    let since = match journey.state.cleanliness.cleaned {
        Some(cleaning) => cleaning.at,
        None => at.since,
    };
    Some((at.source.uuid(), since.plus(Duration::from_secs(every))))
}

impl VisitMove {
    pub(crate) const fn as_child_move(&self) -> ChildMove {
        ChildMove { id: self.id, place: self.place_id, occurred_at: self.occurred_at }
    }
}
