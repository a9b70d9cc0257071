//! Purging: what names a child is removed, and what counts is kept.

use super::{Answer, World, cards, children, photos, tell};
use crate::domain::event::Topic;
use crate::domain::family::Held;
use crate::domain::id::ChildId;
use crate::domain::journey::{State, Status};
use crate::domain::refusal::Refusal;
use crate::domain::step::{Override, Step, What};
use crate::domain::time::Time;
use crate::domain::visit::VisitStatus;
use crate::store::Tx;
use crate::store::rows::Journey;

/// Removes alias, reference and every free text of a child, deletes its photos and cards, and revokes its family's links; the
/// steps stay, without words. Not while a companion is under way or a visit open.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::JourneysOpen`].
pub async fn purge(world: &World, id: ChildId) -> Answer<()> {
    let now = world.clock.now();
    world
        .store
        .write(move |tx| -> Answer<()> {
            children::known(tx, id)?;
            tx.lock_child(id)?;
            let visits = tx.visits_of(id)?;
            let mut journeys = Vec::new();
            for visit in &visits {
                tx.lock_visit(visit.id)?;
                journeys.extend(tx.journeys_of_visit(visit.id)?);
            }
            let under_way = journeys.iter().any(|j| j.state.status != Status::Closed);
            if under_way || visits.iter().any(|v| v.status == VisitStatus::InProgress) {
                return Err(Refusal::JourneysOpen.into());
            }
            let ids: Vec<_> = journeys.iter().map(|journey| journey.id).collect();
            tx.begin_purge(&ids)?;
            journeys.into_iter().try_for_each(|journey| redact(tx, journey, now))?;
            visits.iter().try_for_each(|visit| tx.redact_visit(visit.id, now))?;
            visits.iter().try_for_each(|visit| photos::forget_visit(tx, visit.id, now))?;
            visits.iter().try_for_each(|visit| cards::forget_visit(tx, visit.id))?;
            tx.redact_child(id, now)?;
            tell::of(tx, Topic::Child, id.uuid(), now)?;
            Ok(tx.end_purge()?)
        })
        .await?;
    photos::clear_away(world).await;
    Ok(())
}

fn redact(tx: &mut Tx<'_>, journey: Journey, now: Time) -> Answer<()> {
    let steps: Vec<_> = tx.steps_of(journey.id)?.into_iter().map(without_words).collect();
    tx.rewrite_steps(&steps)?;
    tx.redact_scans_and_alerts(journey.id)?;
    // A hold goes on, but what its family saw of the companion has a name in it.
    let family_held =
        journey.family_held.map(|held| Held { looks: None, passport: Vec::new(), ..held });
    let redacted = Journey { state: State::fold(&steps), family_held, ..journey };
    super::unchanged(tx.save_journey(&redacted)?)?;
    tell::journey(tx, &redacted, now)
}

fn without_words(step: Step) -> Step {
    let nothing = String::new;
    let what = match step.what {
        What::HandedOver { to, .. } => What::HandedOver { to, name: None },
        What::Declined { alternative, .. } => What::Declined { reason: nothing(), alternative },
        What::Noted { .. } => What::Noted { text: nothing() },
        What::Voided { step, .. } => What::Voided { step, reason: nothing() },
        other => other,
    };
    let overrode = step.overrode.map(|over| Override { reason: nothing(), ..over });
    Step { what, overrode, ..step }
}
