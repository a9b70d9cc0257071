//! Authentication of event streams and other automatic requests, which do not extend a session.

use crate::domain::account::person::Scope;
use crate::domain::error::DomainError;
use crate::domain::event::{Event, Topic};
use crate::domain::id::{ServiceTokenId, StaffId};
use crate::use_cases::staff::service_tokens;
use crate::use_cases::{AppContext, UseCaseError, UseCaseResult};

/// The user of an event stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreamUser {
    Staff(StaffId),
    /// A wall display, which has a service token instead of a session.
    Wall(ServiceTokenId),
}

/// Authenticates a session token, or a service token with the `BoardRead` scope.
pub async fn peek(app: &AppContext, token: &str) -> UseCaseResult<StreamUser> {
    if !token.starts_with(service_tokens::PREFIX) {
        return Ok(StreamUser::Staff(super::peek(app, token).await?.0.id));
    }
    let record = service_tokens::authenticate(app, token).await?;
    let may = record.scopes.contains(&Scope::BoardRead);
    if may { Ok(StreamUser::Wall(record.id)) } else { Err(DomainError::Forbidden.into()) }
}

/// Whether a stream may continue. While the database is unavailable no events are sent anyway.
pub(crate) async fn is_still_authorized(app: &AppContext, token: &str) -> bool {
    matches!(peek(app, token).await, Ok(_) | Err(UseCaseError::Database(_)))
}

impl StreamUser {
    /// Whether this event may have ended the permission.
    #[must_use]
    pub fn is_affected_by(self, event: &Event) -> bool {
        let (topics, id) = match self {
            Self::Staff(id) => ([Topic::Staff, Topic::Session], id.uuid()),
            Self::Wall(id) => ([Topic::ServiceToken; 2], id.uuid()),
        };
        topics.contains(&event.topic) && event.subject == Some(id)
    }
}
