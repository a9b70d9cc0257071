//! Who sends an API request: a member of staff, another system, an offline queue or an enrolled phone.

use super::request::ApiRequest;
use crate::domain::account::person::{Actor, MoveSource, Role, Scope, Shift};
use crate::domain::error::DomainError;
use crate::use_cases::models::Phone;
use crate::use_cases::sign_in::offline_queue_tokens;
use crate::use_cases::sign_in::peek_session::{self, StreamUser};
use crate::use_cases::sign_in::{self, SignedIn};
use crate::use_cases::staff::service_tokens;
use crate::web::auth;
use crate::web::problem::Problem;

impl ApiRequest {
    pub(crate) async fn token(&self) -> Result<String, Problem> {
        Ok(auth::token(self.http(), self.app()).await?)
    }

    /// The signed-in member of staff, if their role is at least `minimum`.
    pub(crate) async fn require_role(&self, minimum: Role) -> Result<Actor, Problem> {
        let (actor, _) = self.require_session().await?;
        if actor.role < minimum { Err(DomainError::Forbidden.into()) } else { Ok(actor) }
    }

    /// A valid token of another kind gets 403 instead of 401.
    pub(crate) async fn require_session(&self) -> Result<(Actor, SignedIn), Problem> {
        let token = self.token().await?;
        match sign_in::authenticate(self.app(), &token).await {
            Ok(signed_in) => Ok(signed_in),
            Err(error) if token.starts_with(service_tokens::PREFIX) => {
                service_tokens::authenticate(self.app(), &token).await.map_err(|_| error)?;
                Err(DomainError::Forbidden.into())
            }
            Err(error) if token.starts_with(offline_queue_tokens::PREFIX) => {
                offline_queue_tokens::authenticate(self.app(), &token).await.map_err(|_| error)?;
                Err(DomainError::Forbidden.into())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The reader of an event stream and the token to check again later. Reading a stream does not postpone the
    /// session's idle lock.
    pub(crate) async fn stream_user(&self) -> Result<(StreamUser, String), Problem> {
        let token = self.token().await?;
        if token.starts_with(offline_queue_tokens::PREFIX) {
            self.require_session().await?;
        }
        Ok((peek_session::peek(self.app(), &token).await?, token))
    }

    /// Who sends scans. For an offline queue also the time during which its user was signed in.
    pub(crate) async fn scan_sender(&self) -> Result<(Actor, Option<Shift>), Problem> {
        let token = self.token().await?;
        if token.starts_with(offline_queue_tokens::PREFIX) {
            let (actor, shift) = offline_queue_tokens::authenticate(self.app(), &token).await?;
            return Ok((actor, Some(shift)));
        }
        Ok((self.require_role(Role::Staff).await?, None))
    }

    /// Any member of staff, or another system whose token has this scope.
    pub(crate) async fn require_scope(&self, scope: Scope) -> Result<MoveSource, Problem> {
        let token = self.token().await?;
        if !token.starts_with(service_tokens::PREFIX) {
            let (actor, _) = self.require_session().await?;
            return Ok(MoveSource::Staff(actor.id));
        }
        let record = service_tokens::authenticate(self.app(), &token).await?;
        if record.scopes.contains(&scope) {
            Ok(MoveSource::Service(record.id))
        } else {
            Err(DomainError::Forbidden.into())
        }
    }

    pub(crate) async fn enrolled_phone(&self) -> Result<Option<Phone>, Problem> {
        Ok(auth::enrolled_phone(self.http(), self.app()).await?)
    }
}
