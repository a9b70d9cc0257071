//! Binding tags to companions and voiding tags (R23).

use crate::db::Tx;
use crate::db::models::Tag;
use crate::domain::account::person::Actor;
use crate::domain::error::DomainError;
use crate::domain::event::Topic;
use crate::domain::id::{CompanionId, StaffId};
use crate::domain::tag::{TagCode, TagState};
use crate::domain::time::Time;
use crate::use_cases::{AppContext, UseCaseResult, change_events, or_not_found};

/// Binds a blank tag to a companion. The old tag is voided unless `keep_old`.
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
            or_not_found(tx.companion(companion)?, "companion")?;
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
    let tag = or_not_found(tx.tag(&code)?, "tag")?;
    match (tag.state, tag.companion_id) {
        (TagState::Void, _) => return Err(DomainError::TagVoid.into()),
        // A repeated request, as after a lost response, changes nothing.
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
        // A lost tag that was found again is valid.
        void_reason: None,
        ..tag
    };
    tx.save_tag(&tag)?;
    change_events::record(tx, Topic::Tag, companion.uuid(), now)?;
    Ok(tag)
}

/// Voids a tag, or marks it as lost; a lost tag can be bound to its companion again.
pub async fn void(
    app: &AppContext,
    code: TagCode,
    reason: String,
    lost: bool,
) -> UseCaseResult<Tag> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            // Lock the child before its tag, as everywhere. After a purge the tag is voided without
            // saving the reason.
            let purged = match or_not_found(tx.tag(&code)?, "tag")?.companion_id {
                Some(wearer) => {
                    let wearer = or_not_found(tx.companion(wearer)?, "companion")?;
                    tx.lock_child(wearer.child_id)?;
                    or_not_found(tx.child(wearer.child_id)?, "child")?.purged_at.is_some()
                }
                None => false,
            };
            tx.lock_tag(&code)?;
            let tag = or_not_found(tx.tag(&code)?, "tag")?;
            if tag.state == TagState::Void {
                return Err(DomainError::TagVoid.into());
            }
            let state = if lost { TagState::Lost } else { TagState::Void };
            let reason = if purged { String::new() } else { reason.clone() };
            let tag = Tag { state, void_reason: Some(reason), ..tag };
            tx.save_tag(&tag)?;
            change_events::record(tx, Topic::Tag, tag.companion_id.map(CompanionId::uuid), now)?;
            Ok(tag)
        })
        .await
}
