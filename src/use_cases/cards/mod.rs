//! The team's card for a companion at the end of its journey (R40).

mod passport;
mod preview;

use crate::db::Tx;
use crate::db::models::Card;
use crate::domain::account::person::Actor;
use crate::domain::card::{CardForm, Signer};
use crate::domain::error::DomainError;
use crate::domain::id::{JourneyId, StaffId, VisitId};
use crate::use_cases::family::outbox;
use crate::use_cases::{AppContext, UseCaseResult, change_events, or_not_found};
use preview::build_preview;

pub(crate) use passport::{is_shown, passport, stamps};
pub use preview::{CardPreview, ReleasedCard, SignerView};

pub async fn preview(app: &AppContext, journey: JourneyId) -> UseCaseResult<CardPreview> {
    let now = app.clock.now();
    app.store.read(move |tx| build_preview(tx, journey, now)).await
}

/// Releases a card to the family and replaces the card released before.
pub async fn release(
    app: &AppContext,
    actor: Actor,
    journey: JourneyId,
    form: CardForm,
    signers: Vec<Signer>,
) -> UseCaseResult<CardPreview> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            let visit = or_not_found(tx.journey(journey)?, "journey")?.visit_id;
            tx.lock_visit(visit)?;
            let before = build_preview(tx, journey, now)?;
            if let Some(stop) = before.release_error.clone() {
                return Err(stop.into());
            }
            let card = before.new_card(form, &signers, actor.id)?;
            tx.withdraw_card(journey, actor.id, now)?;
            tx.add_card(&card)?;
            change_events::journey(tx, &before.journey, now)?;
            outbox::enqueue::for_visit(tx, card.visit_id, now)?;
            build_preview(tx, journey, now)
        })
        .await
}

/// Withdraws a card. Idempotent.
pub(crate) async fn withdraw(
    app: &AppContext,
    by: StaffId,
    journey: JourneyId,
) -> UseCaseResult<()> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            let known = or_not_found(tx.journey(journey)?, "journey")?;
            tx.lock_visit(known.visit_id)?;
            if tx.withdraw_card(journey, by, now)? {
                change_events::journey(tx, &known, now)
            } else {
                Ok(())
            }
        })
        .await
}

/// The released card, for printing. Refused while family updates are paused (R40).
pub(crate) async fn printable_card(app: &AppContext, journey: JourneyId) -> UseCaseResult<Card> {
    let preview = preview(app, journey).await?;
    let (stop, is_for_print) = (preview.release_error.clone(), preview.is_printable());
    let card = or_not_found(preview.released.filter(|released| released.is_shown), "card")?.card;
    match stop {
        Some(stop) => Err(stop.into()),
        None if is_for_print => Ok(card),
        None => Err(DomainError::CardDigital.into()),
    }
}

/// Deletes every card of a visit, because each of them names the companion.
pub(crate) fn delete_of_visit(tx: &mut Tx<'_>, visit: VisitId) -> UseCaseResult<()> {
    Ok(tx.delete_cards(visit)?)
}
