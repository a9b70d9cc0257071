//! Moving a child: it moves the child only, not its companions (R17).

use crate::db::Tx;
use crate::db::models::{Place, Visit, VisitMove};
use crate::domain::account::person::MoveSource;
use crate::domain::id::{MoveId, PlaceId, VisitId};
use crate::domain::time::Time;
use crate::domain::visit::latest_move;
use crate::random;
use crate::use_cases::alerts::monitor;
use crate::use_cases::{
    AppContext, UseCaseResult, change_events, check_not_in_future, ensure_saved, or_not_found,
};

#[derive(Clone, Debug)]
pub struct MoveResult {
    pub child_move: VisitMove,
    pub place: Place,
    pub is_repeat: bool,
}

/// Records a move of the child. A repeated message is saved once, and an earlier move reported late
/// does not undo a later one (R21).
pub(crate) async fn move_child(
    app: &AppContext,
    by: MoveSource,
    visit: VisitId,
    place: PlaceId,
    occurred_at: Time,
) -> UseCaseResult<MoveResult> {
    let (now, rules) = (app.clock.now(), app.rules.clone());
    // Saved as sent, so that a repeated message is recognised.
    check_not_in_future(occurred_at, now)?;
    app.store
        .write(move |tx| {
            or_not_found(tx.visit(visit)?, "visit")?;
            tx.lock_visit(visit)?;
            let to = or_not_found(tx.place(place)?, "place")?;
            if let Some(child_move) = tx.find_move(visit, place, occurred_at)? {
                return Ok(MoveResult { child_move, place: to, is_repeat: true });
            }
            let child_move = VisitMove {
                id: MoveId::from_uuid(random::uuid_v7_at(now)),
                visit_id: visit,
                place_id: place,
                occurred_at,
                recorded_at: now,
                by,
            };
            tx.add_move(&child_move)?;
            update_visit_place(tx, visit)?;
            change_events::visit(tx, visit, now)?;
            for journey in tx.journeys_of_visit(visit)? {
                monitor::recheck(tx, &journey, &rules, now)?;
            }
            Ok(MoveResult { child_move, place: to, is_repeat: false })
        })
        .await
}

/// Sets the visit's place to that of the latest move.
fn update_visit_place(tx: &mut Tx<'_>, id: VisitId) -> UseCaseResult<()> {
    let moves: Vec<_> = tx.moves_of(id)?.iter().map(VisitMove::as_child_move).collect();
    let visit = or_not_found(tx.visit(id)?, "visit")?;
    let place = latest_move(&moves).map(|last| (last.place, last.occurred_at));
    ensure_saved(tx.save_visit(&Visit { place, ..visit })?)
}
