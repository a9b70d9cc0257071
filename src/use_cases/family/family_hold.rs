//! Family holds: pausing everything the family sees of a child (R36).

use crate::db::Tx;
use crate::db::models::{Journey, Visit};
use crate::domain::account::person::Actor;
use crate::domain::card;
use crate::domain::error::DomainError;
use crate::domain::family::FrozenFeed;
use crate::domain::id::VisitId;
use crate::domain::time::Time;
use crate::domain::visit::{Hold, HoldKind};
use crate::use_cases::children::load::load_unpurged_child;
use crate::use_cases::family::outbox;
use crate::use_cases::visits::{self, VisitView};
use crate::use_cases::{
    AppContext, UseCaseResult, cards, change_events, ensure_saved, or_not_found, photos,
};

/// Pauses family updates: the family keeps seeing the last state. A hold can become permanent; a
/// permanent one stays.
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
            or_not_found(tx.visit(visit)?, "visit")?;
            tx.lock_visit(visit)?;
            let before = or_not_found(tx.visit(visit)?, "visit")?;
            // After a purge there is no family page to pause.
            load_unpurged_child(tx, before.child_id)?;
            let previous_kind = before.hold.as_ref().map(|hold| hold.kind);
            if previous_kind == Some(HoldKind::Permanent) && kind == HoldKind::Hold {
                return Err(DomainError::HoldPermanent.into());
            }
            if previous_kind.is_none() {
                for journey in tx.journeys_of_visit(visit)? {
                    let companion = or_not_found(tx.companion(journey.companion_id)?, "companion")?;
                    let family_held = Some(FrozenFeed {
                        feed: journey.state.feed.clone(),
                        appearance: Some(companion.appearance()),
                        card_shown: card::is_shown(&journey.state, before.status, None, false),
                        passport: cards::stamps(tx, &journey)?,
                    });
                    ensure_saved(tx.save_journey(&Journey { family_held, ..journey })?)?;
                }
            }
            // Pending notifications are dropped. The outbox job checks again before it sends.
            tx.delete_outbox_of(visit)?;
            if kind == HoldKind::Permanent {
                photos::delete_of_visit(tx, visit, now)?;
            }
            // A second hold keeps the start, and so the frozen state, of the first.
            let at = before.hold.as_ref().map_or(now, |hold| hold.at);
            let hold = Some(Hold { kind, reason: reason.clone(), by: actor.id, at });
            save_visit(tx, Visit { hold, ..before }, now)
        })
        .await?;
    if kind == HoldKind::Permanent {
        photos::delete_orphans(app).await;
    }
    Ok(view)
}

/// Ends a hold unless it is permanent. Changes made meanwhile are published now.
pub async fn release(app: &AppContext, visit: VisitId) -> UseCaseResult<()> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            or_not_found(tx.visit(visit)?, "visit")?;
            tx.lock_visit(visit)?;
            let before = or_not_found(tx.visit(visit)?, "visit")?;
            match before.hold.as_ref().map(|hold| hold.kind) {
                None => return Err(DomainError::NoHold.into()),
                Some(HoldKind::Permanent) => return Err(DomainError::HoldPermanent.into()),
                Some(HoldKind::Hold) => {}
            }
            let mut steps_are_news = false;
            for journey in tx.journeys_of_visit(visit)? {
                let held = journey.family_held.as_ref().and_then(|held| held.feed.current_status());
                steps_are_news |= journey.state.feed.has_status_other_than(held);
                ensure_saved(tx.save_journey(&Journey { family_held: None, ..journey })?)?;
            }
            save_visit(tx, Visit { hold: None, ..before }, now)?;
            if steps_are_news { outbox::enqueue::for_visit(tx, visit, now) } else { Ok(()) }
        })
        .await
}

fn save_visit(tx: &mut Tx<'_>, visit: Visit, now: Time) -> UseCaseResult<VisitView> {
    ensure_saved(tx.save_visit(&visit)?)?;
    change_events::visit(tx, visit.id, now)?;
    visits::view(tx, Visit { revision: visit.revision + 1, ..visit })
}
