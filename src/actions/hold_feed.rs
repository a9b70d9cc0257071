//! Holding a family's feed: one act silences everything of that child (R36).

use super::visits::{self, VisitView};
use super::{Answer, World, found, tell, unchanged};
use crate::domain::id::VisitId;
use crate::domain::person::Actor;
use crate::domain::refusal::Refusal;
use crate::domain::time::Time;
use crate::domain::visit::{Hold, HoldKind};
use crate::store::Tx;
use crate::store::rows::{Journey, Visit};

/// Puts a hold on a visit's feed: from now on its family sees what it saw last. A hold may become
/// permanent, and a permanent one is never lightened.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::HoldPermanent`].
pub async fn hold(
    world: &World,
    actor: Actor,
    visit: VisitId,
    kind: HoldKind,
    reason: String,
) -> Answer<VisitView> {
    let now = world.clock.now();
    world
        .store
        .write(move |tx| {
            found(tx.visit(visit)?, "visit")?;
            tx.lock_visit(visit)?;
            let before = found(tx.visit(visit)?, "visit")?;
            let was = before.hold.as_ref().map(|hold| hold.kind);
            if was == Some(HoldKind::Permanent) && kind == HoldKind::Hold {
                return Err(Refusal::HoldPermanent.into());
            }
            if was.is_none() {
                for journey in tx.journeys_of_visit(visit)? {
                    let family_held = Some(journey.state.told.clone());
                    unchanged(tx.save_journey(&Journey { family_held, ..journey })?)?;
                }
            }
            // A hold upon a hold is silent since the first, and shows what was told by then.
            let at = before.hold.as_ref().map_or(now, |hold| hold.at);
            let hold = Some(Hold { kind, reason: reason.clone(), by: actor.id, at });
            save(tx, Visit { hold, ..before }, now)
        })
        .await
}

/// Releases a hold; a permanent one is never released.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::NoHold`], [`Refusal::HoldPermanent`].
pub async fn release(world: &World, visit: VisitId) -> Answer<()> {
    let now = world.clock.now();
    world
        .store
        .write(move |tx| {
            found(tx.visit(visit)?, "visit")?;
            tx.lock_visit(visit)?;
            let before = found(tx.visit(visit)?, "visit")?;
            match before.hold.as_ref().map(|hold| hold.kind) {
                None => return Err(Refusal::NoHold.into()),
                Some(HoldKind::Permanent) => return Err(Refusal::HoldPermanent.into()),
                Some(HoldKind::Hold) => {}
            }
            for journey in tx.journeys_of_visit(visit)? {
                unchanged(tx.save_journey(&Journey { family_held: None, ..journey })?)?;
            }
            save(tx, Visit { hold: None, ..before }, now).map(drop)
        })
        .await
}

fn save(tx: &mut Tx<'_>, visit: Visit, now: Time) -> Answer<VisitView> {
    unchanged(tx.save_visit(&visit)?)?;
    tell::visit(tx, visit.id, now)?;
    visits::view(tx, Visit { revision: visit.revision + 1, ..visit })
}
