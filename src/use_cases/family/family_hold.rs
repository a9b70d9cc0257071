//! Holding a family's feed: one act silences everything of that child (R36).

use super::outbox;
use crate::db::Tx;
use crate::db::models::{Journey, Visit};
use crate::domain::account::person::Actor;
use crate::domain::card;
use crate::domain::error::DomainError;
use crate::domain::family::FrozenFeed;
use crate::domain::id::VisitId;
use crate::domain::time::Time;
use crate::domain::visit::{Hold, HoldKind};
use crate::use_cases::visits::{self, VisitView};
use crate::use_cases::{
    AppContext, UseCaseResult, cards, change_events, children, ensure_saved, found, photos,
};

/// Puts a hold on a visit's feed: from now on its family sees what it saw last. A hold may become
/// permanent, and a permanent one is never lightened.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::HoldPermanent`].
pub async fn hold(
    app: &AppContext,
    actor: Actor,
    visit: VisitId,
    kind: HoldKind,
    reason: String,
) -> UseCaseResult<VisitView> {
    let now = app.clock.now();
    let view = app
        .store
        .write(move |tx| {
            found(tx.visit(visit)?, "visit")?;
            tx.lock_visit(visit)?;
            let before = found(tx.visit(visit)?, "visit")?;
            // Once the child's traces are purged there is no page to silence, and no word is kept.
            children::known(tx, before.child_id)?;
            let was = before.hold.as_ref().map(|hold| hold.kind);
            if was == Some(HoldKind::Permanent) && kind == HoldKind::Hold {
                return Err(DomainError::HoldPermanent.into());
            }
            if was.is_none() {
                for journey in tx.journeys_of_visit(visit)? {
                    let companion = found(tx.companion(journey.companion_id)?, "companion")?;
                    let family_held = Some(FrozenFeed {
                        told: journey.state.told.clone(),
                        looks: Some(companion.looks()),
                        card: card::is_shown(&journey.state, before.status, None, false),
                        passport: cards::stamps(tx, &journey)?,
                    });
                    ensure_saved(tx.save_journey(&Journey { family_held, ..journey })?)?;
                }
            }
            // What waits is never sent, and whoever sends looks for it once more.
            tx.drop_notices_of(visit)?;
            if kind == HoldKind::Permanent {
                photos::delete_of_visit(tx, visit, now)?;
            }
            // A hold upon a hold is silent since the first, and shows what was told by then.
            let at = before.hold.as_ref().map_or(now, |hold| hold.at);
            let hold = Some(Hold { kind, reason: reason.clone(), by: actor.id, at });
            save(tx, Visit { hold, ..before }, now)
        })
        .await?;
    if kind == HoldKind::Permanent {
        photos::delete_orphans(app).await;
    }
    Ok(view)
}

/// Releases a hold; a permanent one is never released. What went on meanwhile is news now.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::NoHold`], [`Refusal::HoldPermanent`].
pub async fn release(app: &AppContext, visit: VisitId) -> UseCaseResult<()> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            found(tx.visit(visit)?, "visit")?;
            tx.lock_visit(visit)?;
            let before = found(tx.visit(visit)?, "visit")?;
            match before.hold.as_ref().map(|hold| hold.kind) {
                None => return Err(DomainError::NoHold.into()),
                Some(HoldKind::Permanent) => return Err(DomainError::HoldPermanent.into()),
                Some(HoldKind::Hold) => {}
            }
            let mut is_news = false;
            for journey in tx.journeys_of_visit(visit)? {
                let held = journey.family_held.as_ref().and_then(|held| held.told.sentence());
                is_news |= journey.state.told.is_news_after(held);
                ensure_saved(tx.save_journey(&Journey { family_held: None, ..journey })?)?;
            }
            save(tx, Visit { hold: None, ..before }, now)?;
            if is_news { outbox::write(tx, visit, now) } else { Ok(()) }
        })
        .await
}

fn save(tx: &mut Tx<'_>, visit: Visit, now: Time) -> UseCaseResult<VisitView> {
    ensure_saved(tx.save_visit(&visit)?)?;
    change_events::visit(tx, visit.id, now)?;
    visits::view(tx, Visit { revision: visit.revision + 1, ..visit })
}
