//! Offline queue tokens: a phone sends a user's stored scans with one, even if another user is
//! signed in by then.
//!
//! Such a token can do nothing else, and each scan must lie within the user's session (R31).

use std::time::Duration;

use crate::domain::account::person::{Actor, Shift};
use crate::domain::error::DomainError;
use crate::domain::time::days;
use crate::use_cases::{AppContext, UseCaseResult, audit, token};

/// Prefix of every queue token, so that it is recognised as one.
pub(crate) const PREFIX: &str = "que_";
/// How long after the sign-in a queue can be sent: a phone may be left in a drawer for some days.
const LIFETIME: Duration = days(7);

pub(crate) fn generate() -> String {
    format!("{PREFIX}{}", token::generate::<32>())
}

/// The user of a queue token and their session. Invalid if the user is disabled or the phone
/// revoked.
pub async fn authenticate(app: &AppContext, token: &str) -> UseCaseResult<(Actor, Shift)> {
    let (now, hash) = (app.clock.now(), token::hash(token));
    let found = app.store.read(move |tx| tx.session_by_queue(&hash)).await?;
    let (session, staff) = found.ok_or(DomainError::Unauthenticated)?;
    if now.since(session.created_at) >= LIFETIME || staff.disabled_at.is_some() {
        return Err(DomainError::Unauthenticated.into());
    }
    audit::set_staff(staff.id, staff.role);
    let ended = session.ended_at.unwrap_or(session.expires_at);
    let shift = Shift { from: session.created_at, to: ended.min(session.expires_at) };
    Ok((Actor { id: staff.id, role: staff.role }, shift))
}
