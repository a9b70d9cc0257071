//! Choosing the colour a companion is drawn in.

use crate::db::models::Companion;
use crate::domain::companion::Coat;
use crate::domain::event::Topic;
use crate::domain::tag::TagCode;
use crate::use_cases::tags::tag_lookup;
use crate::use_cases::{AppContext, UseCaseResult, change_events, children, ensure_saved, found};

/// Gives whoever wears this tag a colour. The usual one of its species is kept as no choice, so that it goes with the
/// species when that is put right.
///
/// # Errors
/// [`crate::domain::error::Refusal::NotFound`] where nobody who was checked in wears it.
pub async fn change_coat(app: &AppContext, code: TagCode, coat: Coat) -> UseCaseResult<()> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            let id = found(tag_lookup::bound_to(tx, &code)?, "companion")?;
            // The visit first, as a scan and a change take them: two that wait for each other wait for ever.
            let journey = found(tx.latest_journey_of(id)?, "journey")?;
            tx.lock_visit(journey.visit_id)?;
            let before = found(tx.companion(id)?, "companion")?;
            children::known(tx, before.child_id)?;
            let coat = Some(coat).filter(|coat| *coat != Coat::usual(before.species));
            if coat == before.coat {
                return Ok(());
            }
            ensure_saved(tx.save_companion(&Companion { coat, ..before })?)?;
            change_events::of(tx, Topic::Companion, id.uuid(), now)
        })
        .await
}
