//! Moving the child: a message about the child moves the child alone (rule 3 of the house, R17).

use crate::db::Tx;
use crate::db::models::{Place, Visit, VisitMove};
use crate::domain::account::person::MoveSource;
use crate::domain::id::{MoveId, PlaceId, VisitId};
use crate::domain::time::Time;
use crate::domain::visit::whereabouts;
use crate::random;
use crate::use_cases::alerts::monitor;
use crate::use_cases::{
    AppContext, UseCaseResult, change_events, check_not_in_future, ensure_saved, found,
};

/// A move that was kept.
#[derive(Clone, Debug)]
pub struct MoveResult {
    /// The move.
    pub kept: VisitMove,
    /// Where to.
    pub place: Place,
    /// Whether the very same move was told before.
    pub repeated: bool,
}

/// Moves the child; the same move told again is kept once, and an earlier one told late does not
/// undo a later one (R21).
///
/// # Errors
/// [`crate::domain::error::Refusal::NotFound`], and [`crate::domain::error::Refusal::Invalid`] for a time that lies ahead.
pub async fn move_child(
    app: &AppContext,
    by: MoveSource,
    visit: VisitId,
    place: PlaceId,
    occurred_at: Time,
) -> UseCaseResult<MoveResult> {
    let (now, rules) = (app.clock.now(), app.rules.clone());
    // Kept as it was told, so that the same message is known again.
    check_not_in_future(occurred_at, now)?;
    app.store
        .write(move |tx| {
            found(tx.visit(visit)?, "visit")?;
            tx.lock_visit(visit)?;
            let to = found(tx.place(place)?, "place")?;
            if let Some(kept) = tx.same_move(visit, place, occurred_at)? {
                return Ok(MoveResult { kept, place: to, repeated: true });
            }
            let kept = VisitMove {
                id: MoveId::from_uuid(random::uuid(now)),
                visit_id: visit,
                place_id: place,
                occurred_at,
                recorded_at: now,
                by,
            };
            tx.add_move(&kept)?;
            place_child(tx, visit)?;
            change_events::visit(tx, visit, now)?;
            for journey in tx.journeys_of_visit(visit)? {
                monitor::recheck(tx, &journey, &rules, now)?;
            }
            Ok(MoveResult { kept, place: to, repeated: false })
        })
        .await
}

/// Puts the child where the latest of its moves says.
fn place_child(tx: &mut Tx<'_>, id: VisitId) -> UseCaseResult<()> {
    let moves: Vec<_> = tx.moves_of(id)?.iter().map(VisitMove::fact).collect();
    let visit = found(tx.visit(id)?, "visit")?;
    let place = whereabouts(&moves).map(|last| (last.place, last.occurred_at));
    ensure_saved(tx.save_visit(&Visit { place, ..visit })?)
}
