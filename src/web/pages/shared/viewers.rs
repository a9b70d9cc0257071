//! Who looks at a page that refreshes itself. That is no activity: an unattended page still locks.

use crate::domain::account::person::Scope;
use crate::domain::error::DomainError;
use crate::use_cases::sign_in;
use crate::use_cases::sign_in::peek_session::{self, StreamUser};
use crate::web::auth;
use crate::web::extract::callers::{Caller, StaffCaller};
use crate::web::extract::permission::Permission;
use crate::web::extract::request_parts::RequestParts;
use crate::web::pages::shared::form::Form;
use crate::web::problem::Problem;

/// A page that its script refreshes: a member of staff, or `None` for a wall display.
pub(crate) struct Watcher(pub(crate) Option<StaffCaller>);

impl Caller for Watcher {
    const PERMISSION: Permission = Permission::Scope(Scope::BoardRead);

    async fn authorize(parts: &mut RequestParts) -> Result<Self, Problem> {
        let token = auth::token(parts.http(), parts.app()).await?;
        match peek_session::peek(parts.app(), &token).await? {
            StreamUser::Wall(_) => Ok(Self(None)),
            StreamUser::Staff(_) => {
                let signed_in = sign_in::peek(parts.app(), &token).await?;
                Ok(Self(Some(StaffCaller::new(parts, token, signed_in))))
            }
        }
    }
}

/// Whoever opens the board: a refresh and a wall display only watch.
pub(crate) struct BoardViewer(pub(crate) Option<StaffCaller>);

impl Caller for BoardViewer {
    const PERMISSION: Permission = Watcher::PERMISSION;

    async fn authorize(parts: &mut RequestParts) -> Result<Self, Problem> {
        if asks(parts, "again") || asks(parts, "wall") {
            return Watcher::authorize(parts).await.map(|Watcher(staff)| Self(staff));
        }
        StaffCaller::authorize(parts).await.map(|staff| Self(Some(staff)))
    }
}

/// A member of staff who opens a page, or whose script refreshes it.
pub(crate) struct StaffViewer(pub(crate) StaffCaller);

impl Caller for StaffViewer {
    const PERMISSION: Permission = StaffCaller::PERMISSION;

    async fn authorize(parts: &mut RequestParts) -> Result<Self, Problem> {
        if !asks(parts, "again") {
            return StaffCaller::authorize(parts).await.map(Self);
        }
        let Watcher(staff) = Watcher::authorize(parts).await?;
        staff.map(Self).ok_or_else(|| DomainError::Forbidden.into())
    }
}

fn asks(parts: &RequestParts, name: &str) -> bool {
    let query = Form::parse(parts.http().query_string()).unwrap_or_default();
    query.get(name).is_some()
}
