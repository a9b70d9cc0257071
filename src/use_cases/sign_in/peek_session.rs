//! A glance: who watches, whose page asks by itself. It is no use of a session, which goes on towards its lock.

use crate::domain::account::person::Scope;
use crate::domain::error::DomainError;
use crate::domain::event::{Event, Topic};
use crate::domain::id::{ServiceTokenId, StaffId};
use crate::use_cases::staff::service_tokens;
use crate::use_cases::{AppContext, UseCaseError, UseCaseResult};

/// Who watches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreamUser {
    /// A member of staff.
    Staff(StaffId),
    /// A screen on a wall, by a token of its own: it knows nobody, and nobody's session locks it.
    Wall(ServiceTokenId),
}

/// Who a token belongs to, if it is good for watching.
///
/// # Errors
/// [`Refusal::Unauthenticated`]; [`Refusal::Forbidden`] for another system's token without this scope.
pub async fn peek(app: &AppContext, token: &str) -> UseCaseResult<StreamUser> {
    if !token.starts_with(service_tokens::PREFIX) {
        return Ok(StreamUser::Staff(super::peek(app, token).await?.0.id));
    }
    let record = service_tokens::authenticate(app, token).await?;
    let may = record.scopes.contains(&Scope::BoardRead);
    if may { Ok(StreamUser::Wall(record.id)) } else { Err(DomainError::Forbidden.into()) }
}

/// Whether they may watch on. While the database is away nobody is told anything anyway.
pub async fn is_still_authorized(app: &AppContext, token: &str) -> bool {
    matches!(peek(app, token).await, Ok(_) | Err(UseCaseError::Store(_)))
}

impl StreamUser {
    /// Whether this event may have ended what they may.
    #[must_use]
    pub fn is_affected_by(self, event: &Event) -> bool {
        let (topics, id) = match self {
            Self::Staff(id) => ([Topic::Staff, Topic::Session], id.uuid()),
            Self::Wall(id) => ([Topic::ServiceToken; 2], id.uuid()),
        };
        topics.contains(&event.topic) && event.subject == Some(id)
    }
}
