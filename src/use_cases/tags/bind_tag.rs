//! Binding a tag to a companion, and withdrawing one (R23).

use crate::db::Tx;
use crate::db::models::Tag;
use crate::domain::account::person::Actor;
use crate::domain::error::DomainError;
use crate::domain::event::Topic;
use crate::domain::id::{CompanionId, StaffId};
use crate::domain::tag::{TagCode, TagState};
use crate::domain::time::Time;
use crate::use_cases::{AppContext, UseCaseResult, change_events, found};

/// Puts a blank tag on a companion. The tag it wore before is void, unless `keep_old`.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::TagVoid`], [`Refusal::TagBoundElsewhere`].
pub async fn bind(
    app: &AppContext,
    actor: Actor,
    code: TagCode,
    companion: CompanionId,
    keep_old: bool,
) -> UseCaseResult<Tag> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            found(tx.companion(companion)?, "companion")?;
            bind_in_tx(tx, actor.id, code, companion, keep_old, now)
        })
        .await
}

pub(crate) fn bind_in_tx(
    tx: &mut Tx<'_>,
    by: StaffId,
    code: TagCode,
    companion: CompanionId,
    keep_old: bool,
    now: Time,
) -> UseCaseResult<Tag> {
    tx.lock_tag(&code)?;
    let tag = found(tx.tag(&code)?, "tag")?;
    match (tag.state, tag.companion_id) {
        (TagState::Void, _) => return Err(DomainError::TagVoid.into()),
        // The same binding told again, as after a lost answer, changes nothing.
        (TagState::Live, Some(wearer)) if wearer == companion => return Ok(tag),
        (_, Some(wearer)) if wearer != companion => {
            return Err(DomainError::TagBoundElsewhere.into());
        }
        _ => {}
    }
    if !keep_old {
        for old in tx.tags_of(companion)?.into_iter().filter(|old| old.code != code) {
            if old.state != TagState::Void {
                let void_reason = Some("replaced by a new tag".to_owned());
                tx.save_tag(&Tag { state: TagState::Void, void_reason, ..old })?;
            }
        }
    }
    let tag = Tag {
        state: TagState::Live,
        companion_id: Some(companion),
        bound_at: Some(now),
        bound_by: Some(by),
        // One that was lost and turned up is not withdrawn any more.
        void_reason: None,
        ..tag
    };
    tx.save_tag(&tag)?;
    change_events::of(tx, Topic::Tag, companion.uuid(), now)?;
    Ok(tag)
}

/// Withdraws a tag: it is void from now on, or lost and good again should it turn up on its
/// companion.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::TagVoid`].
pub async fn void(
    app: &AppContext,
    code: TagCode,
    reason: String,
    lost: bool,
) -> UseCaseResult<Tag> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            // The child before its tag, as everywhere. Where its traces were purged the tag is withdrawn all the
            // same, and no word of it is kept.
            let purged = match found(tx.tag(&code)?, "tag")?.companion_id {
                Some(wearer) => {
                    let wearer = found(tx.companion(wearer)?, "companion")?;
                    tx.lock_child(wearer.child_id)?;
                    found(tx.child(wearer.child_id)?, "child")?.purged_at.is_some()
                }
                None => false,
            };
            tx.lock_tag(&code)?;
            let tag = found(tx.tag(&code)?, "tag")?;
            if tag.state == TagState::Void {
                return Err(DomainError::TagVoid.into());
            }
            let state = if lost { TagState::Lost } else { TagState::Void };
            let reason = if purged { String::new() } else { reason.clone() };
            let tag = Tag { state, void_reason: Some(reason), ..tag };
            tx.save_tag(&tag)?;
            change_events::of(tx, Topic::Tag, tag.companion_id.map(CompanionId::uuid), now)?;
            Ok(tag)
        })
        .await
}
