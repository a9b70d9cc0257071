//! Changes the colour a companion is drawn in.

use crate::db::models::Companion;
use crate::domain::companion::Coat;
use crate::domain::event::Topic;
use crate::domain::tag::TagCode;
use crate::use_cases::children::load::load_unpurged_child;
use crate::use_cases::tags::tag_lookup;
use crate::use_cases::{AppContext, UseCaseResult, change_events, ensure_saved, or_not_found};

/// Sets the coat of the companion that wears this tag. The usual coat of its species is saved as
/// `None`, so that it follows a corrected species.
pub(crate) async fn change_coat(app: &AppContext, code: TagCode, coat: Coat) -> UseCaseResult<()> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            let id = or_not_found(tag_lookup::wearer_of(tx, &code)?, "companion")?;
            // Lock the visit first, in the same order as scans and updates, to avoid deadlocks.
            let journey = or_not_found(tx.latest_journey_of(id)?, "journey")?;
            tx.lock_visit(journey.visit_id)?;
            let before = or_not_found(tx.companion(id)?, "companion")?;
            load_unpurged_child(tx, before.child_id)?;
            let coat = Some(coat).filter(|coat| *coat != Coat::default_for(before.species));
            if coat == before.coat {
                return Ok(());
            }
            ensure_saved(tx.save_companion(&Companion { coat, ..before })?)?;
            change_events::record(tx, Topic::Companion, id.uuid(), now)
        })
        .await
}
