//! Purging: what names a child is removed, what counts is kept, and a receipt says what was what.

use crate::db::Tx;
use crate::db::models::Journey;
use crate::domain::erasure::{ErasureCategory, ErasureReason, ErasureReceipt};
use crate::domain::error::DomainError;
use crate::domain::event::Topic;
use crate::domain::family::FrozenFeed;
use crate::domain::id::{ChildId, ReceiptId, StaffId};
use crate::domain::journey::step::{Override, Step, StepPayload};
use crate::domain::journey::{JourneyState, JourneyStatus};
use crate::domain::time::Time;
use crate::domain::visit::VisitStatus;
use crate::random;
use crate::use_cases::{AppContext, UseCaseResult, cards, change_events, children, found, photos};

/// Removes alias, reference and every free text of a child, deletes its photos and cards, and revokes its family's
/// links; the steps stay, without words. Not while a companion is under way or a visit open. None asks where the
/// time is over for which they are kept.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::JourneysOpen`].
pub async fn purge(
    app: &AppContext,
    id: ChildId,
    asked: Option<StaffId>,
) -> UseCaseResult<ErasureReceipt> {
    let now = app.clock.now();
    let receipt = app
        .store
        .write(move |tx| -> UseCaseResult<ErasureReceipt> {
            tx.lock_child(id)?;
            children::known(tx, id)?;
            let visits = tx.visits_of(id)?;
            let mut journeys = Vec::new();
            for visit in &visits {
                tx.lock_visit(visit.id)?;
                journeys.extend(tx.journeys_of_visit(visit.id)?);
            }
            let under_way = journeys.iter().any(|j| j.state.status != JourneyStatus::Closed);
            if under_way || visits.iter().any(|v| v.status == VisitStatus::InProgress) {
                return Err(DomainError::JourneysOpen.into());
            }
            let ids: Vec<_> = journeys.iter().map(|journey| journey.id).collect();
            let mut receipt = receipt(tx, id, asked, now)?;
            tx.begin_purge(&ids)?;
            let words = journeys.into_iter().map(|journey| redact(tx, journey, now));
            let words = words.sum::<UseCaseResult<i64>>()?;
            *receipt.removed.0.entry(ErasureCategory::Words).or_default() += words;
            visits.iter().try_for_each(|visit| tx.redact_visit(visit.id, now))?;
            visits.iter().try_for_each(|visit| photos::delete_of_visit(tx, visit.id, now))?;
            visits.iter().try_for_each(|visit| cards::delete_of_visit(tx, visit.id))?;
            tx.redact_child(id, now)?;
            change_events::of(tx, Topic::Child, id.uuid(), now)?;
            tx.end_purge()?;
            tx.add_receipt(&receipt)?;
            Ok(receipt)
        })
        .await?;
    photos::delete_orphans(app).await;
    Ok(receipt)
}

fn receipt(
    tx: &mut Tx<'_>,
    child: ChildId,
    by: Option<StaffId>,
    at: Time,
) -> UseCaseResult<ErasureReceipt> {
    let (removed, kept) = tx.traces_of(child)?;
    let occasion = if by.is_some() { ErasureReason::Request } else { ErasureReason::Retention };
    let id = ReceiptId::from_uuid(random::uuid(at));
    Ok(ErasureReceipt { id, child, occasion, by, at, removed, kept })
}

/// The receipt of what was removed of a child, and the name of who removed it.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn receipt_of(
    app: &AppContext,
    id: ChildId,
) -> UseCaseResult<(ErasureReceipt, Option<String>)> {
    app.store
        .read(move |tx| {
            let receipt = found(tx.receipt_of(id)?, "receipt")?;
            let by: Vec<_> = receipt.by.into_iter().collect();
            let name = tx.staff_names(&by)?.pop().map(|(_, name)| name);
            Ok((receipt, name))
        })
        .await
}

/// Takes a journey's words, and tells how many of its steps had any.
fn redact(tx: &mut Tx<'_>, journey: Journey, now: Time) -> UseCaseResult<i64> {
    let told = tx.steps_of(journey.id)?;
    let steps: Vec<_> = told.iter().cloned().map(without_words).collect();
    let worded = told.iter().zip(&steps).filter(|(before, after)| before != after).count();
    tx.rewrite_steps(&steps)?;
    tx.redact_scans_and_alerts(journey.id)?;
    // A hold goes on, but what its family saw of the companion has a name in it.
    let family_held =
        journey.family_held.map(|held| FrozenFeed { looks: None, passport: Vec::new(), ..held });
    let redacted = Journey { state: JourneyState::from_steps(&steps), family_held, ..journey };
    crate::use_cases::ensure_saved(tx.save_journey(&redacted)?)?;
    change_events::journey(tx, &redacted, now)?;
    Ok(i64::try_from(worded).unwrap_or(i64::MAX))
}

fn without_words(step: Step) -> Step {
    let nothing = String::new;
    let what = match step.what {
        StepPayload::HandedOver { to, .. } => StepPayload::HandedOver { to, name: None },
        StepPayload::Declined { alternative, .. } => {
            StepPayload::Declined { reason: nothing(), alternative }
        }
        StepPayload::Noted { .. } => StepPayload::Noted { text: nothing() },
        StepPayload::Voided { step, .. } => StepPayload::Voided { step, reason: nothing() },
        other => other,
    };
    let overrode = step.overrode.map(|over| Override { reason: nothing(), ..over });
    Step { what, overrode, ..step }
}
