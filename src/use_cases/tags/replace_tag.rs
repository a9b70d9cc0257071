//! Replacing a tag that can no longer be read; the companion keeps its journey.

use crate::db::models::{Companion, Tag};
use crate::domain::account::person::Actor;
use crate::domain::error::DomainError;
use crate::domain::journey::JourneyStatus;
use crate::domain::journey::action::Action;
use crate::domain::journey::step::StepPayload;
use crate::domain::tag::{TagCode, TagState};
use crate::use_cases::journeys::append_steps;
use crate::use_cases::tags::bind_tag;
use crate::use_cases::{AppContext, UseCaseResult, or_not_found};

#[derive(Clone, Debug)]
pub struct Replacement {
    pub old: TagCode,
    pub new: TagCode,
    /// Whether the old tag stays valid as well (R23).
    pub keep_old: bool,
    pub remark: String,
}

pub(crate) async fn replaceable_companion(
    app: &AppContext,
    old: TagCode,
) -> UseCaseResult<Companion> {
    app.store
        .read(move |tx| {
            let tag = or_not_found(tx.tag(&old)?, "tag")?;
            if tag.state == TagState::Void {
                return Err(DomainError::TagVoid.into());
            }
            let companion = tag.companion_id.ok_or(DomainError::TagNotBound)?;
            or_not_found(tx.companion(companion)?, "companion")
        })
        .await
}

/// Binds the new tag to the companion of the old one and adds a note to its history. Idempotent.
pub async fn replace(
    app: &AppContext,
    actor: Actor,
    replacement: Replacement,
) -> UseCaseResult<Tag> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            let old = or_not_found(tx.tag(&replacement.old)?, "tag")?;
            let companion = old.companion_id.ok_or(DomainError::TagNotBound)?;
            let journey = tx.latest_journey_of(companion)?;
            // Lock the visit before the tag, in the same order as scans, to avoid deadlocks.
            if let Some(journey) = &journey {
                tx.lock_visit(journey.visit_id)?;
            }
            let new = or_not_found(tx.tag(&replacement.new)?, "tag")?;
            if (new.state, new.companion_id) == (TagState::Live, Some(companion)) {
                return Ok(new);
            }
            if old.state == TagState::Void {
                return Err(DomainError::TagVoid.into());
            }
            let tag = bind_tag::bind_in_tx(
                tx,
                actor.id,
                replacement.new,
                companion,
                replacement.keep_old,
                now,
            )?;
            let under_way = journey.filter(|journey| journey.state.status != JourneyStatus::Closed);
            if let Some(mut journey) = match under_way {
                Some(journey) => tx.journey(journey.id)?,
                None => None,
            } {
                let payload =
                    StepPayload::Action(Action::Noted { text: replacement.remark.clone() });
                let step = append_steps::step_without_scan(&journey, payload, actor.id, now);
                append_steps::append_steps(tx, &mut journey, &[step])?;
            }
            Ok(tag)
        })
        .await
}
