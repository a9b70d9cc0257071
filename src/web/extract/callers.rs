//! Who sends a request. A handler's first parameter is one of these types, and with it the route's permission.

use std::ops::Deref;

use super::permission::Permission;
use super::request_parts::{RequestParts, forbidden};
use crate::domain::account::person::{Actor, MoveSource, Role, Scope};
use crate::use_cases::UseCaseError;
use crate::use_cases::sign_in::{self, SignedIn, offline_queue_tokens};
use crate::use_cases::staff::service_tokens;
use crate::web::auth::{self, AuthError};
use crate::web::problem::Problem;
use crate::web::rate_limit::RateLimitKey;

pub(crate) trait Caller: Sized {
    const PERMISSION: Permission;

    /// Runs before anything else of the request is looked at.
    async fn authorize(parts: &mut RequestParts) -> Result<Self, Problem>;
}

/// Anybody. Without a session a cookie gives no rights, so the origin does not matter.
pub(crate) struct Anyone;

impl Caller for Anyone {
    const PERMISSION: Permission = Permission::Open;

    async fn authorize(_: &mut RequestParts) -> Result<Self, Problem> {
        Ok(Self)
    }
}

/// Anybody who sends a form of our own pages.
pub(crate) struct Visitor;

impl Caller for Visitor {
    const PERMISSION: Permission = Permission::Open;

    async fn authorize(parts: &mut RequestParts) -> Result<Self, Problem> {
        auth::check_origin(parts.http(), parts.app())?;
        Ok(Self)
    }
}

/// A signed-in member of staff.
#[derive(Clone)]
pub(crate) struct StaffCaller {
    pub(crate) actor: Actor,
    pub(crate) session: SignedIn,
    /// With which the session is ended.
    pub(crate) token: String,
}

impl StaffCaller {
    pub(crate) fn name(&self) -> &str {
        &self.session.staff.display_name
    }

    pub(crate) fn new(
        parts: &mut RequestParts,
        token: String,
        (actor, session): (Actor, SignedIn),
    ) -> Self {
        parts.set_caller(format!("staff:{}", actor.id));
        Self { actor, session, token }
    }
}

impl Caller for StaffCaller {
    const PERMISSION: Permission = Permission::Role(Role::Staff);

    /// A valid token of another kind gets 403 instead of 401.
    async fn authorize(parts: &mut RequestParts) -> Result<Self, Problem> {
        let token = auth::token(parts.http(), parts.app()).await?;
        let app = parts.app();
        let error = match sign_in::authenticate(app, &token).await {
            Ok(signed_in) => return Ok(Self::new(parts, token, signed_in)),
            Err(error) => error,
        };
        let is_other_kind = if token.starts_with(service_tokens::PREFIX) {
            service_tokens::authenticate(app, &token).await.is_ok()
        } else {
            token.starts_with(offline_queue_tokens::PREFIX)
                && offline_queue_tokens::authenticate(app, &token).await.is_ok()
        };
        Err(if is_other_kind { forbidden() } else { error.into() })
    }
}

/// A member of staff who looks up tags, which is limited, as codes could be guessed.
pub(crate) struct TagReader;

impl Caller for TagReader {
    const PERMISSION: Permission = StaffCaller::PERMISSION;

    async fn authorize(parts: &mut RequestParts) -> Result<Self, Problem> {
        let staff = StaffCaller::authorize(parts).await?;
        parts.check_rate_limit(RateLimitKey::Tags(staff.actor.id))?;
        Ok(Self)
    }
}

/// Defines a caller with a higher role than any member of staff.
macro_rules! higher_roles {
    ($($(#[$doc:meta])* $name:ident: $role:expr,)+) => {$(
        $(#[$doc])*
        pub(crate) struct $name(StaffCaller);

        impl Deref for $name {
            type Target = StaffCaller;

            fn deref(&self) -> &StaffCaller {
                &self.0
            }
        }

        impl Caller for $name {
            const PERMISSION: Permission = Permission::Role($role);

            async fn authorize(parts: &mut RequestParts) -> Result<Self, Problem> {
                let staff = StaffCaller::authorize(parts).await?;
                if staff.actor.role < $role { Err(forbidden()) } else { Ok(Self(staff)) }
            }
        }
    )+};
}

higher_roles! {
    LeadCaller: Role::Lead,
    AdminCaller: Role::Admin,
}

/// A member of staff, or a stranger, who may see something else.
pub(crate) struct OptionalStaff(pub(crate) Option<StaffCaller>);

impl Caller for OptionalStaff {
    const PERMISSION: Permission = Permission::Open;

    async fn authorize(parts: &mut RequestParts) -> Result<Self, Problem> {
        let token = match auth::token(parts.http(), parts.app()).await {
            Ok(token) => token,
            Err(AuthError::Unauthenticated) => return Ok(Self(None)),
            Err(error @ (AuthError::CrossOrigin | AuthError::Database(_))) => {
                return Err(error.into());
            }
        };
        match sign_in::authenticate(parts.app(), &token).await {
            Ok(signed_in) => Ok(Self(Some(StaffCaller::new(parts, token, signed_in)))),
            Err(UseCaseError::Domain(_)) => Ok(Self(None)),
            Err(error) => Err(error.into()),
        }
    }
}

/// Any member of staff, or another system whose token has the scope.
async fn staff_or_service(parts: &mut RequestParts, scope: Scope) -> Result<MoveSource, Problem> {
    let token = auth::token(parts.http(), parts.app()).await?;
    if !token.starts_with(service_tokens::PREFIX) {
        return Ok(MoveSource::Staff(StaffCaller::authorize(parts).await?.actor.id));
    }
    let record = service_tokens::authenticate(parts.app(), &token).await?;
    if !record.scopes.contains(&scope) {
        return Err(forbidden());
    }
    parts.set_caller(format!("service:{}", record.id));
    Ok(MoveSource::Service(record.id))
}

/// Who reads visits.
pub(crate) struct VisitReader;

impl Caller for VisitReader {
    const PERMISSION: Permission = Permission::Scope(Scope::VisitsRead);

    async fn authorize(parts: &mut RequestParts) -> Result<Self, Problem> {
        staff_or_service(parts, Scope::VisitsRead).await?;
        Ok(Self)
    }
}

/// Who opens and changes visits, and moves the child.
pub(crate) struct VisitWriter(pub(crate) MoveSource);

impl Caller for VisitWriter {
    const PERMISSION: Permission = Permission::Scope(Scope::VisitsWrite);

    async fn authorize(parts: &mut RequestParts) -> Result<Self, Problem> {
        Ok(Self(staff_or_service(parts, Scope::VisitsWrite).await?))
    }
}
