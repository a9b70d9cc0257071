//! Replacing a tag that can no longer be read: the companion keeps its journey, whatever hangs on it.

use super::bind_tag;
use crate::db::models::{Companion, Tag};
use crate::domain::account::person::Actor;
use crate::domain::error::DomainError;
use crate::domain::journey::JourneyStatus;
use crate::domain::journey::step::StepPayload;
use crate::domain::tag::{TagCode, TagState};
use crate::use_cases::scans::record;
use crate::use_cases::{AppContext, UseCaseResult, children, found};

/// One tag for another.
#[derive(Clone, Debug)]
pub struct Replacement {
    /// The tag that goes.
    pub old: TagCode,
    /// The blank one that comes.
    pub new: TagCode,
    /// Whether the old one stays good beside it, by choice (R23).
    pub keep_old: bool,
    /// What the companion's history says of it.
    pub remark: String,
}

/// The companion whose tag may be replaced.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::TagNotBound`], [`Refusal::TagVoid`].
pub async fn wearer(app: &AppContext, old: TagCode) -> UseCaseResult<Companion> {
    app.store
        .read(move |tx| {
            let tag = found(tx.tag(&old)?, "tag")?;
            if tag.state == TagState::Void {
                return Err(DomainError::TagVoid.into());
            }
            let companion = tag.companion_id.ok_or(DomainError::TagNotBound)?;
            found(tx.companion(companion)?, "companion")
        })
        .await
}

/// Puts the new tag on whoever wears the old one, and says so in the history. Told again, it changes nothing.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::TagNotBound`], [`Refusal::TagVoid`], [`Refusal::TagBoundElsewhere`].
pub async fn replace(app: &AppContext, actor: Actor, told: Replacement) -> UseCaseResult<Tag> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            let old = found(tx.tag(&told.old)?, "tag")?;
            let companion = old.companion_id.ok_or(DomainError::TagNotBound)?;
            let journey = tx.latest_journey_of(companion)?;
            // The visit before the tag, as a scan takes them: two that wait for each other wait for ever.
            if let Some(journey) = &journey {
                tx.lock_visit(journey.visit_id)?;
            }
            let new = found(tx.tag(&told.new)?, "tag")?;
            if (new.state, new.companion_id) == (TagState::Live, Some(companion)) {
                return Ok(new);
            }
            if old.state == TagState::Void {
                return Err(DomainError::TagVoid.into());
            }
            let tag = bind_tag::bind_in_tx(tx, actor.id, told.new, companion, told.keep_old, now)?;
            let under_way = journey.filter(|journey| journey.state.status != JourneyStatus::Closed);
            if let Some(mut journey) = match under_way {
                Some(journey) => tx.journey(journey.id)?,
                None => None,
            } {
                let what = StepPayload::Noted { text: told.remark.clone() };
                let step = children::details_step(&journey, what, actor.id, now);
                record::append_steps(tx, &mut journey, &[step])?;
            }
            Ok(tag)
        })
        .await
}
