//! Queue tokens: by one, a phone sends what its user scanned, though somebody else is signed in by then.
//!
//! It may do nothing else, and says for each scan whether its user was signed in when it happened (R31).

use std::time::Duration;

use crate::domain::account::person::{Actor, Shift};
use crate::domain::audit::AuditActor;
use crate::domain::error::DomainError;
use crate::domain::time::days;
use crate::use_cases::{AppContext, UseCaseResult, audit, token};

/// What every such token begins with, so that it is known for what it is.
pub const PREFIX: &str = "que_";
/// How long after the sign-in a queue may still be sent: a phone may lie in a drawer for some days.
const LASTS: Duration = days(7);

/// A token that nobody has yet.
pub(crate) fn fresh() -> String {
    format!("{PREFIX}{}", token::generate::<32>())
}

/// Whose queue a token sends, and when they were signed in. It is dead when its user is disabled or
/// its phone revoked.
///
/// # Errors
/// [`Refusal::Unauthenticated`].
pub async fn authenticate(app: &AppContext, token: &str) -> UseCaseResult<(Actor, Shift)> {
    let (now, hash) = (app.clock.now(), token::hash(token));
    let found = app.store.read(move |tx| tx.session_by_queue(&hash)).await?;
    let (session, staff) = found.ok_or(DomainError::Unauthenticated)?;
    if now.since(session.created_at) >= LASTS || staff.disabled_at.is_some() {
        return Err(DomainError::Unauthenticated.into());
    }
    audit::set_actor(AuditActor::Staff, staff.id.uuid());
    let ended = session.ended_at.unwrap_or(session.expires_at);
    let shift = Shift { from: session.created_at, to: ended.min(session.expires_at) };
    Ok((Actor { id: staff.id, role: staff.role }, shift))
}
