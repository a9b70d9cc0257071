//! Purge: deletes what identifies a child, keeps what is counted and saves a receipt of both.

use crate::db::Tx;
use crate::db::models::Journey;
use crate::domain::erasure::{ErasureCategory, ErasureReason, ErasureReceipt};
use crate::domain::error::DomainError;
use crate::domain::event::Topic;
use crate::domain::family::FrozenFeed;
use crate::domain::id::{ChildId, ReceiptId, StaffId};
use crate::domain::journey::step::Step;
use crate::domain::journey::{JourneyState, JourneyStatus};
use crate::domain::time::Time;
use crate::domain::visit::VisitStatus;
use crate::random;
use crate::use_cases::children::load::load_unpurged_child;
use crate::use_cases::{AppContext, UseCaseResult, cards, change_events, or_not_found, photos};

/// Deletes alias, reference and all free text of a child, its photos and cards, and revokes its
/// family links. Steps stay without text. Refused while a visit is open. `requested_by` is `None`
/// for the retention job.
pub async fn purge(
    app: &AppContext,
    id: ChildId,
    requested_by: Option<StaffId>,
) -> UseCaseResult<ErasureReceipt> {
    let now = app.clock.now();
    let receipt = app
        .store
        .write(move |tx| -> UseCaseResult<ErasureReceipt> {
            tx.lock_child(id)?;
            load_unpurged_child(tx, id)?;
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
            let mut receipt = new_receipt(tx, id, requested_by, now)?;
            tx.begin_purge(&ids)?;
            let words = journeys.into_iter().map(|journey| redact(tx, journey, now));
            let words = words.sum::<UseCaseResult<i64>>()?;
            *receipt.removed.0.entry(ErasureCategory::FreeText).or_default() += words;
            visits.iter().try_for_each(|visit| tx.redact_visit(visit.id, now))?;
            visits.iter().try_for_each(|visit| photos::delete_of_visit(tx, visit.id, now))?;
            visits.iter().try_for_each(|visit| cards::delete_of_visit(tx, visit.id))?;
            tx.redact_child(id, now)?;
            change_events::record(tx, Topic::Child, id.uuid(), now)?;
            tx.end_purge()?;
            tx.add_receipt(&receipt)?;
            Ok(receipt)
        })
        .await?;
    photos::delete_orphans(app).await;
    Ok(receipt)
}

fn new_receipt(
    tx: &mut Tx<'_>,
    child: ChildId,
    by: Option<StaffId>,
    at: Time,
) -> UseCaseResult<ErasureReceipt> {
    let (removed, retained) = tx.erasure_counts_of(child)?;
    let reason = if by.is_some() { ErasureReason::Request } else { ErasureReason::Retention };
    let id = ReceiptId::from_uuid(random::uuid_v7_at(at));
    Ok(ErasureReceipt { id, child, reason, by, at, removed, retained })
}

pub(crate) async fn get_receipt(
    app: &AppContext,
    id: ChildId,
) -> UseCaseResult<(ErasureReceipt, Option<String>)> {
    app.store
        .read(move |tx| {
            let receipt = or_not_found(tx.receipt_of(id)?, "receipt")?;
            let by: Vec<_> = receipt.by.into_iter().collect();
            let name = tx.staff_names(&by)?.pop().map(|(_, name)| name);
            Ok((receipt, name))
        })
        .await
}

/// Removes the free text of a journey and returns how many steps had any.
fn redact(tx: &mut Tx<'_>, journey: Journey, now: Time) -> UseCaseResult<i64> {
    let before = tx.steps_of(journey.id)?;
    let steps: Vec<_> = before.iter().cloned().map(redact_step).collect();
    let worded = before.iter().zip(&steps).filter(|(before, after)| before != after).count();
    tx.rewrite_steps(&steps)?;
    tx.redact_scans_and_alerts(journey.id)?;
    // A hold stays, but the frozen appearance contains the companion's name.
    let family_held = journey.family_held.map(|held| FrozenFeed {
        appearance: None,
        passport: Vec::new(),
        ..held
    });
    let redacted = Journey { state: JourneyState::from_steps(&steps), family_held, ..journey };
    crate::use_cases::ensure_saved(tx.save_journey(&redacted)?)?;
    change_events::journey(tx, &redacted, now)?;
    Ok(i64::try_from(worded).unwrap_or(i64::MAX))
}

fn redact_step(mut step: Step) -> Step {
    step.payload.redact();
    if let Some(over) = &mut step.overrode {
        over.reason.clear();
    }
    step
}
